"""Mini-batch gradients: their accuracy, their cost, and the updates a run needs."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


# --8<-- [start:minibatch_gradient]
def minibatch_gradient(X: Array, y: Array, theta: Array, batch: Indices) -> Array:
    """Mean gradient of half the squared error over one mini-batch.

    Args:
        X: examples, shape (N, d).
        y: targets, shape (N,).
        theta: parameters, shape (d,).
        batch: B indices into the N examples.
    """
    residual = X[batch] @ theta - y[batch]
    return np.asarray(X[batch].T @ residual / len(batch))


# --8<-- [end:minibatch_gradient]


# --8<-- [start:example_gradients]
def example_gradients(X: Array, y: Array, theta: Array) -> Array:
    """Gradient of ½(x·θ − y)² for each example by itself, shape (N, d)."""
    return np.asarray((X @ theta - y)[:, None] * X)


# --8<-- [end:example_gradients]


# --8<-- [start:gradient_variance]
def gradient_variance(
    gradients: Array, batch_size: int, replace: bool = False
) -> float:
    """Expected squared error E‖g_B − ∇L‖² = σ²/B · (N − B)/(N − 1).

    The last factor is 1 for a mini-batch drawn with replacement.

    Args:
        gradients: one per example, shape (N, d), of variance σ squared, summed over d.
        batch_size: B.
        replace: whether an example may be drawn twice.
    """
    N = len(gradients)
    variance_of_one = float(gradients.var(axis=0).sum())
    finite_population = 1.0 if replace else (N - batch_size) / (N - 1)
    return variance_of_one / batch_size * finite_population


# --8<-- [end:gradient_variance]


# --8<-- [start:chunked_gradient]
def chunked_gradient(X: Array, y: Array, theta: Array, chunk_size: int) -> Array:
    """Full-batch gradient that touches at most `chunk_size` examples at a time.

    Chunks add up sums, not means, and the total is divided by N once, so that a
    shorter last chunk counts right.
    """
    total = np.zeros_like(theta)
    for start in range(0, len(y), chunk_size):
        chunk = slice(start, start + chunk_size)
        residual = X[chunk] @ theta - y[chunk]
        total += X[chunk].T @ residual
    return total / len(y)


# --8<-- [end:chunked_gradient]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def logistic_problem(N: int, d: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Gaussian examples (N, d) and labels 0/1 of a logistic model, shape (N,).

    The standard deviations of the inputs fall from 1 to 0.3, so that some directions
    are learned more slowly; the true logits have mean square 4.
    """
    scales = np.geomspace(1, 0.3, d)
    X = rng.standard_normal((N, d)) * scales
    direction = rng.standard_normal(d)
    weights = 2 * direction / np.linalg.norm(direction) / scales
    labels = rng.random(N) < sigmoid(X @ weights)
    return X, labels.astype(float)


def logistic_loss(X: Array, y: Array, theta: Array) -> float:
    """Mean cross-entropy in nats of logistic regression with labels 0/1."""
    z = X @ theta
    return float(np.mean(np.logaddexp(0, z) - y * z))


def smallest_logistic_loss(X: Array, y: Array) -> float:
    """Minimum of `logistic_loss` over θ, by Newton's method from zero."""
    theta = np.zeros(X.shape[1])
    for _ in range(20):
        probability = sigmoid(X @ theta)
        hessian = (X.T * (probability * (1 - probability))) @ X
        theta -= np.linalg.solve(hessian, X.T @ (probability - y))
    return logistic_loss(X, y, theta)


# --8<-- [start:updates_to_target]
def updates_to_target(
    X: Array,
    y: Array,
    batch_size: int,
    learning_rate: float,
    target: float,
    rng: np.random.Generator,
) -> float:
    """SGD updates until the loss on all N examples is at most `target`; inf after 1000.

    Logistic regression from zero. Each epoch is a new shuffle, cut into mini-batches
    of B. The full loss is measured after each update.
    """
    theta = np.zeros(X.shape[1])
    batches: list[Indices] = []
    for update in range(1, 1001):
        if not batches:
            order = rng.permutation(len(y))
            starts = range(0, len(y), batch_size)
            batches = [order[start : start + batch_size] for start in starts]
        batch = batches.pop()
        error = sigmoid(X[batch] @ theta) - y[batch]
        theta -= learning_rate * X[batch].T @ error / len(batch)
        if logistic_loss(X, y, theta) <= target:
            return update
    return np.inf


# --8<-- [end:updates_to_target]
