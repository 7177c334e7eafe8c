"""Numbers of `docs/foundations/activation-functions.md`."""

import math

import numpy as np

from snippets.foundations import activation_functions as functions
from snippets.foundations.activation_functions import Array, softmax

GRID = np.linspace(-6, 6, 600_001)
LOGITS = np.array([2.0, 1.0, 0.0])


def smooth() -> dict[tuple[str, str], float]:
    """Lowest value of GELU and SiLU, where they take it, and their smallest and largest slope."""
    found = {}
    for name in ("gelu", "silu"):
        value, slope = functions.smooth(name, GRID)
        found[name, "lowest"], found[name, "where"] = value.min(), GRID[value.argmin()]
        found[name, "flattest"], found[name, "steepest"] = slope.min(), slope.max()
    return found


def selu() -> dict[str, float]:
    """The constants of SELU, and the value that it approaches far below 0."""
    limit = functions.rectifier("selu", np.array([-50.0]))[0][0]
    return {"scale": functions.SELU_SCALE, "alpha": functions.SELU_ALPHA, "limit": limit}


def gelu_by_tanh() -> float:
    """The largest error of GELU's tanh formula."""
    z = np.linspace(-8, 8, 16_001)
    formula = 0.5 * z * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))
    return float(np.abs(formula - functions.smooth("gelu", z)[0]).max())


def jacobian_entries() -> int:
    """Entries of the Jacobian of softmax for three logits that are not zero."""
    return int(np.count_nonzero(functions.softmax_jacobian(softmax(LOGITS))))


def feed_forward_weights() -> dict[str, int]:
    """Weights of a gated block with hidden width 2048 and of a plain one with 3072, both for 768 features."""
    return {"gated": 3 * 768 * 2048, "plain": 2 * 768 * 3072}


def confident_mistake() -> dict[str, float]:
    """Gradients by the logit −10 with label 1, of cross-entropy and of half the squared error."""
    value, slope = functions.saturating("sigmoid", np.array([-10.0]))
    return {"cross_entropy": value[0] - 1, "squared": (value[0] - 1) * slope[0]}


def shifted() -> list[float]:
    """Softmax of the logits 1000 and 1001."""
    return _list(softmax(np.array([1000.0, 1001.0])))


def temperature() -> dict[str, list[float]]:
    """Softmax of the logits 2, 1, 0 by temperature."""
    return {name: _list(softmax(LOGITS, value)) for name, value in (("half", 0.5), ("one", 1.0), ("two", 2.0))}


def competition() -> dict[str, list[float]]:
    """Softmax and separate sigmoids of the logits 2, 2, −1."""
    logits = np.array([2.0, 2.0, -1.0])
    return {"softmax": _list(softmax(logits)), "sigmoids": _list(functions.saturating("sigmoid", logits)[0])}


def gradient() -> list[float]:
    """Gradient of cross-entropy for the logits 2, 1, 0, of which the second is that of the true class."""
    return _list(functions.cross_entropy_gradient(LOGITS, np.array([0.0, 1.0, 0.0])))


def tripled() -> float:
    """The largest probability after the logits 2, 1, 0 are tripled."""
    return float(softmax(3 * LOGITS).max())


def at() -> dict[tuple[str, str, str], float]:
    """Values and slopes at 2 and at −2, by function."""
    found = {}
    families = {"sigmoid": functions.saturating, "tanh": functions.saturating, "gelu": functions.smooth}
    for name, family in {**families, "relu": functions.rectifier}.items():
        value, slope = family(name, np.array([2.0, -2.0]))
        for index, place in enumerate(("above", "below")):
            found[name, place, "value"], found[name, place, "slope"] = float(value[index]), float(slope[index])
    return found


def squares() -> list[float]:
    """2, squared once, twice and three times."""
    return [2.0 ** (2**times) for times in (1, 2, 3)]


def exponentials() -> dict[str, float]:
    """Exponentials of the logits 2, 1, 0, and their sum."""
    first, second, third = np.exp(LOGITS)
    return {"first": first, "second": second, "third": third, "sum": first + second + third}


def _list(numbers: Array) -> list[float]:
    return [float(number) for number in numbers]
