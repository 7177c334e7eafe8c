"""Small built sites, written as MkDocs would write them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.checks.built.site import BuiltSite
from scripts.content import Site

Built = Callable[[dict[str, str | bytes]], BuiltSite]


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Built:
    """Writes files below a folder and reads them as the built minimal repository; a body becomes a whole page."""

    def read(files: dict[str, str | bytes]) -> BuiltSite:
        folder = tmp_path_factory.mktemp("built")
        for name, content in files.items():
            _write(folder / name, content)
        return BuiltSite.read(folder, site)

    return read


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str) and path.suffix == ".html" and not content.startswith("<!doctype"):
        content = f'<!doctype html>\n<html lang="en"><head><title>A page</title></head><body>{content}</body></html>\n'
    path.write_bytes(content.encode() if isinstance(content, str) else content)
