"""Layer, group, instance and RMS norm: one formula over different axes."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:normalize]
def normalize(x: Array, axes: tuple[int, ...], epsilon: float = 1e-5) -> Array:
    """(x − μ)/√(σ² + ε), with one μ and σ² for all entries along `axes`.

    For feature maps of shape (B, C, H, W) the axes name the layer:
    batch norm (0, 2, 3), layer norm (1, 2, 3), instance norm (2, 3).
    """
    mean = x.mean(axis=axes, keepdims=True)
    variance = x.var(axis=axes, keepdims=True)  # biased: divides by the count
    return np.asarray((x - mean) / np.sqrt(variance + epsilon))


# --8<-- [end:normalize]


# --8<-- [start:group_norm]
def group_norm(
    x: Array, groups: int, gamma: Array, beta: Array, epsilon: float = 1e-5
) -> Array:
    """Statistics of each example over a group of neighboring channels.

    Args:
        x: shape (B, C, H, W).
        groups: G; C must be a multiple of it. G = C is instance norm.
        gamma: learned scale, one per channel, shape (C,).
        beta: learned shift, one per channel, shape (C,).
        epsilon: ε, keeps the root away from 0.
    """
    grouped = x.reshape(len(x), groups, x[0].size // groups)
    normalized = normalize(grouped, (2,), epsilon).reshape(x.shape)
    return np.asarray(gamma[:, None, None] * normalized + beta[:, None, None])


# --8<-- [end:group_norm]


# --8<-- [start:layer_norm]
def layer_norm(x: Array, gamma: Array, beta: Array, epsilon: float = 1e-5) -> Array:
    """Each vector along the last axis by itself, then γ and β per feature.

    Args:
        x: tokens, shape (…, d).
        gamma: learned scale, shape (d,).
        beta: learned shift, shape (d,).
        epsilon: ε, keeps the root away from 0.
    """
    return gamma * normalize(x, (-1,), epsilon) + beta


# --8<-- [end:layer_norm]


# --8<-- [start:layer_norm_gradient]
def layer_norm_gradient(
    upstream: Array, x: Array, gamma: Array, epsilon: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Gradients for x, γ and β, given g, that for y; x and g have shape (…, d).

    ∂L/∂x_i = (δ_i − mean(δ) − x̂_i mean(δ x̂))/√(σ² + ε), δ_i = γ_i g_i; means over d
    """
    normalized = normalize(x, (-1,), epsilon)
    delta = gamma * upstream
    projection = normalized * np.mean(delta * normalized, axis=-1, keepdims=True)
    centered = delta - delta.mean(axis=-1, keepdims=True)
    tokens = tuple(range(x.ndim - 1))  # γ and β are shared by all of them
    return (
        (centered - projection) / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon),
        np.sum(upstream * normalized, axis=tokens),
        np.sum(upstream, axis=tokens),
    )


# --8<-- [end:layer_norm_gradient]


# --8<-- [start:rms_norm]
def rms_norm(x: Array, gamma: Array, epsilon: float = 1e-6) -> Array:
    """y_i = γ_i x_i/r with r = √(1/d · Σ_i x_i² + ε), last axis; x: (…, d)."""
    mean_square = np.mean(x**2, axis=-1, keepdims=True)
    return np.asarray(gamma * x / np.sqrt(mean_square + epsilon))


# --8<-- [end:rms_norm]


# --8<-- [start:rms_norm_gradient]
def rms_norm_gradient(
    upstream: Array, x: Array, gamma: Array, epsilon: float = 1e-6
) -> tuple[Array, Array]:
    """Gradients for x and γ: ∂L/∂x_i = (δ_i − x̂_i mean(δ x̂))/r, x̂_i = x_i/r."""
    r = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + epsilon)
    normalized = x / r
    delta = gamma * upstream
    projection = normalized * np.mean(delta * normalized, axis=-1, keepdims=True)
    tokens = tuple(range(x.ndim - 1))
    return (delta - projection) / r, np.sum(upstream * normalized, axis=tokens)


# --8<-- [end:rms_norm_gradient]


def spread_after_rms_norm(offset: float) -> float:
    """Standard deviation that RMSNorm leaves of 1, if all features share `offset`."""
    features = np.array([-1.0, 1.0]) + offset
    return float(rms_norm(features, np.ones(2)).std())
