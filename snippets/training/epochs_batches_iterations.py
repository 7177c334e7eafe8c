"""Counting epochs, mini-batches and updates, and what one update does to the loss."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


# --8<-- [start:iterations_per_epoch]
def iterations_per_epoch(
    examples: int,
    batch_size: int,
    drop_last: bool = False,
) -> int:
    """Mini-batches, hence updates, in one epoch: ⌈N/B⌉, or ⌊N/B⌋ with drop_last."""
    full_batches, rest = divmod(examples, batch_size)
    return full_batches if drop_last or rest == 0 else full_batches + 1


# --8<-- [end:iterations_per_epoch]


# --8<-- [start:total_updates]
def total_updates(
    examples: int,
    batch_size: int,
    epochs: int,
    devices: int = 1,
    accumulation_steps: int = 1,
) -> int:
    """Optimizer steps of a whole run, E·⌈N/(B·D·k)⌉, if no example is dropped.

    Args:
        examples: training examples, N.
        batch_size: examples in one forward pass on one device, B.
        epochs: passes over the training set, E.
        devices: data-parallel devices, D; each sees its own share of the data.
        accumulation_steps: forward and backward passes before one update, k.
    """
    effective_batch_size = batch_size * devices * accumulation_steps
    return epochs * iterations_per_epoch(examples, effective_batch_size)


# --8<-- [end:total_updates]


# --8<-- [start:epoch_batches]
def epoch_batches(
    examples: int,
    batch_size: int,
    rng: np.random.Generator,
) -> Iterator[Indices]:
    """The mini-batches of one epoch: a new order of all indices, cut every B."""
    order = rng.permutation(examples)
    for start in range(0, examples, batch_size):
        yield order[start : start + batch_size]


# --8<-- [end:epoch_batches]


# --8<-- [start:mean_loss_of_epoch]
def mean_loss_of_epoch(
    batch_means: Sequence[float],
    batch_sizes: Sequence[int],
) -> float:
    """Mean loss per example from those of the mini-batches, (Σ_j b_j ℓ_j)/(Σ_j b_j)."""
    return float(np.average(batch_means, weights=batch_sizes))


# --8<-- [end:mean_loss_of_epoch]


def squared_loss(theta: Array, X: Array, y: Array) -> float:
    """Half the mean squared error of the linear model Xθ; X is N×d, y is N, θ is d."""
    return float(0.5 * np.mean((X @ theta - y) ** 2))


def squared_loss_gradient(theta: Array, X: Array, y: Array) -> Array:
    """Gradient of `squared_loss`, Xᵀ(Xθ − y)/N, shape d."""
    return np.asarray(X.T @ (X @ theta - y) / len(y))


# --8<-- [start:sgd]
def sgd(
    X: Array,
    y: Array,
    batch_size: int,
    learning_rate: float,
    epochs: int,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Mini-batch SGD on a linear model; X is (N, d), y is (N,).

    Returns the parameters, and the loss on ALL data after 0, 1, 2 … updates. One pass
    of the inner loop is one iteration: forward, gradient of the loss, update.
    """
    theta = np.zeros(X.shape[1])
    full_losses = [squared_loss(theta, X, y)]
    for _ in range(epochs):
        for batch in epoch_batches(len(y), batch_size, rng):
            gradient = squared_loss_gradient(theta, X[batch], y[batch])
            theta = theta - learning_rate * gradient
            full_losses.append(squared_loss(theta, X, y))
    return theta, np.array(full_losses)


# --8<-- [end:sgd]


def linear_regression(seed: int, examples: int = 1000) -> tuple[Array, Array]:
    """Gaussian inputs (N, 10) and targets (N,) of a linear model with unit noise."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((examples, 10))
    return X, X @ rng.standard_normal(10) + rng.standard_normal(examples)


def smallest_squared_loss(X: Array, y: Array) -> tuple[Array, float]:
    """The θ (d,) of least `squared_loss`, and that loss."""
    theta = np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], dtype=np.float64)
    return theta, squared_loss(theta, X, y)


def rises_on_own_batch(
    X: Array, y: Array, learning_rate: float, epochs: int, rng: np.random.Generator
) -> int:
    """SGD updates with B = 8 that raise the loss of the mini-batch they come from."""
    theta, count = np.zeros(X.shape[1]), 0
    for _ in range(epochs):
        for batch in epoch_batches(len(y), 8, rng):
            inputs, targets = X[batch], y[batch]
            gradient = squared_loss_gradient(theta, inputs, targets)
            moved = theta + sgd_step(gradient, learning_rate)
            before = squared_loss(theta, inputs, targets)
            count += squared_loss(moved, inputs, targets) > before
            theta = moved
    return count


def expected_loss_change(
    theta: Array, X: Array, y: Array, batch_size: int, learning_rate: float
) -> float:
    """Mean change of the full loss by one update, mini-batches drawn with replacement.

    Exact for the squared loss: −η‖g‖² + ½ η² (gᵀ H g + tr(HΣ)/B), with full gradient g,
    shape (d,), Hessian H and the covariance Σ of one example's gradient, (d, d).
    """
    hessian = X.T @ X / len(y)
    per_example = X * (X @ theta - y)[:, None]
    gradient = per_example.mean(axis=0)
    covariance = per_example.T @ per_example / len(y) - np.outer(gradient, gradient)
    curvature = (
        gradient @ hessian @ gradient + np.trace(hessian @ covariance) / batch_size
    )
    return float(
        -learning_rate * gradient @ gradient + 0.5 * learning_rate**2 * curvature
    )


# --8<-- [start:sgd_step]
def sgd_step(gradient: Array, learning_rate: float) -> Array:
    """Displacement of plain SGD, −ηg, shape d: its length is η‖g‖."""
    return -learning_rate * gradient


# --8<-- [end:sgd_step]


# --8<-- [start:adam_step]
def adam_step(
    gradients: Array,
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Array:
    """Displacement of Adam's latest step, shape d, after gradients (T, d).

    Kingma & Ba 2014, Algorithm 1, with the running means written as sums.
    """
    steps = len(gradients)
    age = np.arange(steps)[::-1, None]
    mean = (1 - beta1) * (beta1**age * gradients).sum(axis=0)
    square = (1 - beta2) * (beta2**age * gradients**2).sum(axis=0)
    mean_hat, square_hat = mean / (1 - beta1**steps), square / (1 - beta2**steps)
    return np.asarray(-learning_rate * mean_hat / (np.sqrt(square_hat) + epsilon))


# --8<-- [end:adam_step]


# --8<-- [start:step_decay]
def step_decay(
    initial_rate: float,
    count: int,
    step_size: int,
    factor: float = 0.1,
) -> float:
    """Learning rate η(c) = η_0 γ^⌊c/s⌋ after c scheduler calls; γ is `factor`."""
    return float(initial_rate * factor ** (count // step_size))


# --8<-- [end:step_decay]
