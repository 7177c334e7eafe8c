"""The files of the site that are not in `docs/`: what they are made from is, or is code."""

import posixpath
from pathlib import Path

from scripts.content import ROOT, Site, own_files, page_url
from scripts.evidence import labs
from scripts.extensions.repository_links import copy_path
from scripts.render.scripts import script_files
from scripts.search.files import search_files
from scripts.study.files import study_files


def generated_files(site: Site) -> dict[str, bytes]:
    """By their path on the site: labs as notebooks and scripts; pages at the addresses of those that moved; and where
    no repository is known, copies of the code.
    """
    files: dict[str, bytes] = {}
    for lab in labs.read_all(ROOT, site.repository):
        files |= {f"{lab.folder}/{name}": content for name, content in lab.files.items()}
    if not site.repository:
        files |= {copy_path(path.relative_to(ROOT).as_posix()): path.read_bytes() for path in code_that_is_copied()}
    for old, new in site.moved.items():
        if "#" not in old:
            files[f"{page_url(old)}index.html"] = moved_page(old, new).encode()
    return files


def bundled_files(site: Site, address: str | None) -> dict[str, bytes]:
    """By their path on the site: the scripts, the files of the search, and those for learners and machines."""
    return script_files() | search_files(site, address or "") | study_files(site, address or "")


def code_that_is_copied() -> list[Path]:
    """The files of code that pages may link to."""
    return [*own_files(ROOT / "snippets", "*/*.py"), *own_files(ROOT / "tests/snippets", "*/*.py")]


def moved_page(old: str, new: str) -> str:
    """The HTML that stands at the address of a page that moved and leads to its new place."""
    path, _, fragment = new.partition("#")
    address = posixpath.relpath(page_url(path) or ".", page_url(old)) + "/" + (f"#{fragment}" if fragment else "")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Moved</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<link rel="canonical" href="{address}">\n</head>\n'
        f'<body>\n<p>This page has moved: <a href="{address}">continue</a></p>\n</body>\n</html>\n'
    )
