"""Derivatives and integrals by numbers, expectations by enumeration.

Derivatives are central differences of fourth order, good to about ten digits away from kinks; integrals use 40 Gauss
points; expectations run over all outcomes of the random symbols, so that they are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.evidence.formulas import tree, values
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Depends, Each, Outcomes, Row, Slope, number

if TYPE_CHECKING:
    from scripts.evidence.formulas.evaluate import Evaluator

STEP = 1e-3
POINTS = 40
ITERATIONS = 20
NUMBERS = (int, float, np.ndarray, np.number)


def difference(function: Callable[[Any], Any], at: float) -> Any:
    """The derivative of a function of one number, to fourth order in the step."""
    step = STEP * max(1.0, abs(at))
    near = number(function(at + step)) - number(function(at - step))
    far = number(function(at + 2 * step)) - number(function(at - 2 * step))
    return (8 * near - far) / (12 * step)


def differences(function: Callable[[Any], Any], at: Any) -> Any:
    """The derivative by a number, or by each element of a vector or matrix.

    A number by a vector is a `Slope`; a vector by a vector is the matrix of rows ∂y_i/∂x; a number by a matrix has the
    shape of the matrix.
    """
    at = number(at)
    if np.ndim(at) == 0:
        return difference(function, at)

    def of_element(place: tuple[int, ...]) -> Any:
        def moved(value: float) -> Any:
            changed = at.copy()
            changed[place] = value
            return function(changed)

        return difference(moved, float(at[place]))

    found = np.array([of_element(place) for place in np.ndindex(at.shape)])
    if found.ndim == 1:
        return Slope(found) if at.ndim == 1 else found.reshape(at.shape)
    if at.ndim > 1:
        raise FormulaError("the derivative of a vector by a matrix")
    return found.T


def derivative(evaluator: Evaluator, node: tree.Derivative) -> Any:
    """`∂ body / ∂ variable`: the variable, or an element of it, is moved; what depends on it follows.

    A body that is bound to a function is taken at the variable.
    """
    evaluator.approximates()
    argument = _moved(evaluator, node.variable)
    name = spell(argument)

    def of(changed: Any) -> Any:
        moved = evaluator.with_({name: changed})
        value = moved.value(node.body)
        return value(moved.lookup(name)) if callable(value) else value

    if name not in evaluator.names:
        raise FormulaError(f"the binding has no value for {spell(node.variable)}, nor for {name}")
    if argument is node.variable or not isinstance(node.variable, tree.Indexed):
        return differences(of, plain(evaluator.lookup(name)))
    array = np.array(evaluator.lookup(name), float)
    places = tuple(values.whole_number(number(evaluator.value(each))) - 1 for each in node.variable.indices)
    if not all(0 <= place < size for place, size in zip(places, array.shape, strict=False)):
        raise FormulaError(f"{spell(node.variable)}: no element at {places}")

    def of_element(element: Any) -> Any:
        changed = array.copy()
        changed[places] = element
        return of(changed)

    return differences(of_element, array[places])


def derivative_at(evaluator: Evaluator, node: tree.Derivative, point: Any) -> Any:
    """`\\frac{\\partial f}{\\partial x_j}(point)` of a function f."""
    return derivative(evaluator.with_({spell(_moved(evaluator, node.variable)): point}), node)


def _moved(evaluator: Evaluator, variable: tree.Expression) -> tree.Expression:
    """What is bound: the variable of a derivative, or the array whose element it is."""
    is_element = isinstance(variable, tree.Indexed) and spell(variable) not in evaluator.names
    return variable.base if is_element and isinstance(variable, tree.Indexed) else variable


def gradient(evaluator: Evaluator, node: tree.Gradient) -> Any:
    """`∇f(x)` of a function of one vector, or `∇f` of a symbol that depends on one other."""
    evaluator.approximates()
    if node.arguments:
        function = evaluator.value(node.function)
        if len(node.arguments) != 1 or not callable(function):
            raise FormulaError(f"{spell(node)}: a gradient is that of a function of one argument")
        return _column(differences(function, evaluator.value(node.arguments[0])))
    name = spell(node.function)
    bound = evaluator.names.get(name)
    if not isinstance(bound, Depends) or len(bound.names) != 1:
        raise FormulaError(f"bind {name} to depends(…) on one symbol, or {spell(node)} to its value")
    evaluator.used.add(name)
    return _column(differences(bound.function, plain(evaluator.lookup(bound.names[0]))))


def slope_of(evaluator: Evaluator, function: Any) -> Callable[[Any], Any]:
    """`f'` of an elementwise function."""
    if not callable(function):
        raise FormulaError("a prime on something that is neither bound by this name nor a function")
    evaluator.approximates()

    def slope(argument: Any) -> Any:
        at = number(argument)
        if np.ndim(at) == 0:
            return difference(function, at)
        return np.array([difference(function, float(each)) for each in at.ravel()]).reshape(at.shape)

    return slope


def is_continuous(evaluator: Evaluator, node: tree.Big) -> bool:
    """Whether a `\\min`, `\\arg\\max` … runs over all numbers or arrays: its variable has a value to start from."""
    limits = node.range
    free = node.operator not in ("\\sum", "\\prod") and limits.start is limits.within is None and not limits.condition
    return free and len(limits.variables) == 1 and isinstance(evaluator.names.get(limits.variables[0]), NUMBERS)


def extremum(evaluator: Evaluator, node: tree.Big) -> Any:
    """The smallest or largest value, or where it is, of an expression in one number or array, by Newton's method.

    The search starts beside the bound value, so that a wrong one cannot stay where it is.

    Raises:
        FormulaError: there is no minimum (or maximum) near the bound value.
    """
    evaluator.approximates()
    (name,) = node.range.variables
    evaluator.used.add(name)
    start = np.array(number(evaluator.names[name]), float)
    sign = 1.0 if node.operator.endswith("min") else -1.0

    def objective(point: Any) -> Any:
        return sign * number(evaluator.with_({name: number(point.reshape(start.shape))}).value(node.body))

    def slope(point: Any) -> Any:
        return _column(differences(objective, point))

    point, size = start.ravel() + 0.1, 0.0
    for _ in range(ITERATIONS):
        downhill = slope(point)
        if np.abs(downhill).max() <= 1e-9 * size:
            break
        curvature = np.atleast_2d(_column(differences(slope, point)))
        if np.linalg.eigvalsh((curvature + curvature.T) / 2).min() <= 0:
            raise FormulaError(f"{spell(node)}: there is none near the value that {name} is bound to")
        point = point - np.linalg.solve(curvature, downhill)
        size = np.abs(curvature).max() * (1 + np.abs(point).max())
    return number(point.reshape(start.shape)) if node.operator.startswith("\\arg") else sign * objective(point)


def integral(evaluator: Evaluator, node: tree.Integral) -> Any:
    """A definite integral by Gauss's rule."""
    evaluator.approximates()
    start, stop = (number(evaluator.value(each)) for each in (node.start, node.stop))
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    total: Any = 0.0
    for place, weight in zip(nodes, weights, strict=True):
        at = start + (stop - start) * (place + 1) / 2
        total = total + weight * number(evaluator.with_({node.variable: at}).value(node.body))
    return total * (stop - start) / 2


def moment(evaluator: Evaluator, node: tree.Moment) -> Any:
    """The mean, variance (of each element) or covariance matrix of an expression over its outcomes."""
    found, probabilities = outcomes(evaluator, node.body)
    mean = np.tensordot(probabilities, found, axes=1)
    if node.operator == "E":
        return mean
    deviations = found - mean
    if node.operator == "Var":
        return np.tensordot(probabilities, deviations**2, axes=1)
    if deviations.ndim != 2:
        raise FormulaError("a covariance is that of a vector")
    return (deviations * probabilities[:, None]).T @ deviations


def outcomes(evaluator: Evaluator, body: tree.Expression) -> tuple[Any, Any]:
    """The value of the body for each outcome of the random symbols in it, and the probabilities."""
    random = {name: value for name, value in evaluator.names.items() if isinstance(value, Outcomes)}
    concerned = {name: value for name, value in random.items() if _needs(evaluator, body, name)}
    if not concerned:
        raise FormulaError(f"nothing in {spell(body)} is random: bind a symbol to Outcomes")
    evaluator.used.update(concerned)
    sizes = {len(value.values) for value in concerned.values()}
    if len(sizes) > 1:
        raise FormulaError(f"random symbols of one formula have {sorted(sizes)} outcomes; they must share them")
    probabilities = next(iter(concerned.values())).probabilities()
    rows = []
    for index in range(sizes.pop()):
        chosen = {name: value.values[index] for name, value in concerned.items()}
        value = number(evaluator.with_(chosen).value(body))
        rows.append(value.array if isinstance(value, Row) else value)
    return np.array(rows), probabilities


def _needs(evaluator: Evaluator, body: tree.Expression, name: str) -> bool:
    """Whether the body asks for this random symbol when all others have a value."""
    others = {
        other: value.values[0]
        for other, value in evaluator.names.items()
        if isinstance(value, Outcomes) and other != name
    }
    probe = evaluator.with_(others)
    probe.used = set()
    try:
        probe.value(body)
    except Exception as error:
        return type(error).__name__ == "OpenError" and str(error) == name
    return False


def plain(value: Any) -> Any:
    """A value that can be moved by a small step: rows lose their orientation."""
    if isinstance(value, Each):
        raise FormulaError("a derivative by an index")
    return value.array if isinstance(value, Row) else value


def _column(value: Any) -> Any:
    return value.array if isinstance(value, Row) else value
