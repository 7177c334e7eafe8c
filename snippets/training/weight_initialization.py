"""Scales of Xavier, He and LeCun, signals through depth, symmetry, special cases."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:fan_in_and_fan_out]
def fan_in_and_fan_out(shape: tuple[int, ...]) -> tuple[int, int]:
    """Inputs that one output sees, outputs that one input feeds (at stride 1).

    shape is that of the weights, (out, in) or (out, in, k, k).
    """
    kernel_size = int(np.prod(shape[2:]))  # 1 for a dense layer
    return shape[1] * kernel_size, shape[0] * kernel_size


# --8<-- [end:fan_in_and_fan_out]


# --8<-- [start:weight_variance]
def weight_variance(
    scheme: str, fan_in: int, fan_out: int, negative_slope: float = 0.0
) -> float:
    """Var(w) of Glorot & Bengio (2010), eq. 12, He et al. (2015), §2.2, or LeCun."""
    if scheme == "xavier":
        return 2 / (fan_in + fan_out)
    if scheme == "he":
        return 2 / ((1 + negative_slope**2) * fan_in)
    if scheme == "lecun":
        return 1 / fan_in
    raise ValueError(f"no scheme {scheme!r}; use xavier, he or lecun")


# --8<-- [end:weight_variance]


# --8<-- [start:uniform_bound]
def uniform_bound(variance: float) -> float:
    """a = √(3 Var(w)): uniform numbers up to a on both sides have this variance."""
    return float(np.sqrt(3 * variance))


# --8<-- [end:uniform_bound]


# --8<-- [start:draw_weights]
def draw_weights(
    shape: tuple[int, ...], scheme: str, distribution: str, rng: np.random.Generator
) -> Array:
    """Weights, "normal" or "uniform", of shape (out, in, …); variance of `scheme`."""
    variance = weight_variance(scheme, *fan_in_and_fan_out(shape))
    if distribution == "normal":
        return rng.normal(0.0, np.sqrt(variance), shape)
    bound = uniform_bound(variance)
    return rng.uniform(-bound, bound, shape)


# --8<-- [end:draw_weights]


def pre_activation_variance(
    fan_in: int, weight_variance: float, second_moment: float
) -> float:
    """Var(z) = n Var(w) E[x²] for z, a sum of n products of w and x.

    The weights have mean 0 and are independent of each other and of the inputs.
    """
    return fan_in * weight_variance * second_moment


def relu(z: Array) -> Array:
    """max(0, z), elementwise."""
    return np.maximum(z, 0)


def selu(z: Array) -> Array:
    """Scaled exponential linear unit; constants of Klambauer et al. (2017)."""
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return scale * np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def activation_scales(
    activation: Callable[[Array], Array],
    draw: Callable[[], Array],
    rng: np.random.Generator,
    depth: int = 20,
) -> Array:
    """Root mean square of the activations after each of `depth` layers.

    `draw` returns new weights, (n, n).
    """
    weights, scales = [draw() for _ in range(depth)], []
    activations = rng.standard_normal((32, len(weights[0])))
    for weight in weights:
        activations = activation(activations @ weight.T)
        scales.append(np.sqrt(np.mean(activations**2)))
    return np.array(scales)


# --8<-- [start:train_hidden_units]
def train_hidden_units(
    first: Array, second: Array, inputs: Array, targets: Array, steps: int
) -> Array:
    """W after gradient descent on the mean of ½ (v·tanh(Wx) - y)², learning rate 0.1.

    W is first, (units, d); v is second, (units,); inputs (N, d), targets (N,).
    """
    for _ in range(steps):
        hidden = np.tanh(inputs @ first.T)
        error = (hidden @ second - targets) / len(targets)
        slope = error[:, None] * (1 - hidden**2) * second
        first, second = first - 0.1 * slope.T @ inputs, second - 0.1 * hidden.T @ error
    return first


# --8<-- [end:train_hidden_units]


# --8<-- [start:orthogonal]
def orthogonal(size: int, rng: np.random.Generator) -> Array:
    """A random orthogonal matrix (size, size): QR of a Gaussian one, signs fixed."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return q * np.sign(np.diag(r))


# --8<-- [end:orthogonal]


# --8<-- [start:base_rate_bias]
def base_rate_bias(base_rate: float) -> float:
    """Output bias b = log(π / (1 - π)), so that σ(b) = π, the share of positives."""
    return float(np.log(base_rate / (1 - base_rate)))


# --8<-- [end:base_rate_bias]
