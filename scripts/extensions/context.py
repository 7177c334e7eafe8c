"""Where the page that is being converted stands on the site, as the builder tells: MkDocs or Zensical.

Both leave a processor of their own on the converter: MkDocs one that resolves links, which has the page's `file` and
the site's `files`; Zensical one that does nothing but hold the `page` and the `config`.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown

from scripts.content import current_site, page_url
from scripts.extensions.facts import SiteFiles


@dataclass(frozen=True)
class Place:
    """A page's place: its source, relative to `docs/`, and what the site publishes, generated files included.

    `staged` if it is converted from the folder that is made for Zensical, in which labs are Markdown.
    """

    path: str
    files: SiteFiles
    staged: bool = False

    def address(self, file: str) -> str:
        """A published file as an address in raw HTML: MkDocs leaves it as it is, Zensical takes it for a link of the
        source and makes it one of the page.
        """
        folder = posixpath.dirname(self.path) if self.staged else page_url(self.path)
        return posixpath.relpath(file, folder or ".")


def place_of(md: Markdown) -> Place | None:
    """The place of the page that `md` converts; None where it converts no page of a site."""
    mkdocs = _processor_with(md.treeprocessors, "file", "files")
    if mkdocs is not None:
        return Place(mkdocs.file.src_uri, mkdocs.files)
    zensical = _processor_with(md.preprocessors, "page", "config")
    if zensical is not None:
        folder = Path(zensical.config["root_dir"], zensical.config["docs_dir"])
        return Place(source_of(zensical.page.path), _Folder(folder), staged=True)
    return None


def _processor_with(processors: Iterable[Any], *names: str) -> Any:
    """The first that has all these attributes: neither builder has to be installed for the other to work."""
    return next((each for each in processors if all(hasattr(each, name) for name in names)), None)


def source_of(path: str) -> str:
    """The source of a page that stands at `path` in the folder that was made for the builder: a lab is a script."""
    script = f"{path.removesuffix('.md')}.py"
    return path if current_site().page(script) is None else script


@dataclass(frozen=True)
class _File:
    content_bytes: bytes


@dataclass(frozen=True)
class _Folder:
    """The files of a folder, asked for as those of MkDocs are."""

    folder: Path

    def get_file_from_path(self, path: str) -> _File | None:
        """A file by its path from there; None if there is none."""
        file = self.folder / path
        return _File(file.read_bytes()) if file.is_file() else None
