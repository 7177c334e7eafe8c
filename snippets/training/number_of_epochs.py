"""When to stop training: validation curves, early stopping and repeated data."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.training.epochs_batches_iterations import epoch_batches, sgd

Array = NDArray[np.float64]


# --8<-- [start:early_stopping]
def early_stopping(
    validation_losses: Sequence[float],
    patience: int,
    min_delta: float = 0.0,
) -> tuple[int, int]:
    """Epochs (from 1) whose weights are kept, and after which training stops.

    An epoch improves if it is below the best by more than min_delta. Training stops
    once `patience` epochs in a row did not improve; 0 and 1 both stop at the first
    that does not.
    """
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(validation_losses, start=1):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(validation_losses)


# --8<-- [end:early_stopping]


# --8<-- [start:repeated_data_risk]
def repeated_data_risk(
    examples: int,
    passes: int,
    rng: np.random.Generator,
    noise: float = 1.0,
) -> float:
    """Excess risk ½‖θ − θ*‖² of a linear model after `passes` epochs of SGD.

    20 inputs of unit variance; `noise` is the standard deviation of the target's noise.
    """
    target = rng.standard_normal(20) * 2 / np.sqrt(20)
    X = rng.standard_normal((examples, 20))
    y = X @ target + noise * rng.standard_normal(examples)
    theta, _ = sgd(X, y, batch_size=10, learning_rate=0.02, epochs=passes, rng=rng)
    return float(0.5 * np.sum((theta - target) ** 2))


# --8<-- [end:repeated_data_risk]


# --8<-- [start:gradient_descent_shrinkage]
def gradient_descent_shrinkage(
    eigenvalues: Array,
    learning_rate: float,
    updates: int,
) -> Array:
    """θ_{t,i} = (1 − (1 − ηλ_i)^t) θ*_i: the factor along each eigenvector, shape (d,).

    From zero, with the Hessian's eigenvalues λᵢ; Goodfellow et al. 2016, §7.8.
    """
    return np.asarray(1 - (1 - learning_rate * eigenvalues) ** updates)


# --8<-- [end:gradient_descent_shrinkage]


# --8<-- [start:ridge_shrinkage]
def ridge_shrinkage(eigenvalues: Array, penalty: float) -> Array:
    """θ̃_i = λ_i/(λ_i + α) · θ*_i: the share kept under a penalty; shape (d,)."""
    return np.asarray(eigenvalues / (eigenvalues + penalty))


# --8<-- [end:ridge_shrinkage]


def gradient_descent_at(
    X: Array, y: Array, learning_rate: float, updates: int, weight_decay: float = 0.0
) -> Array:
    """Weights (d) after full-batch descent from 0 on ½·MSE + ½·weight_decay·‖θ‖².

    Closed form, for a learning rate below 2 over the largest eigenvalue and a positive
    definite Hessian. X is N×d with N ≥ d, y is N.
    """
    hessian = X.T @ X / len(y) + weight_decay * np.eye(X.shape[1])
    eigenvalues, vectors = np.linalg.eigh(hessian)
    minimizer = vectors.T @ (X.T @ y / len(y)) / eigenvalues
    return np.asarray(
        vectors
        @ (gradient_descent_shrinkage(eigenvalues, learning_rate, updates) * minimizer)
    )


def error_curve(
    updates: Sequence[int], slow_signal: float, weight_decay: float = 0.0, seed: int = 2
) -> Array:
    """Excess mean squared error on new data after so many full-batch updates.

    One update per epoch, learning rate 0.05, 200 examples with unit noise, 60 inputs of
    unit size with weak signal, and 10 inputs of size 0.03, learned about a thousand
    times more slowly, that carry `slow_signal` of variance each.
    """
    rng = np.random.default_rng(seed)
    size = np.r_[np.ones(60), np.full(10, 0.03)]
    target = (
        rng.standard_normal(70)
        * np.sqrt(np.r_[np.full(60, 0.02), np.full(10, slow_signal)])
        / size
    )
    X = rng.standard_normal((200, 70)) * size
    y = X @ target + rng.standard_normal(200)
    weights = (
        gradient_descent_at(X, y, 0.05, count, weight_decay) for count in updates
    )
    return np.array([np.sum((size * (theta - target)) ** 2) for theta in weights])


class Epoch(NamedTuple):
    """What one epoch of `logistic_run` logs: three losses and an accuracy."""

    training_loss_during: float
    training_loss_after: float
    validation_loss: float
    validation_accuracy: float


def cross_entropy(theta: Array, X: Array, y: Array) -> float:
    """Mean binary cross-entropy of the logits Xθ; X is N×d, y is N zeros and ones."""
    logits = X @ theta
    return float(np.mean(np.logaddexp(0, logits) - y * logits))


def logistic_run(
    seed: int, epochs: int, examples: int = 300, learning_rate: float = 0.1
) -> list[Epoch]:
    """Logistic regression by SGD (batch size 5), validated on 500 other examples.

    5 small informative inputs, 25 large useless ones; a validation pass per epoch.
    """
    rng = np.random.default_rng(seed)
    scale = np.r_[np.full(5, 0.25), np.ones(25)]
    target = np.r_[np.full(5, 2 / np.sqrt(5) / 0.25), np.zeros(25)]

    def draw(count: int) -> tuple[Array, Array]:
        X = rng.standard_normal((count, 30)) * scale
        return X, (rng.random(count) < 1 / (1 + np.exp(-X @ target))).astype(float)

    (X, y), (X_validation, y_validation) = draw(examples), draw(500)
    theta, log = np.zeros(30), []
    for _ in range(epochs):
        during = []
        for batch in epoch_batches(examples, 5, rng):
            inputs, labels = X[batch], y[batch]
            during.append(cross_entropy(theta, inputs, labels))
            error = 1 / (1 + np.exp(-inputs @ theta)) - labels
            theta = theta - learning_rate * inputs.T @ error / len(batch)
        correct = (X_validation @ theta > 0) == (y_validation > 0)
        losses = (
            cross_entropy(theta, X, y),
            cross_entropy(theta, X_validation, y_validation),
        )
        log.append(Epoch(float(np.mean(during)), *losses, float(correct.mean())))
    return log
