"""A source and a target task of known distance: probe, fine-tune or start afresh."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:features]
def features(X: Array, W: Array) -> Array:
    """The body of the network: ReLU(X W), shape (n, h), for X (n, d) and W (d, h)."""
    return np.maximum(X @ W, 0)


# --8<-- [end:features]


# --8<-- [start:linear_probe]
def linear_probe(phi: Array, y: Array, ridge: float = 1.0) -> Array:
    """Head (h, k) on frozen features phi (n, h) for targets (n, k), in closed form.

    (ΦᵀΦ + λI)⁻¹ Φᵀ y has the least squared error plus λ times its squared norm.
    """
    gram = phi.T @ phi + ridge * np.eye(phi.shape[1])
    return np.asarray(np.linalg.solve(gram, phi.T @ y), np.float64)


# --8<-- [end:linear_probe]


def fit(
    X: Array, y: Array, body: Array, head: Array, rates: tuple[float, float], steps: int
) -> tuple[Array, Array]:
    """Train body and head on ‖ReLU(X W) a − y‖²/n by full-batch Adam.

    rates are those of the body and of the head; both fall to zero along a cosine.
    """
    weights = [body.copy(), head.copy()]
    mean, square = [0 * body, 0 * head], [0 * body, 0 * head]
    for t in range(steps):
        phi = features(X, weights[0])
        error = 2 * (phi @ weights[1] - y) / len(y)
        gradients = [X.T @ ((error @ weights[1].T) * (phi > 0)), phi.T @ error]
        for i, (g, rate) in enumerate(zip(gradients, rates, strict=True)):
            mean[i] = 0.9 * mean[i] + 0.1 * g
            square[i] = 0.999 * square[i] + 0.001 * g**2
            scale = np.sqrt(square[i] / (1 - 0.999 ** (t + 1))) + 1e-8
            decay = (1 + np.cos(np.pi * t / steps)) / 2
            weights[i] -= rate * decay * mean[i] / (1 - 0.9 ** (t + 1)) / scale
    return weights[0], weights[1]


class Task(NamedTuple):
    """Targets (ReLU(x T) a − center) / scale, with T (d, r) and a (r, k)."""

    T: Array
    a: Array
    center: float
    scale: float

    def targets(self, X: Array) -> Array:
        """Noise-free targets (n, k) of variance about 1."""
        return (features(X, self.T) @ self.a - self.center) / self.scale


def new_task(T: Array, outputs: int, rng: np.random.Generator) -> Task:
    """A task on the hidden units T, with random output weights, standardized."""
    a = rng.standard_normal((T.shape[1], outputs))
    values = features(rng.standard_normal((4000, len(T))), T) @ a
    return Task(T, a, float(values.mean()), float(values.std()))


def tasks(
    angles: tuple[float, ...],
    rng: np.random.Generator,
    inputs: int = 20,
    units: int = 8,
) -> tuple[Task, list[Task]]:
    """A source task of 16 outputs, and a target of one output per angle (degrees).

    Hidden units of the target: cos(angle) × the source's + sin(angle) × new ones.
    """
    T, new = rng.standard_normal((2, inputs, units)) / np.sqrt(inputs)
    turned = [np.cos(u) * T + np.sin(u) * new for u in np.deg2rad(angles)]
    return new_task(T, 16, rng), [new_task(each, 1, rng) for each in turned]


def pretrained_body(source: Task, rng: np.random.Generator, hidden: int = 64) -> Array:
    """Body (d, h) of a network trained on 1000 noisy examples of the source task."""
    X = rng.standard_normal((1000, len(source.T)))
    y = source.targets(X) + 0.3 * rng.standard_normal((1000, source.a.shape[1]))
    body = random_body(len(source.T), rng, hidden)
    return fit(X, y, body, np.zeros((hidden, y.shape[1])), (1e-2, 1e-2), 600)[0]


def random_body(inputs: int, rng: np.random.Generator, hidden: int = 64) -> Array:
    """He weights (d, h)."""
    return rng.normal(0, np.sqrt(2 / inputs), (inputs, hidden))


def target_errors(
    target: Task, body: Array, n: int, rng: np.random.Generator
) -> dict[str, float]:
    """Mean squared error on 2000 new examples after training on n noisy ones.

    0 is perfect; 1 is what the mean of the targets scores.
    """
    inputs, hidden = body.shape
    X, X_test = rng.standard_normal((n, inputs)), rng.standard_normal((2000, inputs))
    y = target.targets(X) + 0.3 * rng.standard_normal((n, 1))
    fresh, zeros = random_body(inputs, rng, hidden), np.zeros((hidden, 1))
    networks = {
        "probe": (body, linear_probe(features(X, body), y)),
        "fine-tuned": fit(X, y, body, zeros, (1e-3, 1e-2), 300),
        "from scratch": fit(X, y, fresh, zeros, (1e-2, 1e-2), 300),
        "random features": (fresh, linear_probe(features(X, fresh), y)),
    }
    truth = target.targets(X_test)
    return {
        name: float(np.mean((features(X_test, W) @ a - truth) ** 2))
        for name, (W, a) in networks.items()
    }
