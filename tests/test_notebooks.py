"""The branch with the labs as notebooks: one commit, the same for the same labs, with what Binder installs."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts import notebooks
from scripts.content import ROOT

REPOSITORY = "https://github.com/me/it"
FILES = notebooks.files(ROOT, REPOSITORY)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "remote.git"], check=True)
    return tmp_path / "remote.git"


def listed(remote: Path, *arguments: str) -> list[str]:
    return subprocess.run(["git", "-C", remote, *arguments], capture_output=True, text=True, check=True).stdout.split()


def test_there_is_a_notebook_for_each_lab_with_the_code_that_fetches_the_rest() -> None:
    labs = {path.stem for path in (ROOT / "docs/labs").glob("*.py")}
    assert {name.removesuffix(".ipynb") for name in FILES if name.endswith(".ipynb")} == labs
    for name in labs:
        first = next(cell for cell in json.loads(FILES[f"{name}.ipynb"])["cells"] if cell["cell_type"] == "code")
        assert f'"{REPOSITORY}"' in "".join(first["source"])


def test_binder_installs_the_pinned_libraries() -> None:
    lines = FILES["requirements.txt"].decode().split()
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").split("\n")
    assert {line.partition("==")[0] for line in lines} == {"numpy", "matplotlib", "lxml"}
    assert set(lines) <= set(pins)
    assert FILES["runtime.txt"] == b"python-3.12\n"


def test_the_same_labs_make_the_same_commit_and_others_take_its_place(remote: Path) -> None:
    first = notebooks.push(FILES, str(remote), "1700000000")
    assert notebooks.push(FILES, str(remote), "1700000000") == first
    assert listed(remote, "rev-parse", "refs/heads/notebooks") == [first]
    assert set(listed(remote, "ls-tree", "--name-only", "notebooks")) == FILES.keys()
    second = notebooks.push({"README.md": b"Other."}, str(remote), "1700000001")
    assert listed(remote, "rev-list", "notebooks") == [second]


def test_without_an_address_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "")
    assert notebooks.main("origin") == 1
    assert "REPOSITORY_URL" in capsys.readouterr().err
