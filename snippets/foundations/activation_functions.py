"""Activation functions with slopes, softmax, XOR, and the collapse of linear layers."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

XOR_INPUTS: Array = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS: Array = np.array([0.0, 1.0, 1.0, 0.0])

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
"""Constants of the self-normalizing fixed point: Klambauer et al. (2017)."""


# --8<-- [start:collapse]
def collapse(weights: Sequence[Array], biases: Sequence[Array]) -> tuple[Array, Array]:
    """Weight and bias of the one affine map that equals layers without activations.

    Weights are (n_l, n_{l-1}) and biases (n_l,), first layer first.
    """
    weight, bias = weights[0], biases[0]
    for next_weight, next_bias in zip(weights[1:], biases[1:], strict=True):
        weight, bias = next_weight @ weight, next_weight @ bias + next_bias
    return weight, bias


# --8<-- [end:collapse]


# --8<-- [start:xor_network]
def xor_network(X: Array) -> Array:
    """f(x) = ReLU(x₁ + x₂) − 2 ReLU(x₁ + x₂ − 1) for the rows of X, (B, 2).

    Goodfellow et al. (2016), §6.1.
    """
    total = X.sum(axis=1, keepdims=True)  # both hidden units have weights (1, 1)
    hidden = np.maximum(0, total + np.array([0.0, -1.0]))  # biases 0 and -1
    return np.asarray(hidden @ np.array([1.0, -2.0]))


# --8<-- [end:xor_network]


def best_affine_fit(X: Array, y: Array) -> Array:
    """Outputs of the affine map with the least squared error on X (B, d) and y (B,)."""
    inputs = np.column_stack([X, np.ones(len(X))])
    return np.asarray(inputs @ np.linalg.lstsq(inputs, y, rcond=None)[0])


def affine_gap(weight: Array, bias: float) -> float:
    """By how much f(0, 0) + f(1, 1) = f(0, 1) + f(1, 0) is missed: 0 if f is affine."""
    outputs = XOR_INPUTS @ weight + bias
    return float(outputs[0] + outputs[3] - outputs[1] - outputs[2])


def product_loss_hessian(u: float, v: float) -> Array:
    """Hessian of ½(uv − 1)², the loss of a two-layer linear network of scalars."""
    return np.array([[v**2, 2 * u * v - 1], [2 * u * v - 1, u**2]])


# --8<-- [start:saturating]
def saturating(name: str, z: Array) -> tuple[Array, Array]:
    """Value φ(z) and slope φ'(z) of step, sigmoid or tanh; any shape."""
    if name == "step":
        return (z > 0).astype(np.float64), np.zeros_like(z)
    if name == "sigmoid":
        value = 0.5 * (1 + np.tanh(z / 2))  # 1 / (1 + e^-z), but never overflows
        return value, value * (1 - value)
    if name == "tanh":
        value = np.tanh(z)
        return value, 1 - value**2
    raise ValueError(f"no saturating function {name!r}")


# --8<-- [end:saturating]


# --8<-- [start:rectifier]
def rectifier(name: str, z: Array, alpha: float = 0.0) -> tuple[Array, Array]:
    """Value and slope of relu, leaky_relu, elu or selu; each is λz for z > 0.

    PReLU is leaky_relu with a learned alpha; its gradient there is min(z, 0).
    """
    if name in ("relu", "leaky_relu"):
        slope = np.where(z > 0, 1.0, 0.0 if name == "relu" else alpha)
        return slope * z, slope
    if name == "selu":
        value, slope = rectifier("elu", z, SELU_ALPHA)
        return SELU_SCALE * value, SELU_SCALE * slope
    if name == "elu":
        below = alpha * np.expm1(np.minimum(z, 0))  # α(e^z − 1)
        return np.where(z > 0, z, below), np.where(z > 0, 1.0, below + alpha)
    raise ValueError(f"no rectifier {name!r}")


# --8<-- [end:rectifier]


# --8<-- [start:smooth]
def smooth(name: str, z: Array) -> tuple[Array, Array]:
    """Value and slope of gelu zΦ(z), silu zσ(z) or softplus log(1 + e^z)."""
    gate, gate_slope = saturating("sigmoid", z)
    if name == "softplus":
        return np.logaddexp(0, z), gate
    if name == "gelu":
        gate = 0.5 * np.vectorize(math.erfc)(-z / math.sqrt(2))  # Φ(z)
        gate_slope = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    elif name != "silu":
        raise ValueError(f"no smooth function {name!r}")
    return z * gate, gate + z * gate_slope


# --8<-- [end:smooth]


# --8<-- [start:swiglu]
def swiglu(X: Array, gate: Array, value: Array, output: Array) -> Array:
    """Feed-forward block (SiLU(X G) ⊙ (X V)) O for X (B, d); G, V (d, h); O (h, d)."""
    return np.asarray((smooth("silu", X @ gate)[0] * (X @ value)) @ output)


# --8<-- [end:swiglu]


# --8<-- [start:softmax]
def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """p_i = exp(z_i/T) / Σ_j exp(z_j/T) along the last axis.

    The largest logit is subtracted first: same result, and exp cannot overflow.
    """
    scaled = (logits - logits.max(axis=-1, keepdims=True)) / temperature
    exponentials = np.exp(scaled)
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


# --8<-- [end:softmax]


# --8<-- [start:softmax_jacobian]
def softmax_jacobian(probabilities: Array) -> Array:
    """∂p_i/∂z_j = p_i(δ_ij − p_j), (K, K), for probabilities of shape K, at T = 1."""
    return np.diag(probabilities) - np.outer(probabilities, probabilities)


# --8<-- [end:softmax_jacobian]


def cross_entropy(logits: Array, target: Array) -> float:
    """−Σ y_i log p_i, with log p_i = z_i − log Σ exp(z_j); both of shape K."""
    return float(np.logaddexp.reduce(logits) * target.sum() - target @ logits)


def cross_entropy_gradient(logits: Array, target: Array) -> Array:
    """∂L/∂z = p − y for a target that sums to 1; both of shape K."""
    return np.asarray(softmax(logits) - target)
