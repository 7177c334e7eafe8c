"""Gradients through depth and time, clipping, and Adam after a spike."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def activation(name: str, z: Array) -> tuple[Array, Array]:
    """Values φ(z) and slopes φ'(z); `name` is "sigmoid", "tanh" or "relu"."""
    if name == "sigmoid":
        value = 0.5 * (1 + np.tanh(z / 2))  # the same function, without overflow
        return value, value * (1 - value)  # at most 1/4
    if name == "tanh":
        value = np.tanh(z)
        return value, 1 - value**2  # at most 1
    if name == "relu":
        return np.maximum(z, 0), (z > 0).astype(np.float64)  # 0 or 1
    raise ValueError(f"no activation {name!r}; use sigmoid, tanh or relu")


def forward_pass(
    inputs: Array, weights: Sequence[Array], name: str
) -> tuple[list[Array], list[Array]]:
    """Activations h_0 … h_L and slopes φ'(z_1) … φ'(z_L), each (B, width).

    The weights are (out, in); there are no biases.
    """
    activations, slopes = [inputs], []
    for weight in weights:
        value, slope = activation(name, activations[-1] @ weight.T)
        activations.append(value)
        slopes.append(slope)
    return activations, slopes


# --8<-- [start:backward_signal]
def backward_signal(
    output_gradient: Array, weights: Sequence[Array], slopes: Sequence[Array]
) -> list[Array]:
    """Gradients of the loss at h_0 to h_L: times diag(φ'(z_l)) W_l, last layer first.

    output_gradient (B, n_L) is ∂L/∂h_L, one example per row; layer by layer,
    weights are (n_l, n_{l-1}) and slopes φ'(z_l) are (B, n_l).
    """
    gradients = [output_gradient]
    for weight, slope in zip(reversed(weights), reversed(slopes), strict=True):
        gradients.append((gradients[-1] * slope) @ weight)
    return gradients[::-1]


# --8<-- [end:backward_signal]


def jacobian_bound(weights: Sequence[Array], largest_slope: float) -> float:
    """∏_l γ‖W_l‖_2, which bounds growth; γ is ¼ for sigmoid, 1 for tanh and ReLU."""
    return float(
        np.prod([largest_slope * np.linalg.norm(weight, 2) for weight in weights])
    )


def gradient_gain(units: int, weight_variance: float, slopes: Array) -> float:
    """χ_l = n_l Var(w) E[φ'(z_l)²]: factor on the mean squared gradient, n_l units."""
    return float(units * weight_variance * np.mean(slopes**2))


def depth_profile(
    name: str,
    weight_std: float,
    rng: np.random.Generator,
    depth: int = 20,
    width: int = 256,
) -> tuple[Array, Array]:
    """Root mean squares of h_0 … h_L, and gradient norms there over that at h_L.

    The inputs are 32 random examples.
    """
    weights = [weight_std * rng.standard_normal((width, width)) for _ in range(depth)]
    activations, slopes = forward_pass(rng.standard_normal((32, width)), weights, name)
    gradients = backward_signal(rng.standard_normal((32, width)), weights, slopes)
    norms = np.array([np.linalg.norm(gradient) for gradient in gradients])
    return np.array([np.sqrt(np.mean(h**2)) for h in activations]), norms / norms[-1]


def block_gradient_gain(
    depth: int,
    rng: np.random.Generator,
    skip: float,
    branch: float,
    normalize: bool,
    width: int = 128,
) -> float:
    """Gradient norm at the input over that at the output, He weights.

    Each block is h ← skip·h + branch·ReLU(BN(Wh)) with factors skip (0: no residual
    connection) and branch; BN, over 64 rows, only if `normalize`.
    """
    h, saved = rng.standard_normal((64, width)), []
    for _ in range(depth):
        weight = np.sqrt(2 / width) * rng.standard_normal((width, width))
        z = h @ weight.T
        std = np.sqrt(z.var(axis=0) + 1e-5) if normalize else np.ones(width)
        z = (z - z.mean(axis=0)) / std if normalize else z
        saved.append((weight, z, std))
        h = skip * h + branch * np.maximum(z, 0)
    output_gradient = gradient = rng.standard_normal((64, width))
    for weight, z, std in reversed(saved):
        delta = gradient * (z > 0)
        if normalize:  # the mean and the variance depend on every row
            delta = delta - delta.mean(axis=0) - z * (delta * z).mean(axis=0)
        gradient = skip * gradient + branch * (delta / std) @ weight
    return float(np.linalg.norm(gradient) / np.linalg.norm(output_gradient))


def transition_norms(recurrent: Array, steps: int) -> Array:
    """‖Wᵗ‖_2, largest singular value, t from 1 to `steps`, of the recurrent W, (n, n).

    It is the most by which a linear RNN amplifies a gradient over t steps: Pascanu,
    Mikolov & Bengio (2012), section 2.1, with φ the identity.
    """
    product, norms = np.eye(len(recurrent)), np.empty(steps)
    for step in range(steps):
        product = product @ recurrent
        norms[step] = np.linalg.norm(product, 2)
    return norms


# --8<-- [start:clip_by_global_norm]
def clip_by_global_norm(gradients: Sequence[Array], max_norm: float) -> list[Array]:
    """g ← g · min(1, c/‖g‖): one norm ‖g‖ for all gradients, c is max_norm."""
    total_norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = np.minimum(1.0, max_norm / total_norm) if total_norm != 0 else 1.0
    return [factor * gradient for gradient in gradients]


# --8<-- [end:clip_by_global_norm]


def clip_by_value(gradients: Sequence[Array], limit: float) -> list[Array]:
    """Every component limited to [-limit, limit], which changes the direction."""
    return [np.clip(gradient, -limit, limit) for gradient in gradients]


# --8<-- [start:adam_steps]
def adam_steps(
    gradients: Array,
    learning_rate: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
) -> Array:
    """Steps of Adam for scalar gradients, ε = 1e-8. Kingma & Ba (2014), algorithm 1."""
    first, second, steps = 0.0, 0.0, np.empty(len(gradients))
    for index, gradient in enumerate(gradients):
        first = beta1 * first + (1 - beta1) * gradient
        second = beta2 * second + (1 - beta2) * gradient**2
        corrected_first = first / (1 - beta1 ** (index + 1))
        corrected_second = second / (1 - beta2 ** (index + 1))
        scale = np.sqrt(corrected_second) + 1e-8
        steps[index] = learning_rate * corrected_first / scale
    return steps


# --8<-- [end:adam_steps]
