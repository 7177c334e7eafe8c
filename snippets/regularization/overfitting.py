"""Overfitting measured: random features, bias and variance, penalties, wrong flips."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.regularization.bias_and_variance import bias_variance

Array = NDArray[np.float64]
NOISE = 0.5
# Seven-segment digits: top a, then clockwise to upper left f, and middle g.
LIT = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc"]
LIT += ["abcdefg", "abcdfg"]
DIGITS = np.array([[float(part in lit) for part in "abcdefg"] for lit in LIT])
MIRRORED = [0, 5, 4, 3, 2, 1, 6]
HALF_TURN = [3, 4, 5, 0, 1, 2, 6]


# --8<-- [start:random_feature_model]
def random_feature_model(
    width: int, X: Array, y: Array, penalty: float, rng: np.random.Generator
) -> Callable[[Array], Array]:
    """A two-layer ReLU network, N×d → N, of which only the output layer is trained.

    It minimizes ‖Φθ − y‖²/2N + λ‖θ‖²/2 with Φ the N×width hidden activations and
    λ = `penalty`; without penalty it takes the solution of the smallest norm.
    """
    hidden = rng.standard_normal((X.shape[1], width)) / np.sqrt(X.shape[1])

    def features(inputs: Array) -> Array:
        return np.asarray(np.maximum(inputs @ hidden, 0) * np.sqrt(2 / width))

    Phi = features(X)
    if penalty:
        curvature = Phi.T @ Phi / len(y) + penalty * np.eye(width)
        theta = np.linalg.solve(curvature, Phi.T @ y / len(y))
    else:
        theta = np.linalg.lstsq(Phi, y, rcond=None)[0]
    return lambda inputs: np.asarray(features(inputs) @ theta)


# --8<-- [end:random_feature_model]


def target(X: Array) -> Array:
    """max(0, x₁) + max(0, x₂) + max(0, x₃); X is N×20."""
    return np.asarray(np.maximum(X[:, :3], 0).sum(axis=1))


class Errors(NamedTuple):
    """Mean squared errors; the validation error is expected, on noisy targets."""

    training: float
    validation: float
    squared_bias: float
    variance: float
    median_excess: float


def average_errors(
    width: int,
    examples: int,
    penalty: float,
    noise: float = NOISE,
    runs: int = 20,
    first: int = 0,
) -> Errors:
    """Errors of the random-feature model over `runs` draws of data and features.

    The draws have the seeds `first`, `first` + 1, …
    """
    X_new = np.random.default_rng(0).standard_normal((500, 20))
    truth = target(X_new)
    training, predictions = [], []
    for seed in range(first, first + runs):
        rng, features = (np.random.default_rng([seed, part]) for part in (0, 1))
        X = rng.standard_normal((examples, 20))
        y = target(X) + noise * rng.standard_normal(examples)
        model = random_feature_model(width, X, y, penalty, features)
        training.append(np.mean((model(X) - y) ** 2))
        predictions.append(model(X_new))
    bias, variance = bias_variance(np.array(predictions), truth)
    excess = np.mean((np.array(predictions) - truth) ** 2, axis=1)
    validation = float(excess.mean()) + noise**2
    train = float(np.mean(training))
    return Errors(train, validation, bias, variance, float(np.median(excess)))


def validation_error(cause: str, seed: int, count: int = 400) -> tuple[float, float]:
    """Training and validation error of one model (width 500, λ = 0.001, N = 100).

    cause: what ails the validation set of `count` examples: "nothing", "shift" (each
    input 0.5 higher), "scale" (inputs doubled) or "duplicates" (half were trained on).
    """
    rng = np.random.default_rng(seed)
    X, X_new = rng.standard_normal((100, 20)), rng.standard_normal((count, 20))
    X_new += 0.5 * (cause == "shift")
    y, y_new = (target(Z) + NOISE * rng.standard_normal(len(Z)) for Z in (X, X_new))
    model = random_feature_model(500, X, y, 1e-3, rng)
    if cause == "duplicates":
        copied = rng.integers(0, 100, count // 2)
        X_new[: count // 2], y_new[: count // 2] = X[copied], y[copied]
    seen = X_new * (2 if cause == "scale" else 1)
    train = float(np.mean((model(X) - y) ** 2))
    return train, float(np.mean((model(seen) - y_new) ** 2))


def digit_confusions(
    augmentation: list[int] | None, first: int = 0, runs: int = 5
) -> Array:
    """Share of each digit (row) read as each digit (column): nearest neighbor, 10×10.

    400 training images of seven segments with noise 0.2, and, with an augmentation, as
    many again with segments permuted but the old label. Mean of `runs` seeds.
    """
    confusions = np.zeros((10, 10))
    for seed in range(first, first + runs):
        rng = np.random.default_rng(seed)
        labels, asked = np.tile(np.arange(10), 40), np.repeat(np.arange(10), 100)
        X, X_new = (
            DIGITS[k] + 0.2 * rng.standard_normal((len(k), 7)) for k in (labels, asked)
        )
        if augmentation is not None:
            X, labels = np.vstack([X, X[:, augmentation]]), np.tile(labels, 2)
        nearest = np.argmin((X**2).sum(axis=1) - 2 * X_new @ X.T, axis=1)
        np.add.at(confusions, (asked, labels[nearest]), 1 / (100 * runs))
    return confusions
