"""Where NaN comes from, each with the version that does not produce it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Mask = NDArray[np.bool_]


# --8<-- [start:log_sigmoid]
def log_sigmoid(z: Array) -> Array:
    """log σ(z) = −log(1 + e^−z) from the logit: never log 0, never e^large."""
    return -np.logaddexp(0, -z)


# --8<-- [end:log_sigmoid]


# --8<-- [start:masked_softmax]
def masked_softmax(scores: Array, allowed: Mask) -> Array:
    """Softmax (N, K) over the allowed entries; a row without any becomes zeros.

    Masked scores are the lowest finite number instead of −∞, for which a fully
    masked row would compute −∞ − (−∞). The largest weight is 1: no sum is smaller.
    """
    filled = np.where(allowed, scores, np.finfo(scores.dtype).min)
    weights = np.exp(filled - filled.max(axis=1, keepdims=True)) * allowed
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1))


# --8<-- [end:masked_softmax]


# --8<-- [start:masked_mean]
def masked_mean(values: Array, allowed: Mask) -> float:
    """Mean of the allowed values, 0 if there are none (instead of 0/0)."""
    return float(np.where(allowed, values, 0).sum() / max(allowed.sum(), 1))


# --8<-- [end:masked_mean]


# --8<-- [start:normalize]
def normalize(x: Array, epsilon: float) -> Array:
    """(x − mean)/√(variance + ε) over the last axis; ε > 0 avoids 0/0."""
    centered = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(centered / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon))


# --8<-- [end:normalize]


# --8<-- [start:sqrt_gradient]
def sqrt_gradient(x: Array, epsilon: float) -> Array:
    """Derivative of the root of x with ε added: 1/(2 √(x + ε)), largest at zero."""
    return 0.5 / np.sqrt(x + epsilon)


# --8<-- [end:sqrt_gradient]


# --8<-- [start:update_loss_scale]
def update_loss_scale(
    scale: float, good_steps: int, finite: bool, growth_interval: int = 2000
) -> tuple[float, int]:
    """Dynamic loss scale: halve after a non-finite gradient, whose step is skipped;
    double after `growth_interval` finite ones in a row. Returns scale and count.
    """
    if not finite:
        return scale / 2, 0
    if good_steps + 1 == growth_interval:
        return scale * 2, 0
    return scale, good_steps + 1


# --8<-- [end:update_loss_scale]


# --8<-- [start:first_non_finite]
def first_non_finite(arrays: Iterable[tuple[str, Array]]) -> str | None:
    """Name of the first array, in order of computation, that has a NaN or Inf."""
    return next((name for name, a in arrays if not np.isfinite(a).all()), None)


# --8<-- [end:first_non_finite]


# --8<-- [start:check_batch]
def check_batch(inputs: Array, labels: Labels, classes: int) -> None:
    """Raise ValueError if a loss would fail on inputs (B, …) with labels (B,)."""
    if len(labels) == 0:
        raise ValueError("empty batch: its mean loss is 0/0")
    if not np.isfinite(inputs).all():
        bad = np.flatnonzero(~np.isfinite(inputs.reshape(len(inputs), -1)).all(axis=1))
        raise ValueError(f"NaN or Inf in the inputs of examples {bad.tolist()}")
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(
            f"label {labels.min()} … {labels.max()}, not 0 … {classes - 1}"
        )


# --8<-- [end:check_batch]


# --8<-- [start:naive_trace]
def naive_trace(logits: Array) -> dict[str, Array]:
    """What becomes of logits (K,) in a softmax without the maximum subtracted.

    From the logits to the weight behind them after one step of descent from weight 0;
    the label is class 0, the input 1.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        powers = np.exp(logits)
        p = powers / powers.sum()
        loss = -np.log(p[:1])
        gradient = p - np.eye(len(p))[0]
        weight = 0 - 0.1 * gradient
    named = {"logits": logits, "exp": powers, "softmax": p, "loss": loss}
    return named | {"gradient": gradient, "weight": weight}


# --8<-- [end:naive_trace]


# --8<-- [start:divergence]
def divergence(learning_rate: float, curvature: float) -> tuple[int, int]:
    """Steps of float32 descent on ½λw² from w = 1 until the loss is Inf, until NaN.

    Needs η > 2/λ: each step multiplies w by 1 − ηλ < −1.
    """
    w, rate, slope = np.float32(1), np.float32(learning_rate), np.float32(curvature)
    finite, steps = 0, 0
    with np.errstate(over="ignore", invalid="ignore"):
        while not np.isnan(w):
            finite += int(np.isfinite(np.float32(0.5) * slope * w * w))
            w = w - rate * (slope * w)
            steps += 1
    return finite, steps


# --8<-- [end:divergence]
