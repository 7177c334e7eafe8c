"""ReLU against sigmoid and tanh, and units that die."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.activation_functions import rectifier, saturating, smooth

Array = NDArray[np.float64]


def activation(name: str, z: Array) -> tuple[Array, Array]:
    """Value and slope; leaky_relu has slope 0.01 below zero, elu has α = 1."""
    if name in ("sigmoid", "tanh"):
        return saturating(name, z)
    if name in ("gelu", "silu"):
        return smooth(name, z)
    return rectifier(name, z, 0.01 if name == "leaky_relu" else 1.0)


# --8<-- [start:mean_squared_slope]
def mean_squared_slope(name: str, std: float) -> float:
    """E[φ'(z)²] for normal z, mean 0: the factor that φ puts on a squared gradient."""
    standard_normal = np.linspace(-8, 8, 4000)
    density = np.exp(-(standard_normal**2) / 2)
    squared_slope = activation(name, std * standard_normal)[1] ** 2
    return float(np.sum(squared_slope * density) / np.sum(density))


# --8<-- [end:mean_squared_slope]


def same_sign_share(inputs: Array) -> float:
    """Share of examples whose gradient w.r.t. a unit's weights has only one sign.

    For one example the gradient is δx, with a scalar δ: the signs are those of the
    inputs x (N, d), up to a common factor. Zeros count as either sign.
    """
    one_sign = np.all(inputs >= 0, axis=1) | np.all(inputs <= 0, axis=1)
    return float(one_sign.mean())


def is_subgradient_at_zero(slope: float) -> bool:
    """Whether ReLU(z) ≥ ReLU(0) + slope·z for every z: true for slopes in [0, 1]."""
    return 0 <= slope <= 1


# --8<-- [start:unit_gradient]
def unit_gradient(X: Array, weight: Array, bias: float, error: Array) -> Array:
    """∂L/∂w = Σ_i e_i 1[z_i > 0] x_i of one ReLU unit, shape (d,).

    X is (N, d); e (N,) is the gradient that arrives at its output, `error`.
    """
    is_active = X @ weight + bias > 0
    return np.asarray((error * is_active) @ X)


# --8<-- [end:unit_gradient]


# --8<-- [start:silent_units]
def silent_units(pre_activations: Array) -> NDArray[np.bool_]:
    """Units whose z is at most 0 for every row of (N, units): dead, if φ is ReLU."""
    return np.asarray(np.all(pre_activations <= 0, axis=0))


# --8<-- [end:silent_units]


class Trained(NamedTuple):
    """What `train` leaves: masks over the hidden units, and the training accuracy."""

    silent: NDArray[np.bool_]
    without_gradient: NDArray[np.bool_]
    accuracy: float


def train(
    name: str,
    learning_rates: Array,
    seed: int,
    centered: bool = False,
    bias: float = 0.0,
) -> Trained:
    """A classifier with 64 hidden units, SGD of batch size 32, one rate per update.

    256 examples of 10 inputs, uniform on [0, 1] (standardized if `centered`); the label
    says whether inputs 1 and 2 lie on the same side of 1/2. He weights.
    """
    rng = np.random.default_rng(seed)
    X = rng.random((256, 10))
    y = ((X[:, 0] - 0.5) * (X[:, 1] - 0.5) > 0).astype(np.float64)
    X = (X - 0.5) * np.sqrt(12) if centered else X
    W = np.sqrt(2 / 10) * rng.standard_normal((64, 10))
    b = np.full(64, bias)
    output, output_bias = np.sqrt(1 / 64) * rng.standard_normal(64), 0.0
    for rate in learning_rates:
        batch = rng.choice(256, 32, replace=False)
        hidden, slope = activation(name, X[batch] @ W.T + b)
        logits = hidden @ output + output_bias
        error = (saturating("sigmoid", logits)[0] - y[batch]) / 32
        delta = np.outer(error, output) * slope
        output = output - rate * error @ hidden
        output_bias -= rate * error.sum()
        W, b = W - rate * delta.T @ X[batch], b - rate * delta.sum(axis=0)
    z = X @ W.T + b
    hidden, slope = activation(name, z)
    is_right = (hidden @ output + output_bias > 0) == (y > 0)
    return Trained(silent_units(z), np.all(slope == 0, axis=0), float(is_right.mean()))
