"""A statement holds or does not, and a case that says nothing about the formula is noticed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from scripts.evidence.formulas import check, grammar
from scripts.evidence.formulas.relations import Settings
from scripts.evidence.formulas.values import Outcomes, each


def said(tex: str, *cases: Mapping[str, Any], **settings: Any) -> str:
    return " | ".join(check.problems(grammar.parse(tex), cases, Settings(**settings)))


@pytest.mark.parametrize(
    ("tex", "case"),
    [
        ("y = 2x", {"x": 3, "y": 6}),
        ("y = 2x", {"x": 3, "y": 6, "result": 6, "last": 6}),
        ("2x", {"x": 3, "result": 6}),
        (r"y = 2x, \qquad z = y + 1", {"x": 3, "y": 6, "z": 7, "result": (None, 7)}),
        ("y_i = 2x_i", {"x": [1, 2], "y": [2, 4], "i": each([1, 2])}),
        ("y = 2x", {"x": Outcomes([1, 2]), "y": Outcomes([2, 4])}),
        (r"x \leftarrow x - 1", {"x": 3, r"x\leftarrow": 2}),
        (r"m \sim \operatorname{Bernoulli}(q)", {"m": Outcomes([0, 1], [0.25, 0.75]), "q": 0.75}),
        (r"x \sim \mathcal N(0, s^2)", {"x": Outcomes([-2, 2]), "s": 2}),
        (r"x \in [0, 1], \quad v \in \mathbb R^3, \quad x \in \{0, 0.5\}", {"x": 0.5, "v": np.ones(3)}),
        ("c = 1.54", {"c": 1.5388}),
        ("0 < x < 2", {"x": 1}),
        (r"x \le 2", {"x": 2, "tight": True}),
        ("0 < x < 2", {"x": 3, "fails": True}),
    ],
)
def test_what_holds_is_accepted(tex: str, case: dict[str, Any]) -> None:
    assert said(tex, case) == ""


@pytest.mark.parametrize(
    ("tex", "case", "message"),
    [
        ("y = 2x", {"x": 3, "y": 7}, "y = 2  x does not hold: 7.0 and 6.0 (case 1 of 1)"),
        ("y = 2x", {"x": 3, "y": 6, "result": 7}, "y = the snippet does not hold"),
        ("y = 2x", {"x": 3, "y": 6, "z": 1}, "does not use z"),
        ("y = 2x", {"y": 6}, "no value for x"),
        ("y = 2x", {"x": 3, "y": [6, 6]}, "shapes (2,) and () are compared"),
        ("2x", {"x": 3}, "yield its “result”"),
        ("y_i = 2x_i", {"x": [1, 2], "y": [2, 5], "i": each([1, 2])}, "does not hold: 5.0 and 4.0"),
        ("y = 2x", {"x": Outcomes([1, 2]), "y": Outcomes([2, 5])}, "does not hold"),
        (r"x \leftarrow x - 1", {"x": 3, r"x\leftarrow": 3}, "does not hold"),
        (r"x \leftarrow x - 1", {"x": 3}, r"no value for x\leftarrow"),
        (r"m \sim \operatorname{Bernoulli}(q)", {"m": Outcomes([0, 1]), "q": 0.75}, "does not hold"),
        ("c = 1.54", {"c": 1.55}, "does not hold"),
        (r"x \le 2", {"x": 1, "tight": True}, "does not hold"),
        ("0 < x < 2", {"x": 1, "fails": True}, "holds in a case in which it must not"),
        (r"x \approx 2", {"x": 2}, "needs a tolerance"),
        (r"x = 2 \text{ for all}", {"x": 2}, "its words are ('for all',), those of the binding ()"),
        (r"y = 2x, \qquad z = y", {"x": 3, "y": 6, "z": 6, "result": (6,)}, "1 results for 2 statements"),
        ("y = f(x)", {"x": 3, "y": 6, "f": lambda x: {}[x]}, "KeyError: 3"),
        (r"y = 2 \hat x", {r"\hat x": 3, r"\hat{x}": 3, "y": 6}, "is bound twice"),
    ],
)
def test_what_does_not_hold_is_said(tex: str, case: dict[str, Any], message: str) -> None:
    assert message in said(tex, case)


def test_an_approximation_holds_where_its_condition_is_true() -> None:
    tex = r"g = N - 1 \approx N \quad (1 \ll N)"
    near, far = {"g": 999, "N": 1000}, {"g": 1, "N": 2}
    assert said(tex, near, far, approx=0.01) == ""
    assert "no case looks at \\approx" in said(tex, far, approx=0.01)
    assert "does not hold" in said(tex, near, approx=1e-4)


def test_a_limit_is_looked_at_in_the_case_that_reaches_it() -> None:
    tex = r"1 - q^t \to 1 \quad (t \to \infty)"
    assert said(tex, {"q": 0.5, "t": 2}, {"q": 0.5, "t": 200, "limit": True}, approx=0.01) == ""
    assert "no case looks at" in said(tex, {"q": 0.5, "t": 2}, approx=0.01)
    assert "a number of at least" in said(tex, {"q": 0.5, "t": 9, "limit": True}, approx=0.01)


def test_without_cases_nothing_holds() -> None:
    assert said("y = 2x") == "the binding yields no case"
