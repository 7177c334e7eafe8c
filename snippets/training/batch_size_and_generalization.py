"""A test bed for batch size and generalization; sharpness under rescaling of layers."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def teacher_data(
    N: int, d: int, flipped: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """Gaussian examples (N, d), their noisy labels ±1 and their true labels ±1 (N,).

    The true label says whether a random network of four ReLU units is above its median;
    the noisy one is flipped with probability `flipped`.
    """
    X = rng.standard_normal((N, d))
    hidden = rng.standard_normal((d, 4)) * 2 / np.sqrt(d)
    score = np.maximum(X @ hidden, 0) @ rng.standard_normal(4)
    true = np.where(score > np.median(score), 1.0, -1.0)
    return X, np.where(rng.random(N) < flipped, -true, true), true


def network_output(X: Array, W: Array, v: Array) -> Array:
    """Output ReLU(X W) v (N,) of a two-layer network: X (N, d), W (d, h), v (h,)."""
    return np.asarray(np.maximum(X @ W, 0) @ v)


def train_network(
    X: Array,
    y: Array,
    batch_size: int,
    learning_rate: float,
    updates: int,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Weights W (d, 32), v (32,) after `updates` steps of SGD on the logistic loss.

    Labels are ±1. Each epoch is a new shuffle cut into mini-batches of B; no momentum,
    schedule or weight decay.
    """
    N, d = X.shape
    W = rng.standard_normal((d, 32)) * np.sqrt(2 / d)
    v = rng.standard_normal(32) * np.sqrt(1 / 32)
    batches: list[NDArray[np.intp]] = []
    for _ in range(updates):
        if not batches:
            batches = np.array_split(rng.permutation(N), N // batch_size)
        batch = batches.pop()
        activation = np.maximum(X[batch] @ W, 0)
        margin = y[batch] * (activation @ v)
        slope = -y[batch] * 0.5 * (1 - np.tanh(margin / 2)) / len(batch)
        gradient_v = activation.T @ slope
        W -= learning_rate * X[batch].T @ (np.outer(slope, v) * (activation > 0))
        v -= learning_rate * gradient_v
    return W, v


def trial(
    seed: int, flipped: float, batch_size: int, learning_rate: float, updates: int
) -> tuple[float, float, float]:
    """Training loss in nats, training accuracy, accuracy on 2000 truly labeled others.

    512 training examples in 20 dimensions. Data and initial weights depend on `seed`
    alone, so that runs of one seed differ in batch size, rate and updates only.
    """
    N = 512
    rng = np.random.default_rng(seed)
    X, noisy, true = teacher_data(N + 2000, 20, flipped, rng)
    W, v = train_network(X[:N], noisy[:N], batch_size, learning_rate, updates, rng)
    output = network_output(X, W, v)
    loss = float(np.logaddexp(0, -noisy * output)[:N].mean())
    right = output > 0
    return (
        loss,
        float(np.mean(right[:N] == (noisy[:N] > 0))),
        float(np.mean(right[N:] == (true[N:] > 0))),
    )


def noise_scale(learning_rate: float, N: int, batch_size: int) -> float:
    """Noise scale g = η (N/B − 1) of SGD, about ηN/B for B ≪ N (Smith & Le 2018).

    The noise of one update has the covariance of example gradients, (d, d), times g and
    η over N, but for the divisor of the covariance.
    """
    return learning_rate * (N / batch_size - 1)


# --8<-- [start:rescale_layers]
def rescale_layers(W: Array, v: Array, alpha: float) -> tuple[Array, Array]:
    """Weights α W (d, h) and v/α (h,): another point, the same function, for α > 0."""
    return alpha * W, v / alpha


# --8<-- [end:rescale_layers]


# --8<-- [start:hessian_traces]
def hessian_traces(X: Array, W: Array, v: Array) -> tuple[float, float]:
    """Traces T_W, T_v of the Hessian's two diagonal blocks, for the mean logistic loss.

    The output is (piecewise) linear in each layer by itself, so the trace of a block is
    the mean over the examples X (N, d) of s (1 − s) ‖∂output/∂layer‖², with s the
    sigmoid of the output.
    """
    z = X @ W
    active = (z > 0).astype(float)
    curvature = 1 / (4 * np.cosh(network_output(X, W, v) / 2) ** 2)
    of_W = (active @ v**2) * (X**2).sum(axis=1)
    of_v = (np.maximum(z, 0) ** 2).sum(axis=1)
    return float(np.mean(curvature * of_W)), float(np.mean(curvature * of_v))


# --8<-- [end:hessian_traces]


def rescaled_trace(trace_W: float, trace_v: float, alpha: float) -> float:
    """Hessian trace T_W/α² + α² T_v after weights W were raised α times, v lowered."""
    return trace_W / alpha**2 + alpha**2 * trace_v
