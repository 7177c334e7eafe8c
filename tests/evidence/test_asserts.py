"""A test that cannot fail is found by its syntax tree; one that can is left alone."""

import ast

import pytest

from scripts.evidence.asserts import problems

MODULE = """\
import numpy as np
import pytest

NOTHING = []


{decorator}
def test_claim(x=1):
    y = compute(x)
    {body}
"""
CONSTANT = ["True", "1", '"words"', '(y == 2, "words")', "not False", "y == 2 or True", "bool(True)", "[y == 2]", "..."]
CONSTANT += [
    "lambda: y == 2",
    'f"{y}"',
    "all(True for _ in y)",
    "1 + 1 == 2",
    "2 < 3",
    "y == 2 or y != 2",
    "y or not y",
]
ITSELF = [
    "y == y",
    "y <= y",
    "y is y",
    "compute(2) == compute(2)",
    "y == pytest.approx(y)",
    "float(y) == y",
    "1 < y == y",
]
NOTHING = ["y is not None", "len(y) >= 0", "abs(y) >= 0", "0 <= len(y)", "abs(y) > -1", "all(y == i for i in [])"]
LOOSE = ["abs(y - 2) < 1e14", "y < 1e30", "y > -np.inf", "-1e30 < y", "y == pytest.approx(3, abs=1e14)"]
LOOSE += ["y == pytest.approx(3, abs=3)", "y == pytest.approx(3, rel=1)", "y == pytest.approx(3, 1e14)"]
LOOSE += [
    "y == pytest.approx(compute(3), abs=1e3)",
    'y == pytest.approx(3, abs=float("inf"))',
    "np.isclose(y, 3, atol=10)",
]
LOOSE += ["y == pytest.approx([1, 2], abs=2)", "np.allclose(y, 2 * 3, atol=2**3)"]
BODIES = [
    "np.testing.assert_allclose(y, y)",
    "np.testing.assert_allclose(y, [1, 2], atol=2)",
    "np.testing.assert_allclose(y, 1, rtol=1e14)",
    "if False:\n        assert y == 2",
    "if 0:\n        assert y == 2",
    "if True:\n        pass\n    else:\n        assert y == 2",
    "while False:\n        assert y == 2",
    "return\n    assert y == 2",
    "try:\n        assert y == 2\n    except AssertionError:\n        pass",
    "try:\n        assert y == 2\n    except:\n        pass",
    "with contextlib.suppress(AssertionError):\n        assert y == 2",
    "for i in []:\n        assert y == i",
    "for i in range(0):\n        assert y == i",
    'pytest.skip("words")',
    'pytest.xfail("words")',
    'pytest.importorskip("torch")\n    assert y == 2',
    "def inner():\n        assert y == 2\n    assert y == 3",
    "y == 2",
    "compute(y)",
]
BY_NAME = [
    "assert y == compute(x)",
    "assert compute(x) == pytest.approx(y)",
    "assert (y == compute(x)).all()",
    "z = compute(x)\n    assert z == y",
    "z = y + 1\n    assert z == compute(x) + 1",
    "other = compute(2)\n    assert y == compute(x)",
    "np.testing.assert_allclose(y, compute(x))",
    "assert np.allclose(compute(x), y)",
    "if x:\n        assert y == compute(x)",
    "for n in (1, 2):\n        z = compute(n)\n        assert z == compute(n)",
    "first, z = 1, 2\n    z = compute(first)\n    assert compute(first) <= z",
]
CHANGED = [
    "x += 1\n    assert y == compute(x)",
    "x[0] = 2\n    assert y == compute(x)",
    "step(x)\n    assert y == compute(x)",
    "y.fill(0)\n    assert y == compute(x)",
    "x.step()\n    assert y == compute(x)",
    "assert y != compute(x)",
    "assert y < compute(x)",
    "assert not np.array_equal(y, compute(x)) and y == 2",
    "before = model.loss(x)\n    train(2)\n    assert model.loss(x) == before",
    "for x in (1, 2):\n        assert y == compute(x)",
    "y = 2\n    assert y == compute(x)",
    "z = compute(x) if y else 2\n    assert z == compute(x)",
    "z = [part.tobytes() for part in x]\n    step(2)\n    assert z == [part.tobytes() for part in x]",
]
"""What stands between a name and the comparison changes what is compared, or may do so."""
AS_A_CLAIM = [
    "layer = compute(x)\n    z = layer(2)\n    assert layer(2) == z",
    "assert y == 2\n    assert compute(x) == y",
    "np.testing.assert_allclose(compute(x), y)\n    assert y[0] == 2",
    "assert y > 0 and y == compute(x)",
]
"""That a layer draws nothing, and that a seed is all that counts, is a claim beside another one."""
NEVER_REACHED = [
    "if x:\n        return\n    else:\n        raise ValueError\n    assert y == 2",
    "if x:\n        return\n    assert y == 2",
    "with open(x):\n        return\n    assert y == 2",
    "try:\n        compute(x)\n    finally:\n        return\n    assert y == 2",
    "try:\n        return\n    except ValueError:\n        raise\n    assert y == 2",
    "while True:\n        compute(x)\n    assert y == 2",
    "match x:\n        case 1:\n            return\n        case _:\n            return\n    assert y == 2",
    "for n in (1, 2):\n        if n:\n            continue\n        assert y == n",
    "for n in (1, 2):\n        if n:\n            break\n        assert y == n",
]
REACHED = [
    "while True:\n        if compute(x):\n            break\n    assert y == 2",
    "for n in (1, 2):\n        if compute(n):\n            break\n    assert y == 2",
    "def inner():\n        return 2\n    assert y == inner()",
    "try:\n        compute(x)\n    except ValueError:\n        raise\n    assert y == 2",
    "match x:\n        case 1:\n            raise ValueError\n    assert y == 2",
]
DECORATORS = [
    "@pytest.mark.skip",
    '@pytest.mark.skipif(True, reason="words")',
    "@pytest.mark.xfail",
    '@pytest.mark.parametrize("x", [])',
    '@pytest.mark.parametrize("x", NOTHING)',
    '@pytest.mark.parametrize("x", range(3, 3))',
    '@pytest.mark.parametrize("x", argvalues=())',
    '@pytest.mark.parametrize("x", [1] * 0)',
    '@pytest.mark.parametrize("x", [i for i in []])',
    '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.skip)])',
    "pytestmark = pytest.mark.skip",
    "from pytest import skip",
    "__test__ = False",
    "def helper(y):\n    assert y == 2\n\n",
    "def test_claim():\n    assert compute(1) == 2\n\n",
]
FINE = ["assert y == 2", "assert y == pytest.approx(3, rel=0.1)", "assert y == pytest.approx(0, abs=1e-9)"]
FINE += ["assert y is not None\n    assert y == 2", "assert 224 * 224 * 3 * 1000 == 150_528_000", "assert y > 1e80"]
FINE += ["assert 0.9**22 < 0.1 < 0.9**21", "assert y < 0.5 < 0.6 < compute(3)", "np.testing.assert_allclose(y, [1, 2])"]
FINE += ["with pytest.raises(ValueError):\n        compute(y)", "for i in range(3):\n        assert compute(i) == i"]
FINE += ["if x:\n        assert y == 2", "assert len(y) > 0", "assert y == -y", "assert not y"]


def found(body: str, decorator: str = "") -> list[str]:
    tree = ast.parse(MODULE.format(decorator=decorator, body=body))
    return [message for _, message in problems(tree)]


@pytest.mark.parametrize("test", [*CONSTANT, *ITSELF, *NOTHING, *LOOSE])
def test_an_assert_that_always_holds_is_found(test: str) -> None:
    assert len(found(f"assert {test}")) >= 1


@pytest.mark.parametrize("body", [*BODIES, *NEVER_REACHED])
def test_an_assert_that_is_not_reached_or_not_there_is_found(body: str) -> None:
    assert len(found(body)) >= 1


@pytest.mark.parametrize("decorator", DECORATORS)
def test_a_test_that_does_not_run_is_found(decorator: str) -> None:
    assert len(found("assert y == 2", decorator)) >= 1


@pytest.mark.parametrize("body", BY_NAME)
def test_a_call_that_is_compared_with_itself_by_its_name_is_found(body: str) -> None:
    assert any("with itself; " in message or "with itself, by its name; " in message for message in found(body))


@pytest.mark.parametrize("body", [*FINE, *CHANGED, *AS_A_CLAIM, *REACHED])
def test_an_assert_that_can_fail_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_the_cases_of_a_formula_need_no_assert() -> None:
    assert found('yield {"N": y}', '@executed("training.page.mean")') == []


def test_a_problem_has_the_line_of_the_assert() -> None:
    assert [line for line, _ in problems(ast.parse(MODULE.format(decorator="", body="assert y == y")))] == [10]
