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
    found = 0
    for i in range(n + 1):
        found += i
    return max(found, 0)


# --8<-- [end:total]


# --8<-- [start:half]
def half(n: int) -> int:
    """n / 2, rounded down."""
    found = 0
    while n > 1:
        n -= 2
        found += 1
    return found


# --8<-- [end:half]
'''
TESTS = """\
import pytest
from snippets.mutated import half, total

@pytest.mark.parametrize(("n", "expected"), [(0, 0), (4, 10), (7, total(7))])
def test_total(n, expected):
    assert total(n) == expected

def test_half():
    assert half(7) == 3
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
    return tmp_path


def in_the_repository(root: Path, run: Callable[[], int]) -> int:
    """Run in a process whose `snippets` are those of the repository."""
    for name in [name for name in sys.modules if name.split(".")[0] == "snippets"]:
        del sys.modules[name]
    sys.path.insert(0, str(root))
    return run()


def test_all_but_the_bound_that_nobody_sees_is_noticed(repository: Path) -> None:
    path, tests = repository / "snippets/mutated.py", [repository / "tests/test_mutated.py"]
    born, answer = [mutant for mutant in mutants(path) if mutant.function == "total"], repository / "answer.json"

    def run() -> int:
        return in_the_repository(repository, lambda: trial.try_changes(path, tests, born, answer, 1))

    assert [code for _, code in in_processes([()], lambda _: run, 1)] == [0]
    trials = trial.Trials(**json.loads(answer.read_text(encoding="utf-8")))
    assert [born[number].name for number in trials.alive] == ["total: max(found, 0) → found"]
    assert set(trials.reached["tests/test_mutated.py::test_total[4-10]"]) == {"total"}
    assert trials.reached["tests/test_mutated.py::test_half"] == ["half"]

    def anew(number: int) -> int:
        return in_the_repository(repository, lambda: trial.try_anew(path, tests, born[number], trials))

    tried = [trials.alive[0], 0]
    noticed = dict(in_processes(tried, lambda number: lambda: anew(number), 1))
    assert [born[number].name for number, code in noticed.items() if not code] == ["total: max(found, 0) → found"]


def test_what_never_ends_is_noticed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is that of computing, so that a busy machine only makes this test longer."""
    monkeypatch.setattr(trial, "SECONDS", 0.2)
    path, tests = repository / "snippets/mutated.py", [repository / "tests/test_mutated.py"]
    born, answer = (
        [mutant for mutant in mutants(path) if mutant.name == "half: n -= 2 → pass"],
        repository / "answer.json",
    )

    def run() -> int:
        return in_the_repository(repository, lambda: trial.try_changes(path, tests, born, answer, 1))

    assert [code for _, code in in_processes([()], lambda _: run, 1)] == [0]
    trials = trial.Trials(**json.loads(answer.read_text(encoding="utf-8")))
    assert (len(born), trials.alive) == (1, [])

    def anew() -> int:
        return in_the_repository(repository, lambda: trial.try_anew(path, tests, born[0], trials))

    assert [code for _, code in in_processes([()], lambda _: anew, 1)] == [1]


def test_tests_that_fail_before_anything_is_changed_are_no_trial(repository: Path) -> None:
    path, test = repository / "snippets/mutated.py", repository / "tests/test_mutated.py"
    test.write_text(TESTS.replace("(4, 10)", "(4, 11)"), encoding="utf-8")
    answer = repository / "answer.json"

    def run() -> int:
        return in_the_repository(repository, lambda: trial.try_changes(path, [test], mutants(path), answer, 1))

    assert [code for _, code in in_processes([()], lambda _: run, 1)] == [1]
    assert not json.loads(answer.read_text(encoding="utf-8"))["ran"]
