"""Functions that formulas may use without binding them. A binding of the same name comes first."""

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from scripts.evidence.formulas.values import number


def _diagonal(vector: Any) -> Any:
    return np.diag(vector)


def _root(value: Any, index: Any) -> Any:
    return np.sqrt(number(value)) if index == 2 else np.float_power(number(value), 1 / index)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "\\log": np.log,
    "\\ln": np.log,
    "\\exp": np.exp,
    "\\sin": np.sin,
    "\\cos": np.cos,
    "\\tan": np.tan,
    "\\sinh": np.sinh,
    "\\cosh": np.cosh,
    "\\tanh": np.tanh,
    "\\max": lambda *values: reduce(np.maximum, map(number, values)),
    "\\min": lambda *values: reduce(np.minimum, map(number, values)),
    "\\sqrt": _root,
    "\\operatorname{tr}": np.trace,
    "\\operatorname{diag}": _diagonal,
    "\\operatorname{sign}": np.sign,
    "\\operatorname{round}": np.round,
    "\\operatorname{clip}": np.clip,
}
CONSTANTS = {"\\pi": math.pi, "e": math.e}
