"""The few things that only a hook of MkDocs can do; without them the site is the same, only less polished.

Everything else is a Markdown extension, which other builders that read `mkdocs.yml` run too.
"""

import functools
import posixpath
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts import checks
from scripts.content import ROOT, Site, current_site, hold, page_url, report
from scripts.evidence import labs
from scripts.evidence.recording import Background
from scripts.extensions.repository_links import copy_path
from scripts.publishing.conversions import Conversions
from scripts.render.scripts import script_files
from scripts.safety.files import linked
from scripts.search.files import search_files

THEME_SCRIPTS = "assets/javascripts/"
"""What the theme brings to make its pages move, in the place of which this site has scripts of its own."""

_preview = False
_conversions = Conversions(ROOT)
_experiments = Background(ROOT)
_labs: dict[str, labs.Lab] = {}


def on_startup(command: str, **_: Any) -> None:
    """Remember whether this is the preview."""
    global _preview
    _preview = command == "serve"


def on_pre_build(**_: Any) -> None:
    """In the preview, read the site anew and say what the checks find; `make build` has done both before."""
    if _preview:
        for name, message in linked(ROOT / "docs"):
            raise PluginError(f"docs/{name}: {message}")  # MkDocs would follow it, out of the site or round and round
        report(checks.problems(hold(Site.read(ROOT))))


def on_post_build(**_: Any) -> None:
    """In the preview, run the experiments whose code has changed; it is built again when a record is written."""
    if _preview:
        _experiments.start()


def on_files(files: Files, config: Any) -> Files:
    """Publish scripts and search; labs' notebooks and scripts; where no repository is known, copies of the code."""
    site = current_site()
    for name, content in (script_files() | search_files(site, config["site_url"] or "")).items():
        files.append(File.generated(config, name, content=content))
    for file in list(files):
        if file.src_uri.startswith(THEME_SCRIPTS):
            files.remove(file)
    for lab in labs.read_all(ROOT):
        _labs[f"{lab.folder}.py"] = lab
        for name, content in lab.files.items():
            files.append(File.generated(config, f"{lab.folder}/{name}", content=content))
    if not site.repository:
        for path in sorted([*ROOT.glob("snippets/*/*.py"), *ROOT.glob("tests/snippets/*/*.py")]):
            copy = copy_path(path.relative_to(ROOT).as_posix())
            files.append(File.generated(config, copy, content=path.read_bytes()))
    for old, new in site.moved.items():
        if "#" not in old:
            files.append(File.generated(config, f"{page_url(old)}index.html", content=moved_page(old, new)))
    return files


def moved_page(old: str, new: str) -> str:
    """The HTML that stands at the address of a page that moved and leads to its new place."""
    path, _, fragment = new.partition("#")
    address = posixpath.relpath(page_url(path) or ".", page_url(old)) + "/" + (f"#{fragment}" if fragment else "")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Moved</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<link rel="canonical" href="{address}">\n</head>\n'
        f'<body>\n<p>This page has moved: <a href="{address}">continue</a></p>\n</body>\n</html>\n'
    )


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Convert a page only if something of it has changed; a lab is made from its script and record."""
    # In the place of a method: for labs mkdocs-jupyter has put one there that makes HTML with styles of its own.
    page.render = functools.partial(_conversions.render, page)
    if not page.file.src_uri.endswith(".py"):
        return markdown
    lab = _labs[page.file.src_uri]
    page.meta = dict(lab.meta)
    return lab.markdown
