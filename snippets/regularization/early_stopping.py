"""What a validation set can tell, how it is fooled, and what holding out costs."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
INPUTS, BATCH = 30, 5


# --8<-- [start:expected_maximum]
def expected_maximum(count: int) -> float:
    """Mean of the largest of `count` independent standard normal numbers.

    The integral of z times the density of the largest, by the trapezoidal rule.
    """
    z = np.linspace(-10, 10, 20_001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    below = (np.cumsum(density) - density / 2) * (z[1] - z[0])
    return float(np.sum(z * count * below ** (count - 1) * density) * (z[1] - z[0]))


# --8<-- [end:expected_maximum]


# --8<-- [start:accuracy_standard_error]
def accuracy_standard_error(accuracy: float, examples: int) -> float:
    """√(a(1 − a)/n): standard error of an accuracy on n independent examples."""
    return float(np.sqrt(accuracy * (1 - accuracy) / examples))


# --8<-- [end:accuracy_standard_error]


# --8<-- [start:paired_standard_error]
def paired_standard_error(
    disagreement: float, difference: float, examples: int
) -> float:
    """√((d − Δ²)/n): standard error of Δ, a difference on the same n examples.

    disagreement: share of examples that exactly one of the two models gets right.
    """
    return float(np.sqrt((disagreement - difference**2) / examples))


# --8<-- [end:paired_standard_error]


# --8<-- [start:split_by_group]
def split_by_group(
    groups: Index, share: float, rng: np.random.Generator
) -> tuple[Index, Index]:
    """Training and validation indices; no group (patient, user, …) is on both sides."""
    names = rng.permutation(np.unique(groups))
    held_out = np.isin(groups, names[: round(share * len(names))])
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)


# --8<-- [end:split_by_group]


def best_guesser(models: int, examples: int, rng: np.random.Generator) -> float:
    """Best validation accuracy among models that toss a coin for each example."""
    return float(rng.binomial(examples, 0.5, models).max() / examples)


def nearest_neighbor_accuracy(X: Array, y: Index, train: Index, held: Index) -> float:
    """Accuracy on `held` of the label of the nearest example in `train`."""
    distances = ((X[held][:, None] - X[train]) ** 2).sum(axis=2)
    return float(np.mean(y[train][distances.argmin(axis=1)] == y[held]))


def grouped_accuracy(leak: bool, rng: np.random.Generator) -> float:
    """40 patients, 5 images each, coin-flip diagnoses; split by image if `leak`."""
    patients = np.repeat(np.arange(40), 5)
    X = rng.standard_normal((40, 10))[patients] + 0.3 * rng.standard_normal((200, 10))
    y = rng.integers(0, 2, 40)[patients]
    groups = np.arange(200) if leak else patients
    return nearest_neighbor_accuracy(X, y, *split_by_group(groups, 0.2, rng))


def selected_features_accuracy(leak: bool, rng: np.random.Generator) -> float:
    """Coin-flip labels, 1000 useless features; the 20 most correlated are kept.

    They are chosen on all 100 examples if `leak`, else on the 80 training examples;
    the prediction is the class whose training mean is nearer.
    """
    X, y = rng.standard_normal((100, 1000)), rng.integers(0, 2, 100)
    train, held = split_by_group(np.arange(100), 0.2, rng)
    seen = np.arange(100) if leak else train
    chosen = np.argsort(np.abs((y[seen] - y[seen].mean()) @ X[seen]))[-20:]
    X = X[:, chosen]
    one, zero = (X[train][y[train] == label].mean(axis=0) for label in (1, 0))
    return float(np.mean(((X[held] - (one + zero) / 2) @ (one - zero) > 0) == y[held]))


def normalized_accuracy(leak: bool, rng: np.random.Generator) -> float:
    """Coin-flip labels; mean and standard deviation from all examples if `leak`."""
    X = rng.standard_normal((100, 10)) * np.logspace(-1, 1, 10) + 5
    y = rng.integers(0, 2, 100)
    train, held = split_by_group(np.arange(100), 0.2, rng)
    seen = np.arange(100) if leak else train
    X = (X - X[seen].mean(axis=0)) / X[seen].std(axis=0)
    return nearest_neighbor_accuracy(X, y, train, held)


def sgd_paths(X: Array, y: Array, epochs: int, rng: np.random.Generator) -> Array:
    """Weights after every update of S linear regressions; X is S×N×d, result U×S×d."""
    theta, path = np.zeros((len(X), X.shape[2])), []
    for _ in range(epochs):
        for batch in rng.permutation(X.shape[1]).reshape(-1, BATCH):
            inputs = X[:, batch]
            error = inputs @ theta[:, :, None] - y[:, batch, None]
            gradient = inputs.transpose(0, 2, 1) @ error / BATCH
            theta = theta - 0.02 * gradient[:, :, 0]
            path.append(theta)
    return np.array(path)


class Problems(NamedTuple):
    """S linear problems with 30 inputs and unit noise, and a way to draw more data."""

    theta: Array
    draw: Callable[[int], tuple[Array, Array]]


def problems(count: int, rng: np.random.Generator) -> Problems:
    """Targets Xθ + ε with ‖θ‖ about 1, so that half of the variance is noise."""
    theta = rng.standard_normal((count, INPUTS)) / np.sqrt(INPUTS)

    def draw(examples: int) -> tuple[Array, Array]:
        X = rng.standard_normal((count, examples, INPUTS))
        noise = rng.standard_normal((count, examples))
        return X, np.einsum("snd,sd->sn", X, theta) + noise

    return Problems(theta, draw)


def validation_curves(path: Array, X: Array, y: Array) -> Array:
    """Mean squared errors, epochs × S, of the weights `path` (epochs × S × d)."""
    errors = X @ path.transpose(1, 2, 0) - y[:, :, None]
    return np.asarray((errors**2).mean(axis=1).T)


def selected_checkpoint(held_out: int, rng: np.random.Generator) -> tuple[float, float]:
    """Validation and true error at the epoch with the lowest validation error.

    60 training examples, 40 epochs, `held_out` validation examples, mean of 300 runs.
    """
    task = problems(300, rng)
    path = sgd_paths(*task.draw(60), epochs=40, rng=rng)[11::12]
    curves = validation_curves(path, *task.draw(held_out))
    best, run = curves.argmin(axis=0), np.arange(300)
    true = ((path - task.theta) ** 2).sum(axis=2) + 1
    return float(curves[best, run].mean()), float(true[best, run].mean())


class Strategies(NamedTuple):
    """Excess errors of what one can do with N examples; means of 300 runs."""

    keep_checkpoint: float
    retrain_same_epochs: float
    retrain_same_updates: float
    all_data_no_stopping: float
    held_out_no_stopping: float


def hold_out_or_retrain(
    examples: int, share: float, rng: np.random.Generator
) -> Strategies:
    """Hold out a `share` to choose among 40 epochs, then keep or retrain on all."""
    task, run = problems(300, rng), np.arange(300)
    X, y = task.draw(examples)
    held = round(share * examples)
    path = sgd_paths(X[:, held:], y[:, held:], 40, rng)
    everything = sgd_paths(X, y, 40, rng)
    steps, all_steps = (examples - held) // BATCH, examples // BATCH
    curves = validation_curves(path[steps - 1 :: steps], X[:, :held], y[:, :held])
    epochs = curves.argmin(axis=0) + 1

    def excess(path: Array, updates: Index | int) -> float:
        theta = path[np.asarray(updates) - 1, run]
        return float(((theta - task.theta) ** 2).sum(axis=1).mean())

    return Strategies(
        excess(path, epochs * steps),
        excess(everything, epochs * all_steps),
        excess(everything, epochs * steps),
        excess(everything, len(everything)),
        excess(path, len(path)),
    )
