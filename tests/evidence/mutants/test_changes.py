"""One thing of the shown code is changed at a time, and nothing else."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from scripts.evidence.mutants.changes import Mutant, mutants

SNIPPET = '''\
import numpy as np

HIDDEN = 3


# --8<-- [start:shown]
def shown(x: "float", n: int = {default}) -> float:
    """Documentation, 1 + 1."""
    return {code}


# --8<-- [end:shown]
'''


def born(folder: Path, code: str, default: str = "None") -> list[Mutant]:
    path = folder / "snippet.py"
    path.write_text(SNIPPET.format(code=code, default=default), encoding="utf-8")
    return mutants(path)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("x - n", {"operator: x + n", "dropped: x", "dropped: -n"}),
        ("x * n", {"operator: x / n", "dropped: x", "dropped: n"}),
        ("-x", {"operator: x"}),
        ("2", {"one more or less: 3", "one more or less: 1"}),
        ("0.25", {"constant: 0.5"}),
        ("x < n", {"comparison: x <= n", "comparison: x >= n"}),
        ("x and n", {"operator: x or n", "dropped: x", "dropped: n"}),
        ("x[1:]", {"index: x[:]", "index: x[2:]", "index: x[0:]"}),
        ("x[n, 0]", {"index: x[0, n]", "index: x[n, 1]"}),
        ("x[-1]", {"index: x[0]", "index: x[-2]"}),
        ("x.sum(axis=0)", {"function: x.mean(axis=0)", "axis: x.sum()", "axis: x.sum(axis=1)"}),
        ("np.exp(x)", {"function: np.log(x)", "dropped: x"}),
        ("range(n)", {"one more or less: range(n + 1)", "one more or less: range(n - 1)"}),
        ("x.T", {"operator: x"}),
        ("x.reshape(n, -1)", {"one more or less: x.reshape(n, 0)"}),
        ("zip(x, n, strict=True)", set()),
        ("f'{x + n} of'", set()),
    ],
)
def test_what_is_changed(tmp_path: Path, code: str, changed: set[str]) -> None:
    found = set()
    for mutant in born(tmp_path, code):
        (function,) = [node for node in ast.parse(mutant.source).body if isinstance(node, ast.FunctionDef)]
        returned = function.body[-1]
        assert isinstance(returned, ast.Return)
        assert returned.value is not None
        found.add(f"{mutant.kind}: {ast.unparse(returned.value)}")
    assert found == changed


def test_brackets_keep_what_belongs_together(tmp_path: Path) -> None:
    (mutant,) = [mutant for mutant in born(tmp_path, "(x + n) * 2") if mutant.after == "x - n"]
    returned = ast.parse(mutant.source).body[-1]
    assert ast.unparse(returned).endswith("return (x - n) * 2")


def test_defaults_are_shown_and_code_outside_of_the_regions_is_not(tmp_path: Path) -> None:
    assert [mutant.name for mutant in born(tmp_path, "x", default="4")] == ["shown: 4 → 5", "shown: 4 → 3"]


def test_equal_changes_of_one_function_have_names_of_their_own(tmp_path: Path) -> None:
    names = Counter(mutant.name for mutant in born(tmp_path, "f(1, 1)"))
    assert names == Counter(["shown: 1 → 2", "shown: 1 → 0", "shown: 1 → 2 (2)", "shown: 1 → 0 (2)"])
