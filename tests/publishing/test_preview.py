"""The preview follows no symbolic link: MkDocs would copy what it leads to, or never come to an end."""

from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from scripts.publishing import hooks


def test_a_link_in_docs_ends_the_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/loop").symlink_to(".")
    monkeypatch.setattr(hooks, "ROOT", tmp_path)
    monkeypatch.setattr(hooks, "_preview", True)
    with pytest.raises(PluginError, match=r"docs/loop: a link to \.; put the file itself here"):
        hooks.on_pre_build()
