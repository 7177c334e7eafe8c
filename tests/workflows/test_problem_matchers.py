"""What `make build` and `make test` print becomes annotations with file, line and message."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.content import ROOT, Problem, report
from tests.workflows.audit import steps

FOLDER = ROOT / ".github" / "problem-matchers"
Annotation = tuple[str, int, str]


def annotations(name: str, output: str) -> list[Annotation]:
    """What the matchers of a file find in some output."""
    found = []
    for matcher in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["problemMatcher"]:
        (pattern,) = matcher["pattern"]
        for match in re.finditer(pattern["regexp"], output, re.MULTILINE):
            found.append((match[pattern["file"]], int(match[pattern["line"]]), match[pattern["message"]]))
    return found


@pytest.mark.parametrize(
    "problem",
    [
        Problem("docs/training/batch-size.md", 14, "snippets", "no region 'nope' (it has: a, b): c"),
        Problem("docs/_data/bibliography.bib", 3, "citations", "no page cites 'x'"),
        Problem("tests/snippets", 1, "tests", "pytest stopped"),
        Problem("site/404.html", 1, "built-links", "dead"),
        Problem("mkdocs.yml", 120, "mkdocs", "WARNING"),
    ],
)
def test_every_problem_of_a_check_is_annotated(problem: Problem, capsys: pytest.CaptureFixture[str]) -> None:
    report([problem])
    assert annotations("build", capsys.readouterr().out) == [(problem.file, problem.line, problem.message)]


def test_what_is_no_problem_is_not_annotated() -> None:
    progress = (
        "checking the sources … 0.4 s\n  lab 1 of 2: dropout\nPublished 61 pages to site/\nmake: *** [build] Error 1"
    )
    assert annotations("build", progress) == []
    assert annotations("test", progress + "\nSuccess: no issues found\ntests/x.py:3: \n1 failed in 2 s\n") == []


def test_a_failing_test_is_annotated(tmp_path: Path) -> None:
    (tmp_path / "test_bad.py").write_text("def test_it() -> None:\n    half = 1 / 2\n    assert half == 1\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={tmp_path}"]
    answer = subprocess.run([*command, "test_bad.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert annotations("test", answer.stdout) == [("test_bad.py", 3, "AssertionError")]


def test_a_type_error_is_annotated(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text('count: int = 1\ncount = "one"\n')
    command = [sys.executable, "-m", "mypy", "--config-file=", "--cache-dir=/dev/null", "bad.py"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    ((file, line, message),) = annotations("test", answer.stdout)
    assert (file, line) == ("bad.py", 2)
    assert message.startswith("Incompatible types in assignment")


def test_ruff_is_told_to_annotate() -> None:
    (make_test,) = [step for _, step in steps(ROOT) if step.get("run") == "make test"]
    assert make_test["env"]["RUFF_OUTPUT_FORMAT"] == "github"


def test_the_matchers_that_are_removed_are_those_of_the_build() -> None:
    scripts = "\n".join(step.get("run", "") for _, step in steps(ROOT))
    removed = re.findall(r"::remove-matcher owner=(\w+)::", scripts)
    owners = [each["owner"] for each in json.loads((FOLDER / "build.json").read_text())["problemMatcher"]]
    assert removed == owners
    assert set(re.findall(r"problem-matchers/(\w+)\.json", scripts)) == {path.stem for path in FOLDER.glob("*.json")}
