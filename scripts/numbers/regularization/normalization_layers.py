"""Numbers of `docs/regularization/normalization-layers.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.regularization import normalization_layers as page

TOKEN = np.array([1.0, 2.0, 3.0, 6.0])
ONES, ZEROS = np.ones(4), np.zeros(4)


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return {str(place): float(value) for place, value in enumerate(values)}


def token() -> dict[str, float]:
    """Mean, variance, mean square and their roots of the token of the page."""
    mean_square = float(np.mean(TOKEN**2))
    return {
        "mean": float(TOKEN.mean()),
        "variance": float(TOKEN.var()),
        "deviation": float(TOKEN.std()),
        "mean_square": mean_square,
        "rms": mean_square**0.5,
    }


def layer() -> dict[str, float]:
    """The token after layer norm without scale and shift."""
    return _named(page.layer_norm(TOKEN, ONES, ZEROS))


def rms() -> dict[str, float]:
    """The token after RMSNorm without scale."""
    return _named(page.rms_norm(TOKEN, ONES))


def rms_of_shifted() -> dict[str, float]:
    """The token with 10 added to every feature, after RMSNorm."""
    return _named(page.rms_norm(TOKEN + 10, ONES))


def spread() -> dict[str, float]:
    """Standard deviation of the features after RMSNorm, by offset in units of their standard deviation before."""
    return {str(offset): page.spread_after_rms_norm(offset) for offset in (0, 1, 3)}


def tiny() -> dict[str, float]:
    """What features of ±0.001 become with two values of ε."""
    x = np.array([0.001, -0.001])
    return {
        "layer": float(page.layer_norm(x, np.ones(2), np.zeros(2))[0]),
        "smaller": float(page.layer_norm(x, np.ones(2), np.zeros(2), 1e-8)[0]),
    }


def llama() -> dict[str, float]:
    """Gains of a model with 32 blocks of two norms, one norm at the end, and width 4096."""
    norms = 2 * 32 + 1
    return {"norms": norms, "gains": norms * 4096, "share": norms * 4096 / 6.7e9}


def averaged() -> dict[str, float]:
    """Numbers that one mean is taken over, for 32 images with 64 channels of 14 × 14."""
    B, C, H, W = 32, 64, 14, 14
    return {"batch": B * H * W, "layer": C * H * W, "group": C // 32 * H * W, "instance": H * W}
