"""One toy task, four learners: fixed features, boosted stumps, learned features."""

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.backpropagation import (
    Array,
    Labels,
    Layers,
    backward,
    cross_entropy,
    forward,
    random_layers,
)

Stump = tuple[int, float, float, float]  # column, threshold, value below, value above


def bands(X: Array, direction: Array) -> Labels:
    """Labels 1 and 0 in alternating bands across one direction, by a cosine's sign.

    Args:
        X: examples, shape (N, d).
        direction: unit vector u, shape (d,); a column of the table, or oblique to all.
    """
    return np.asarray(np.cos(3 * X @ direction) > 0, dtype=np.intp)


# --8<-- [start:fit_logistic]
def fit_logistic(features: Array, labels: Labels, ridge: float = 1.0) -> Array:
    """Logistic regression by Newton's method: weights and, last, the bias, (k + 1,).

    Args:
        features: fixed features, shape (N, k); nothing here changes them.
        labels: 0 or 1, shape (N,).
        ridge: L2 penalty on the weights, not on the bias.
    """
    design = np.column_stack([features, np.ones(len(features))])
    penalty = ridge * np.diag([1.0] * features.shape[1] + [0.0])
    theta = np.zeros(design.shape[1])
    for _ in range(15):
        p = 0.5 * (1 + np.tanh(design @ theta / 2))
        hessian = (design * (p * (1 - p))[:, None]).T @ design + penalty
        theta -= np.linalg.solve(hessian, design.T @ (p - labels) + penalty @ theta)
    return theta


# --8<-- [end:fit_logistic]


# --8<-- [start:fit_stumps]
def fit_stumps(
    X: Array, labels: Labels, rounds: int = 200, rate: float = 0.3
) -> list[Stump]:
    """Gradient boosting of depth-one trees on targets ±1, squared error."""
    N = len(X)
    order = np.argsort(X, axis=0)
    ordered = np.take_along_axis(X, order, axis=0)
    below = np.arange(1, N)[:, None]  # examples on the left of each cut
    residual = 2.0 * labels - 1
    stumps: list[Stump] = []
    for _ in range(rounds):
        left = residual[order].cumsum(axis=0)[:-1]
        right = residual.sum() - left
        gain = left**2 / below + right**2 / (N - below)
        cut, column = np.unravel_index(gain.argmax(), gain.shape)
        threshold = ordered[cut : cut + 2, column].mean()
        low = rate * left[cut, column] / (cut + 1)
        high = rate * right[cut, column] / (N - cut - 1)
        stumps.append((int(column), threshold, low, high))
        residual = residual - np.where(X[:, column] <= threshold, low, high)
    return stumps


# --8<-- [end:fit_stumps]


# --8<-- [start:train_network]
def train_network(
    layers: Layers, X: Array, labels: Labels, batches: NDArray[np.intp]
) -> Layers:
    """Adam on all layers at once: features and classifier are learned together.

    Args:
        layers: the starting point.
        batches: indices of the mini-batch of each update, shape (T, B).
    """
    theta = [part.copy() for layer in layers for part in layer]
    mean, square = [0 * part for part in theta], [0 * part for part in theta]
    for t, batch in enumerate(batches, start=1):
        layers = list(zip(theta[::2], theta[1::2], strict=True))
        activations = forward(layers, X[batch])
        _, delta = cross_entropy(activations[-1], labels[batch])
        gradients = backward(layers, activations, delta)
        for k, gradient in enumerate(part for layer in gradients for part in layer):
            mean[k] += 0.1 * (gradient - mean[k])
            square[k] += 0.001 * (gradient**2 - square[k])
            scale = np.sqrt(square[k] / (1 - 0.999**t)) + 1e-8
            theta[k] -= 0.02 * mean[k] / (1 - 0.9**t) / scale
    return list(zip(theta[::2], theta[1::2], strict=True))


# --8<-- [end:train_network]


def predict_logistic(theta: Array, features: Array) -> Labels:
    """Labels of `fit_logistic`."""
    return np.asarray(features @ theta[:-1] + theta[-1] > 0, dtype=np.intp)


def predict_stumps(stumps: list[Stump], X: Array) -> Labels:
    """Labels of `fit_stumps`."""
    score = np.zeros(len(X))
    for column, threshold, low, high in stumps:
        score += np.where(X[:, column] <= threshold, low, high)
    return (score > 0).astype(np.intp)


def predict_network(layers: Layers, X: Array) -> Labels:
    """Labels of `train_network`."""
    return np.asarray(forward(layers, X)[-1].argmax(axis=1))


def accuracies(examples: int, direction: Array, seed: int) -> tuple[float, ...]:
    """Test accuracy (4000 new examples) of the four learners after `examples` examples.

    In order: logistic regression on the raw inputs, the same on the one right feature
    cos(3 u·x), boosted stumps, a network with one hidden layer of 32 tanh units.
    """
    rng = np.random.default_rng(seed)
    d = len(direction)
    X, X_new = rng.standard_normal((examples, d)), rng.standard_normal((4000, d))
    y, y_new = bands(X, direction), bands(X_new, direction)
    feature, feature_new = (np.cos(3 * Z @ direction)[:, None] for Z in (X, X_new))
    start = random_layers([d, 32, 2], rng)
    batches = rng.integers(0, examples, (1000, 64))
    predictions = (
        predict_logistic(fit_logistic(X, y), X_new),
        predict_logistic(fit_logistic(feature, y), feature_new),
        predict_stumps(fit_stumps(X, y), X_new),
        predict_network(train_network(start, X, y, batches), X_new),
    )
    return tuple(float(np.mean(predicted == y_new)) for predicted in predictions)
