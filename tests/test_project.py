"""What the project's files promise: the two requirement files install what the code imports."""

import ast
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.content import ROOT


def _imported(files: list[Path]) -> set[str]:
    """The libraries that some files import, by the name that Python knows."""
    found: set[str] = set()
    for file in files:
        if "templates" in file.parts or "fixtures" in file.parts:
            continue  # no code of ours
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module)
    tops = {name.split(".")[0] for name in found}
    return tops - set(sys.stdlib_module_names) - {"scripts", "snippets", "tests", "material"}


def _installed_by(name: str) -> set[str]:
    """The distributions that a file of requirements pins."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {re.sub(r"[-_.]+", "-", pin).lower() for pin in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def _missing(files: list[Path], requirements: str) -> set[str]:
    distributions = importlib.metadata.packages_distributions()
    pinned = _installed_by(requirements)
    return {
        library
        for library in _imported(files)
        if not {re.sub(r"[-_.]+", "-", name).lower() for name in distributions.get(library, [])} & pinned
    }


def test_requirements_of_the_site_install_all_that_a_build_imports() -> None:
    folders = ("tests/snippets", "tests/formulas", "docs/labs", "scripts")
    files = {
        folder: [path for path in (ROOT / folder).rglob("*.py") if not path.stem.endswith("_torch")]
        for folder in folders
    }
    commands = files.pop("scripts")
    missing = {folder: _missing(found, "requirements.txt") for folder, found in files.items()}
    assert not any(missing.values()), missing
    optional = {"pikepdf", "playwright", "threadpoolctl", "torch"}  # of `browser`, `book`, `mutants`, `portable`
    assert _missing(commands, "requirements.txt") <= optional


def test_requirements_of_the_tests_install_all_that_they_import() -> None:
    files = [path for folder in ("tests", "scripts", "snippets") for path in (ROOT / folder).rglob("*.py")]
    assert _missing(files, "requirements-test.txt") == set()


def test_make_makes_the_environment_again_whose_python_is_gone(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name in ("requirements.txt", "package-lock.json", ".venv/site.stamp"):
        (tmp_path / name).touch()
    (tmp_path / ".venv/bin/python").symlink_to("/gone/python")
    alone = {
        name: value for name, value in os.environ.items() if not name.startswith("MAKE")
    }  # not the `make test` above
    answer = subprocess.run(
        ["make", "-n", "check"], cwd=tmp_path, env=alone, capture_output=True, text=True, check=True
    )
    assert "-m venv .venv" in answer.stdout
    (tmp_path / ".venv/bin/python").unlink()
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    answer = subprocess.run(
        ["make", "-n", "check"], cwd=tmp_path, env=alone, capture_output=True, text=True, check=True
    )
    assert answer.stdout == ".venv/bin/python -m scripts.check\n"


def test_make_runs_no_script_that_names_the_folder_of_the_environment() -> None:
    """Scripts of pip name their interpreter by its path, and so die when the checkout is renamed; Ruff is a binary."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\(BIN\)/([\w-]+)", text)) == {"python", "ruff"}


def test_tests_compute_on_one_thread_each() -> None:
    """They run side by side. A process that imports NumPy before the environment says so takes all cores."""
    code = "import tests.conftest, threadpoolctl as t; print([pool['num_threads'] for pool in t.threadpool_info()])"
    unset = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=ROOT, env=unset, capture_output=True, text=True, check=True)
    assert set(json.loads(answer.stdout)) <= {1}


def test_no_file_names_the_host_of_an_index_of_packages() -> None:
    hosts = re.compile(r"\b(?:download\.pytorch|pypi|files\.pythonhosted|registry\.npmjs)\.org\b")
    folders = (ROOT / name for name in ("docs", "scripts", "snippets", "tests", ".github"))
    files = [*ROOT.glob("*.*"), ROOT / "Makefile", *(path for folder in folders for path in folder.rglob("*"))]
    kinds = {".md", ".py", ".toml", ".txt", ".json", ".yml", ".js", ".mjs", ".cff", ".html", ""}
    read = [path for path in files if path.is_file() and path.suffix in kinds and path != Path(__file__)]
    texts = {path.relative_to(ROOT).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in read}
    assert len(texts) > 1000
    assert [name for name, text in texts.items() if hosts.search(text)] == []
