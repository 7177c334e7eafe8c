"""Reads pages and labs; what a page consists of is kept between runs, so that only a changed page is parsed."""

from pathlib import Path

from scripts.content.files import read_text
from scripts.content.markdown import BINDING, lab_as_markdown
from scripts.content.page import Page
from scripts.content.recall import recalled_objects

_PARTS = (
    "blocks",
    "citations",
    "corrections",
    "follow_ups",
    "formulas",
    "front_matter",
    "headings",
    "images",
    "links",
    "questions",
    "snippet_uses",
    "terms",
)
"""What is kept of a page. Its tokens and runs of text are three times as much: who asks for them has it parsed."""


def read_page(path: Path, relative: str) -> Page:
    """One page or lab, read again only if its text has changed; raises `ContentError` if it is not text."""
    raw = read_text(path, f"docs/{relative}")
    page = _read_before.get(relative)
    if page is None or page.raw != raw:
        page = _read_before[relative] = _page(relative, raw)
    return page


_read_before: dict[str, Page] = {}


def _page(relative: str, raw: str) -> Page:
    text = BINDING.sub("", raw)
    page = Page(relative, lab_as_markdown(text) if relative.endswith(".py") else text, raw)
    kept = recalled_objects(lambda: {name: getattr(page, name) for name in _PARTS}, "page", relative, raw)
    vars(page).update(kept)  # where `cached_property` looks first
    return page
