"""The few things that only a hook of MkDocs can do; without them the site is the same, only less polished.

Everything else is a Markdown extension, which other builders that read `mkdocs.yml` run too.
"""

import posixpath
from typing import Any

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts import check, labs
from scripts.content import ROOT, current_site, page_url
from scripts.extensions import late
from scripts.extensions.repository_links import copy_path
from scripts.measure import Background

_preview = False
_experiments = Background(ROOT)


def on_startup(command: str, **_: Any) -> None:
    """Let formulas and figures be filled in after the search index has been made."""
    global _preview
    _preview = command == "serve"
    late.enable()


def on_pre_build(**_: Any) -> None:
    """In the preview, say what the checks find at each build; `make build` has done so before."""
    if _preview:
        check.report(check.problems(current_site(ROOT)))


def on_post_build(**_: Any) -> None:
    """In the preview, run the experiments whose code has changed; it is built again when a record is written."""
    if _preview:
        _experiments.start()


def on_files(files: Files, config: Any) -> Files:
    """Publish labs' notebooks and scripts; and where no repository is known, copies of the code."""
    for lab in labs.read_all(ROOT):
        for name, content in lab.files.items():
            files.append(File.generated(config, f"{lab.folder}/{name}", content=content))
    if not current_site(ROOT).repository:
        for path in sorted([*ROOT.glob("snippets/*/*.py"), *ROOT.glob("tests/snippets/*/*.py")]):
            copy = copy_path(path.relative_to(ROOT).as_posix())
            files.append(File.generated(config, copy, content=path.read_bytes()))
    for old, new in current_site(ROOT).moved.items():
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
    """Render a lab from its script and record, with the Markdown extensions of every other page."""
    if not page.file.src_uri.endswith(".py"):
        return markdown
    page.__dict__.pop("render", None)  # mkdocs-jupyter replaces it by a renderer with styles of its own
    lab = labs.read(ROOT, page.file.src_uri)
    page.meta = lab.meta | {"search": {"boost": 0.5}}  # answers come before labs
    return lab.markdown


def on_post_page(output: str, **_: Any) -> str:
    """Put formulas and figures in their places."""
    return late.fill(_with_named_search(output))


def on_post_template(output_content: str, **_: Any) -> str:
    """The page for unknown addresses is a template, not a page."""
    return _with_named_search(output_content)


def _with_named_search(page: str) -> str:
    """Give the theme's search dialog the name that it lacks."""
    search = 'data-md-component="search" role="dialog"'
    return page.replace(search, f'{search} aria-label="Search"')
