"""Batch normalization: forward, backward, running statistics and folding."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:batch_norm]
def batch_norm(x: Array, gamma: Array, beta: Array, epsilon: float = 1e-5) -> Array:
    """y_i = γ x̂_i + β, x̂_i = (x_i − μ_B)/√(σ_B² + ε), statistics of this mini-batch.

    Args:
        x: shape (B, C), or (B, C, H, W): statistics per channel, over the rest.
        gamma: learned scale, shape (C,).
        beta: learned shift, shape (C,).
        epsilon: ε, keeps the root away from 0.
    """
    axes = (0, *range(2, x.ndim))
    per_channel = (-1, *[1] * (x.ndim - 2))
    mean = x.mean(axis=axes, keepdims=True)
    variance = x.var(axis=axes, keepdims=True)  # biased: divides by the count
    normalized = (x - mean) / np.sqrt(variance + epsilon)
    scaled = gamma.reshape(per_channel) * normalized
    return np.asarray(scaled + beta.reshape(per_channel))


# --8<-- [end:batch_norm]


# --8<-- [start:batch_norm_gradient]
def batch_norm_gradient(
    upstream: Array, x: Array, gamma: Array, epsilon: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Gradients for x, γ and β, given g, that for y; x and g have shape (B, C).

    ∂L/∂x_i = γ/√(σ_B² + ε) · (g_i − mean(g) − x̂_i mean(g x̂)), means over B
    """
    deviation = np.sqrt(x.var(axis=0) + epsilon)
    normalized = (x - x.mean(axis=0)) / deviation
    projection = normalized * np.mean(upstream * normalized, axis=0)
    centered = upstream - upstream.mean(axis=0)
    return (
        gamma / deviation * (centered - projection),
        np.sum(upstream * normalized, axis=0),
        np.sum(upstream, axis=0),
    )


# --8<-- [end:batch_norm_gradient]


# --8<-- [start:update_running_statistics]
def update_running_statistics(
    running_mean: Array, running_variance: Array, x: Array, momentum: float = 0.1
) -> tuple[Array, Array]:
    """r ← (1 − α) r + α s_B, the statistic of x, shape (B, C); α is `momentum`.

    PyTorch's convention: momentum weighs the new value, and the variance that is
    stored is the unbiased one, while the one that normalizes divides by B.
    """
    kept = 1 - momentum
    mean = kept * running_mean + momentum * x.mean(axis=0)
    variance = kept * running_variance + momentum * x.var(axis=0, ddof=1)
    return mean, variance


# --8<-- [end:update_running_statistics]


# --8<-- [start:batch_norm_inference]
def batch_norm_inference(
    x: Array,
    running_mean: Array,
    running_variance: Array,
    gamma: Array,
    beta: Array,
    epsilon: float = 1e-5,
) -> Array:
    """Evaluation mode: constants instead of statistics; x has shape (B, C)."""
    scale = gamma / np.sqrt(running_variance + epsilon)
    return scale * (x - running_mean) + beta


# --8<-- [end:batch_norm_inference]


# --8<-- [start:fold_batch_norm]
def fold_batch_norm(
    W: Array,
    b: Array,
    running_mean: Array,
    running_variance: Array,
    gamma: Array,
    beta: Array,
    epsilon: float = 1e-5,
) -> tuple[Array, Array]:
    """Weights (C, d) and biases (C,) of a layer that does the norm too, at inference.

    W′ = diag(s) W and b′ = s ⊙ (b − r_μ) + β, s the scale over the running deviation
    """
    scale = gamma / np.sqrt(running_variance + epsilon)
    return scale[:, None] * W, scale * (b - running_mean) + beta


# --8<-- [end:fold_batch_norm]
