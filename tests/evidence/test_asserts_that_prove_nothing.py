"""Asserts that hold whatever the code does are found; those that say something of it are left alone."""

import ast

import pytest

from scripts.evidence.asserts import problems
from scripts.evidence.probing import always, is_nothing, never

MODULE = """\
import numpy as np
import pytest
from snippets.training.page import mean

NOTHING = []


def test_claim(x=1):
    y = compute(x)
    {body}
"""
ALWAYS = [
    "callable(compute)",
    "hasattr(y, 'x') or True",
    "y - y == 0",
    "y * 0 == 0",
    "y in [y]",
    "y in (y, 2)",
    "(z := True)",
    "(z := y) == y",
    "True if y else True",
    "y if False else True",
    "np.isclose(y, y)",
    "np.allclose(y, y)",
    "np.array_equal(y, y)",
    "math.isclose(y, y)",
    "not any([])",
    "all([])",
    "all(())",
    "any([True])",
    "all([True, True])",
    "sum([]) == 0",
    "np.all([])",
    "np.all(y == y)",
    "(y == y).all()",
    "np.all(True)",
    "not (y != y)",
    "not y != y",
    "not (y < y)",
    "y == y == y",
    "y >= y",
    "abs(y - y) < 1e-9",
    "np.abs(y - y).max() < 1",
    "len(y) > -1",
    "len(y) == len(y)",
    "y.shape == y.shape",
    "str(y) == str(y)",
    "type(y) is type(y)",
    "y ** 2 >= 0",
    "y * y >= 0",
    "np.linalg.norm(y) >= 0",
    "np.abs(y).sum() >= 0",
    "y.size >= 0",
    "y < float('inf')",
    "y != float('nan')",
    "y <= np.inf",
    "-np.inf < y < np.inf",
    "y < math.inf",
    "y != None",
    "not y is None",
    "y is not None, 'x'",
    "id(y)",
    "repr(y)",
    "str(y)",
    "[y]",
    "(y,)",
    "{y: 1}",
    "y or 1",
    "1 or y",
    "y or [1]",
    "bool([y])",
    "y == pytest.approx(2, abs=math.inf)",
    "y == pytest.approx(2, rel=2.5)",
    "torch.equal(y, y)",
    "torch.allclose(y, y)",
    "y == 2 if False else True",
    "mean(x) == mean(x) + 0",
    "mean(x) * 1 == mean(x)",
    "float(mean(x)) == mean(x)",
    "2.0 == 2.0",
    "2 == pytest.approx(2)",
    "sorted([1, 2]) == [1, 2]",
    "max(y, 2) >= 2",
    "min(y, 2) <= 2",
    "y == 2 or y == y",
    "(y == 2) in (True, False)",
    "(y == 2) is not None",
    "np.sign(y) in (-1, 0, 1)",
    "0 <= abs(y)",
    "not len(y) < 0",
    "-1 < abs(y) < np.inf",
    "y == y.copy()",
    "y == 1 * y",
    "y + 0 == y",
    "(y == 2, )",
    "'%s' % y",
    "f'{y}'",
    "y.all() or y.any() or True",
    "compute is compute",
    "any(i == i for i in y)",
    "[i for i in [1] if i]",
    "{1 for i in [1]}",
    "len([y]) == 1",
    "len((y, y)) == 2",
    "len({1, 2}) == 2",
    "np.ones(3).sum() == 3",
    "np.all(y < np.inf)",
    "(y < np.inf).all()",
    "np.all(np.abs(y) >= 0)",
    "(y >= -np.inf).all()",
    "np.max(y) < 1e30",
    "y.max() < 1e20",
]
BODIES = [
    "np.testing.assert_almost_equal(y, 2, decimal=-5)",
    "np.testing.assert_array_less(y, 1e30)",
    "np.testing.assert_array_less(y, np.inf)",
    "np.testing.assert_equal(y, y)",
    "torch.testing.assert_close(y, y)",
    "torch.testing.assert_close(y, 2, rtol=1e9, atol=1e9)",
    "with pytest.raises(AssertionError):\n        assert y == 2",
    "with pytest.raises(Exception):\n        assert y == 2",
    "with pytest.raises(BaseException):\n        compute(y)\n        assert False",
    "with pytest.raises((ValueError, AssertionError)):\n        assert y == 2",
    "if not True:\n        assert y == 2",
    "if TYPE_CHECKING:\n        assert y == 2",
    "if y != y:\n        assert y == 2",
    "if NOTHING:\n        assert y == 2",
    "if None:\n        assert y == 2",
    "if []:\n        assert y == 2",
    "if '':\n        assert y == 2",
    "if 1 > 2:\n        assert y == 2",
    "if False and y:\n        assert y == 2",
    "while 0:\n        assert y == 2",
    "for i in ():\n        assert y == i",
    "for i in NOTHING:\n        assert y == i",
    "for i in {}:\n        assert y == i",
    "for i in '':\n        assert y == i",
    "for i in [1][:0]:\n        assert y == i",
    "for i in range(5, 2):\n        assert y == i",
    "for i in np.arange(0):\n        assert y == i",
    "for i in np.array([]):\n        assert y == i",
    "for i in zip([], [1]):\n        assert y == i",
    "for i in iter([]):\n        assert y == i",
    "for i in [1]:\n        continue\n        assert y == i",
    "(lambda: check(y))",
    "class Inner:\n        def test_x(self):\n            assert y == 2",
    "raise SystemExit\n    assert y == 2",
    "sys.exit(0)\n    assert y == 2",
    "os._exit(0)",
    "pytest.exit('x')",
    "exit()\n    assert y == 2",
    "from pytest import skip as s\n    s('x')",
    "getattr(pytest, 'skip')('x')",
    "raise pytest.skip.Exception('x')",
    "raise unittest.SkipTest",
    "raise Skipped('x')",
    "pytest.fail",
    "pytest.fail('x') if False else None",
    "z = y\n    assert z == y",
    "expected = y\n    assert y == pytest.approx(expected)",
    "_ = y == 2",
    "y == 2, 'words'",
]
FINE = [
    "assert y - 2 == 0",
    "assert y * 0.5 == 2",
    "assert y in [2, 3]",
    "assert max(y, 2) > 2",
    "assert np.abs(y - 2).max() < 1e-9",
    "assert (np.diff(y) > 0).all()",
    "assert y.tolist() == sorted(y)",
    "assert not [name for name in y if name]",
    "assert 0 <= y.min() <= y.max() < 2**8",
    "assert [number / 1e6 for number in (x, y)] == pytest.approx([3.2, 9.6])",
    "assert all(first != second for first, second in pairwise(y))",
    "assert np.isfinite(y).all()",
    "assert y != x",
    "ridge = 989 / 3.35\n    assert 290 < ridge < 300",
    "z = y - 1\n    assert z == 2",
    "assert isinstance(y, float)",
    "if x == 300:\n        assert y == 2",
    "for name in sorted(x):\n        assert y == name",
    "with pytest.raises(ValueError, match='words'):\n        compute(y)",
    "mean_of_it = mean(y)\n    assert mean_of_it == 2",
]


def found(body: str) -> list[str]:
    tree = ast.parse(MODULE.format(body=body))
    return [message for _, message in problems(tree)]


@pytest.mark.parametrize("test", ALWAYS)
def test_an_assert_that_always_holds_is_found(test: str) -> None:
    assert found(f"assert {test}") != []


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_proves_nothing_is_found(body: str) -> None:
    assert found(body) != []


@pytest.mark.parametrize("body", FINE)
def test_a_claim_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_every_problem_says_what_to_do() -> None:
    said = [message for each in ALWAYS for message in found(f"assert {each}")]
    said += [message for each in BODIES for message in found(each)]
    assert [message for message in said if ";" not in message] == []


@pytest.mark.parametrize(
    ("expression", "holds", "fails"),
    [("y - y == 0", True, False), ("y * y < 0", False, True), ("y < 2", False, False), ("sys.argv", False, False)],
)
def test_numbers_in_the_place_of_names_tell_what_always_holds(expression: str, holds: bool, fails: bool) -> None:
    test = ast.parse(expression, mode="eval").body
    assert (always(test), never(test)) == (holds, fails)


@pytest.mark.parametrize(
    ("expression", "nothing"), [("[1, 2][:0]", True), ("map(str, [])", True), ("zip(x, [])", True), ("[x]", False)]
)
def test_what_has_no_elements_is_nothing(expression: str, nothing: bool) -> None:
    assert is_nothing(ast.parse(expression, mode="eval").body) == nothing
