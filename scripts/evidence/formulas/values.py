"""What a symbol of a formula may stand for, and the arithmetic of it.

A value is a number, a vector (one axis), a matrix (two axes), a row (a transposed vector), a function, a Python set
or range, or one of the classes below. Vectors are columns: `w^\\top x` is a number, `x w^\\top` a matrix, and a product
of two columns is an error, as it is on paper. Functions and powers of a vector are elementwise; a power of a matrix is
that of matrices. Sums need equal shapes, or a number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.evidence.formulas.tokens import FormulaError

Array = NDArray[Any]


@dataclass(frozen=True)
class Row:
    """A transposed vector."""

    array: Array


@dataclass(frozen=True)
class Slope(Row):
    """The derivative of a number by a vector: a row in products; a page may call it a column when it compares."""


@dataclass(frozen=True)
class Each:
    """The values that an index takes: a statement must hold for each, a sum runs over all of them."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Indexed:
    """A symbol with indices: `lookup(i)` is `x_i`. Plain arrays and sequences count from 1."""

    lookup: Callable[..., Any]


@dataclass(frozen=True)
class Outcomes:
    """A random symbol: all its outcomes, and how probable they are (equally, unless said).

    All random symbols of one case share their outcomes: the k-th outcome of one happens with the k-th of the others.
    """

    values: Sequence[Any]
    weights: Sequence[float] | None = None

    def probabilities(self) -> Array:
        """The weights, normalized."""
        weights = np.ones(len(self.values)) if self.weights is None else np.asarray(self.weights, float)
        return np.asarray(weights / weights.sum())


@dataclass(frozen=True)
class Depends:
    """A symbol that is a function of other symbols of the case, so that derivatives by them can be taken."""

    function: Callable[..., Any]
    names: tuple[str, ...]


def each(values: Iterable[Any]) -> Each:
    """The values of an index: `"i": each(range(1, 5))`."""
    return Each(tuple(values))


def from_zero(values: Any) -> Indexed:
    """A sequence or array whose first element has the index 0."""

    def lookup(*indices: int) -> Any:
        if min(indices) < 0:
            raise FormulaError(f"there is no index {min(indices)}")
        return np.asarray(values)[indices] if len(indices) > 1 else values[indices[0]]

    return Indexed(lookup)


def depends(function: Callable[..., Any], *names: str) -> Depends:
    """A symbol that is `function` of the named symbols: `r"\\mathcal L": depends(loss, r"\\theta")`."""
    return Depends(function, names)


def sigmoid(z: Any) -> Any:
    """The logistic function by its definition, elementwise: what pages write as σ."""
    return 1 / (1 + np.exp(-z))


def part(value: Any, indices: tuple[Any, ...]) -> Any:
    """The element of a value at indices that count from 1."""
    places = tuple(whole_number(index) for index in indices)
    if isinstance(value, Indexed):
        return value.lookup(*places)
    if isinstance(value, Mapping):
        return value[places if len(places) > 1 else places[0]]
    if isinstance(value, np.ndarray | list | tuple):
        if len(places) > 1:
            value = np.asarray(value)
        if isinstance(value, np.ndarray) and len(places) > value.ndim:
            raise FormulaError(f"{len(places)} indices for an array with {np.ndim(value)}")
        sizes = np.shape(value) if isinstance(value, np.ndarray) else (len(value),)
        for place, size in zip(places, sizes, strict=False):
            if not 1 <= place <= size:
                raise FormulaError(f"index {place} is not within 1 … {size}")
        return value[tuple(place - 1 for place in places)] if isinstance(value, np.ndarray) else value[places[0] - 1]
    raise FormulaError(f"a {type(value).__name__} has no parts; bind the symbol with its index as one name")


def whole_number(value: Any) -> Any:
    """A number without fraction as `int`; other keys (words, sets) as they are."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return int(value)
    if isinstance(value, float | np.floating):
        raise FormulaError(f"{value} is no index")
    return value


def number(value: Any) -> Any:
    """A value as NumPy has it; functions, sets and rows stay what they are."""
    if isinstance(value, bool | np.bool_):
        return float(value)
    if isinstance(value, int | float | np.integer | np.floating):
        return float(value)
    if isinstance(value, list | tuple):
        return np.asarray(value, float)
    if isinstance(value, np.ndarray):
        return float(value) if value.ndim == 0 else value
    return value


def add(left: Any, right: Any, sign: str = "+") -> Any:
    """A sum or difference; `\\pm` gives both, the lower one first."""
    left, right = number(left), number(right)
    if sign == "\\pm":
        return np.array([left - right, left + right])
    if isinstance(left, Row) != isinstance(right, Row):
        raise FormulaError("a row and something else in one sum")
    if isinstance(left, Row):
        return type(left)(add(left.array, right.array, sign))
    if np.shape(left) != np.shape(right) and 0 not in (np.ndim(left), np.ndim(right)):
        raise FormulaError(f"shapes {np.shape(left)} and {np.shape(right)} in one sum")
    if {np.ndim(left), np.ndim(right)} == {0, 2}:
        raise FormulaError("a number and a matrix in one sum")
    return left + right if sign == "+" else left - right


def multiply(left: Any, right: Any, operator: str = "") -> Any:
    """A product of numbers, columns, rows and matrices."""
    if operator in ("\\cap", "\\cup"):
        return set(left) & set(right) if operator == "\\cap" else set(left) | set(right)
    left, right = number(left), number(right)
    if operator == "/":
        return divide(left, right)
    if np.ndim(left) == 0 and not isinstance(left, Row):
        return type(right)(left * right.array) if isinstance(right, Row) else left * right
    if np.ndim(right) == 0 and not isinstance(right, Row):
        return multiply(right, left)
    if operator == "\\odot":
        if np.shape(left) != np.shape(right):
            raise FormulaError(f"shapes {np.shape(left)} and {np.shape(right)} with \\odot")
        return left * right
    if isinstance(left, Row):
        product = left.array @ (right.array if isinstance(right, Row) else right)
        if isinstance(right, Row):
            raise FormulaError("a row times a row")
        return type(left)(product) if np.ndim(right) == 2 else float(product)
    if isinstance(right, Row):
        if np.ndim(left) != 1:
            raise FormulaError("a matrix times a row")
        return np.outer(left, right.array)
    if np.ndim(left) == 1 and np.ndim(right) == 1 and operator == "\\cdot":
        return float(left @ right)
    if np.ndim(left) != 2:
        raise FormulaError("a column times something that is no row: transpose it, or write \\odot")
    return left @ right


def divide(left: Any, right: Any) -> Any:
    """A quotient; of two vectors, elementwise."""
    left, right = number(left), number(right)
    if isinstance(right, Row) or np.ndim(right) > 1:
        raise FormulaError("division by a row or a matrix")
    if isinstance(left, Row):
        return type(left)(left.array / right)
    if np.ndim(right) == 1 and np.shape(left) not in ((), np.shape(right)):
        raise FormulaError(f"shapes {np.shape(left)} over {np.shape(right)}")
    return np.true_divide(left, right)


def power(base: Any, exponent: Any) -> Any:
    """A power; that of a matrix is one of matrices, that of a vector elementwise."""
    base, exponent = number(base), number(exponent)
    if isinstance(base, Row) or np.ndim(exponent) > 0:
        raise FormulaError("a power of a row, or with an exponent that is no number")
    if np.ndim(base) == 2 and exponent == 1 / 2:
        return root(base)
    if np.ndim(base) == 2:
        return np.linalg.matrix_power(base, whole_number(exponent))
    return np.float_power(base, exponent)


def root(matrix: Array) -> Array:
    """The square root of a matrix that has no negative roots: its eigenvectors with the roots of the eigenvalues."""
    roots, vectors = np.linalg.eig(matrix)
    if np.any(np.iscomplex(roots)) or np.any(roots < 0):
        raise FormulaError("the square root of a matrix with eigenvalues that are not positive numbers")
    return np.asarray((vectors * np.sqrt(roots)) @ np.linalg.inv(vectors))


def transpose(value: Any) -> Any:
    """A column as a row, a row as a column, a matrix transposed."""
    if isinstance(value, Row):
        return value.array
    value = number(value)
    return Row(value) if np.ndim(value) == 1 else np.transpose(value)


def side_by_side(parts: Sequence[Any]) -> Any:
    """`(h, x)` as one vector; beside a matrix, a number is a column of it: `(X, 1)`."""
    numbers = [number(each) for each in parts]
    rows = {len(each) for each in numbers if np.ndim(each) == 2}
    if not rows:
        return np.hstack(numbers)
    return np.hstack([np.full((max(rows), 1), each) if np.ndim(each) == 0 else each for each in numbers])


def norm(value: Any, label: str) -> float:
    """The length of a vector; of a matrix the norm that is named: 2 (spectral), F or 1."""
    array = value.array if isinstance(value, Row) else np.asarray(number(value))
    orders: dict[str, Any] = {"2": 2, "F": None, "1": 1, "": None, "\\infty": np.inf}
    if label not in orders or (label == "" and array.ndim > 1):
        raise FormulaError(f"which norm of a matrix is meant? write _2 or _F, not {label!r}")
    if array.ndim == 0:
        return abs(float(array))
    return float(np.linalg.norm(array, orders[label]))


def equal(left: Any, right: Any, tolerance: float, absolute: float = 1e-14) -> bool:
    """Whether two values agree, relative to the larger of them.

    Shapes must agree; a literal 0 stands for zeros of any shape, and a `Slope` for a column.
    """
    left, right = number(left), number(right)
    if isinstance(left, set | frozenset | range) or isinstance(right, set | frozenset | range):
        return set(left) == set(right)
    if isinstance(left, Slope) or isinstance(right, Slope):
        left, right = (value.array if isinstance(value, Row) else value for value in (left, right))
    if isinstance(left, Row) and isinstance(right, Row):
        left, right = left.array, right.array
    if isinstance(left, Row) or isinstance(right, Row):
        return False
    if np.shape(left) != np.shape(right) and not any(np.ndim(value) == 0 and value == 0 for value in (left, right)):
        raise FormulaError(f"shapes {np.shape(left)} and {np.shape(right)} are compared")
    left, right = np.broadcast_arrays(np.asarray(left, float), np.asarray(right, float))
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return bool(np.array_equal(left, right))
    size = max(float(np.max(np.abs(left), initial=0)), float(np.max(np.abs(right), initial=0)))
    return bool(np.max(np.abs(left - right), initial=0) <= tolerance * size + absolute)


def compare(sign: str, left: Any, right: Any) -> bool:
    """Whether a condition is true of two values, exactly."""
    if sign in ("\\in", "\\notin"):
        return (left in right) == (sign == "\\in")
    left, right = number(left), number(right)
    comparisons: dict[str, Callable[[], Any]] = {
        "=": lambda: np.array_equal(left, right),
        "\\ne": lambda: not equal(left, right, 0.0, 0.0),
        "<": lambda: np.all(left < right),
        ">": lambda: np.all(left > right),
        "\\le": lambda: np.all(left <= right),
        "\\ge": lambda: np.all(left >= right),
    }
    if sign not in comparisons:
        raise FormulaError(f"{sign} is no condition")
    return bool(comparisons[sign]())
