"""A change is noticed if a test fails, if the module cannot be imported, or if it never ends; else it survives."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.evidence.mutants import trial
from scripts.evidence.mutants.changes import mutants
from scripts.evidence.mutants.processes import in_processes

SNIPPET = '''\
"""A snippet."""

from functools import cache


# --8<-- [start:total]
@cache
def total(n: int) -> int:
    """0 + 1 + … + n."""
    found, i = 0, 0
    while i < n:
        i += 1
        found += i
    return max(found, 0)


# --8<-- [end:total]
'''
TESTS = """\
import pytest
from snippets.mutated import total

@pytest.mark.parametrize(("n", "expected"), [(0, 0), (4, 10), (7, total(7))])
def test_total(n, expected):
    assert total(n) == expected
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "snippets/mutated.py": SNIPPET,
        "tests/test_mutated.py": TESTS,
        "pytest.ini": "[pytest]",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    monkeypatch.setattr(trial, "SECONDS", 1)
    return tmp_path


def in_the_repository(root: Path, run: Callable[[], int]) -> int:
    """Run in a process whose `snippets` are those of the repository."""
    for name in [name for name in sys.modules if name.split(".")[0] == "snippets"]:
        del sys.modules[name]
    sys.path.insert(0, str(root))
    return run()


def test_all_but_the_bound_that_nobody_sees_is_noticed(repository: Path) -> None:
    path, tests = repository / "snippets/mutated.py", [repository / "tests/test_mutated.py"]
    born, answer = mutants(path), repository / "answer.json"

    def run() -> int:
        return in_the_repository(repository, lambda: trial.try_changes(path, tests, born, answer, 1))

    assert [code for _, code in in_processes([()], lambda _: run, 1)] == [0]
    trials = trial.Trials(**json.loads(answer.read_text(encoding="utf-8")))
    assert [born[number].name for number in trials.alive] == ["total: max(found, 0) → found"]
    assert set(trials.reached["tests/test_mutated.py::test_total[4-10]"]) == {"total"}

    def anew(number: int) -> int:
        return in_the_repository(repository, lambda: trial.try_anew(path, tests, born[number], trials))

    tried = [trials.alive[0], 0]
    noticed = dict(in_processes(tried, lambda number: lambda: anew(number), 1))
    assert [born[number].name for number, code in noticed.items() if not code] == ["total: max(found, 0) → found"]


def test_tests_that_fail_before_anything_is_changed_are_no_trial(repository: Path) -> None:
    path, test = repository / "snippets/mutated.py", repository / "tests/test_mutated.py"
    test.write_text(TESTS.replace("(4, 10)", "(4, 11)"), encoding="utf-8")
    answer = repository / "answer.json"

    def run() -> int:
        return in_the_repository(repository, lambda: trial.try_changes(path, [test], mutants(path), answer, 1))

    assert [code for _, code in in_processes([()], lambda _: run, 1)] == [1]
    assert not json.loads(answer.read_text(encoding="utf-8"))["ran"]
