"""Expressions have the values that paper gives them, and what does not fit together is an error."""

from typing import Any

import numpy as np
import pytest

from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.evaluate import Evaluator, OpenError
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Indexed, Outcomes, Row, depends, each, from_zero

A = np.array([[1.0, 2.0], [3.0, 4.0]])
V, U = np.array([1.0, 2.0]), np.array([5.0, -1.0])


def _product(x: float, h: float) -> float:
    return x * h


def value(tex: str, names: dict[str, Any]) -> Any:
    (statement,) = grammar.parse(tex)
    assert isinstance(statement, tree.Relation)
    return Evaluator({grammar.name(key): given for key, given in names.items()}).value(statement.sides[0])


@pytest.mark.parametrize(
    ("tex", "names", "expected"),
    [
        ("A v", {"A": A, "v": V}, A @ V),
        (r"v^\top u", {"v": V, "u": U}, 3.0),
        (r"v \cdot u", {"v": V, "u": U}, 3.0),
        (r"v u^\top", {"v": V, "u": U}, np.outer(V, U)),
        (r"v \odot u", {"v": V, "u": U}, V * U),
        ("A^2", {"A": A}, A @ A),
        ("A^{-1}", {"A": A}, np.linalg.inv(A)),
        ("A^{1/2}", {"A": np.array([[5.0, 4.0], [4.0, 5.0]])}, np.array([[2.0, 1.0], [1.0, 2.0]])),
        ("v^2", {"v": V}, V**2),
        ("s(q-z)", {"s": 2, "q": 5, "z": 1}, 8.0),
        ("f(q)^2", {"f": lambda x: x + 1, "q": 2}, 9.0),
        (r"\sum_{i=1}^{2} i\,x_i", {"x": [3, 4]}, 11.0),
        (r"\sum_{i\in S} x_i", {"x": from_zero([3, 4, 5]), "S": [0, 2]}, 8.0),
        (r"\sum_{i<j} i j", {"i": each([1, 2, 3]), "j": 3}, 9.0),
        (r"\prod_{l=1}^{0} x_l", {"x": [1]}, 1.0),
        (r"\max_{g\ne0} \frac{1}{g}", {"g": each([0, 2, 4])}, 0.5),
        (r"x_1 + \dots + x_n", {"x": [1, 2, 3], "n": 3}, 6.0),
        (r"W_3 W_2 \cdots W_1", {"W": [A, A.T, A]}, A @ A.T @ A),
        ("W_2 W_1", {"W": [A, A[:1]]}, A[:1] @ A),
        (r"\lVert v\rVert_1 + \lVert A\rVert_F + |{-3}|", {"v": V, "A": A}, 3 + np.linalg.norm(A) + 3),
        (r"\lceil 7/2\rceil - \lfloor 7/2\rfloor", {}, 1.0),
        (r"\mathbf 1[x>0] + \mathbf 1[x\le0]", {"x": 3}, 1.0),
        (r"\begin{cases} 1 & x<0\\ 2 & \text{otherwise}\end{cases}", {"x": 3}, 2.0),
        (r"\mathbb E[x^2] - \operatorname{Var}(x)", {"x": Outcomes([1, 3])}, 4.0),
        (r"\mathbb E\,x", {"x": Outcomes([0, 1], [3, 1])}, 0.25),
        (r"\operatorname{Cov}[x]", {"x": Outcomes([V, U])}, np.cov(np.array([V, U]).T, bias=True)),
        (r"x_{t-1,i}", {"x": Indexed(lambda t, i: 10 * t + i), "t": 3, "i": 2}, 22.0),
        (r"2\,\%", {}, 0.02),
        ("1 - R^2", {"R^2": -3.0}, 4.0),
        ("(A, 1)", {"A": A}, np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 1.0]])),
        ("[v; u]", {"v": V, "u": U}, np.array([1.0, 2.0, 5.0, -1.0])),
        (r"\mathbb E_{q(z)}[x]", {r"\mathbb E_{q(z)}[x]": 4.0}, 4.0),
        (r"\arg\min_x \bigl((x - y)^4 + (x - y)^2\bigr)", {"x": 3.0, "y": 2.0}, 2.0),
        (r"\arg\max_x (1 - (x-v)^\top (x-v))", {"x": U, "v": V}, V),
        (r"\min_X \lVert A - X\rVert_F^2 + 1", {"X": A.T, "A": A}, 1.0),
        ("(v, 1)", {"v": V}, np.array([1.0, 2.0, 1.0])),
        ("e^{0}", {}, 1.0),
    ],
)
def test_values(tex: str, names: dict[str, Any], expected: Any) -> None:
    np.testing.assert_allclose(value(tex, names), expected)


@pytest.mark.parametrize(
    ("tex", "names", "expected"),
    [
        (r"\frac{d}{dx} x^3", {"x": 2.0}, 12.0),
        (r"\frac{\partial y}{\partial x}", {"x": V, "y": depends(lambda x: A @ x**2, "x")}, A * 2 * V),
        (
            r"\frac{\partial\mathcal L}{\partial x_2}",
            {"x": V, r"\mathcal L": depends(lambda x: x[0] * x[1] ** 2, "x")},
            4.0,
        ),
        (r"\varphi'(z)", {r"\varphi": np.tanh, "z": 0.5}, 1 - np.tanh(0.5) ** 2),
        (r"\nabla f(x)", {"f": lambda x: x @ A @ x, "x": V}, (A + A.T) @ V),
        (r"\nabla\mathcal L", {r"\mathcal L": depends(lambda x: x @ x, "x"), "x": V}, 2 * V),
        (r"\frac{\partial f}{\partial x_2}", {"x": V, "f": lambda x: x[0] * x[1] ** 2}, 4.0),
        (r"\frac{\partial f}{\partial x_2}(u + x)", {"x": V, "u": U, "f": lambda x: x[0] * x[1] ** 2}, 12.0),
        (r"\frac{\partial y}{\partial x}(1 - x)", {"x": 3.0, "y": depends(lambda x: x**2, "x")}, -12.0),
        (
            r"\frac{\partial y}{\partial x}",
            {"x": 3.0, "h": depends(lambda x: x, "x"), "y": depends(_product, "x", "h")},
            6.0,
        ),
        (
            r"\left.\frac{\partial y}{\partial x}\right|_{h\ \text{fixed}}",
            {"x": 3.0, "h": depends(lambda x: x, "x"), "y": depends(_product, "x", "h")},
            3.0,
        ),
        (r"\int_0^2 t^2\,dt", {}, 8 / 3),
    ],
)
def test_derivatives_and_integrals(tex: str, names: dict[str, Any], expected: Any) -> None:
    np.testing.assert_allclose(value(tex, names), expected, rtol=1e-8)


def test_the_derivative_of_a_number_by_a_vector_is_a_row() -> None:
    slope = value(r"\frac{\partial y}{\partial x}", {"y": depends(lambda x: U @ x, "x"), "x": V})
    assert isinstance(slope, Row)
    np.testing.assert_allclose(slope.array, U)


@pytest.mark.parametrize(
    ("tex", "names", "message"),
    [
        ("a b", {"a": 1}, "no value for b"),
        ("x_i", {"x": [1, 2], "i": 3}, "index 3 is not within 1 … 2"),
        ("x_i", {"x": 3.0, "i": 1}, "has no parts"),
        ("x_{-1}", {"x": from_zero([1, 2])}, "there is no index -1"),
        ("v u", {"v": V, "u": U}, "transpose it"),
        ("v + u", {"v": V, "u": np.ones(3)}, "in one sum"),
        (r"v^\top + u", {"v": V, "u": U}, "a row and something else"),
        (r"\lVert A\rVert", {"A": A}, "which norm"),
        ("A^{1/2}", {"A": A}, "square root of a matrix"),
        (r"\sum_i x_i", {"x": [1]}, "over which values does i run"),
        (r"\mathbb E[x]", {"x": 3}, "nothing in x is random"),
        (r"\mathbb E[x y]", {"x": Outcomes([1, 2]), "y": Outcomes([1, 2, 3])}, "must share them"),
        (r"\nabla\mathcal L", {r"\mathcal L": 3}, "depends"),
        (r"\arg\max_x x^2", {"x": 3.0}, "there is none near the value"),
        ("f(x, y)", {"f": 2, "x": 1, "y": 1}, "bound to no function"),
        (r"\underbrace{x}_{y}", {"x": 1, "y": 2}, "does not have the value"),
    ],
)
def test_what_does_not_fit_together_is_an_error(tex: str, names: dict[str, Any], message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        value(tex, names)


def test_a_free_index_and_a_random_symbol_are_open() -> None:
    for tex, names in (("x_i", {"x": [1], "i": each([1])}), ("x", {"x": Outcomes([1])})):
        with pytest.raises(OpenError):
            value(tex, names)
