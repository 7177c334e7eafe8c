"""Reads pages and labs; what a page consists of is kept between runs, so that only a changed page is parsed."""

from pathlib import Path
from typing import Any

import yaml

from scripts.content.files import read_text
from scripts.content.ledgers import load_yaml
from scripts.content.markdown import BINDING, lab_as_markdown
from scripts.content.page import Page
from scripts.content.recall import recalled_objects

_PARTS = (
    "blocks",
    "citations",
    "corrections",
    "follow_ups",
    "formulas",
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
    markdown = lab_as_markdown(text) if relative.endswith(".py") else text
    parsed: list[Page] = []

    def parts() -> tuple[dict[str, Any], str, dict[str, Any]]:
        parsed.append(_parsed(relative, markdown, raw))
        return parsed[0].meta, parsed[0].meta_error, {name: getattr(parsed[0], name) for name in _PARTS}

    meta, meta_error, kept = recalled_objects(parts, "page", relative, raw)
    if parsed:
        return parsed[0]
    page = Page(relative, markdown, meta, meta_error, raw)
    vars(page).update(kept)  # where `cached_property` looks first
    return page


def _parsed(relative: str, markdown: str, raw: str) -> Page:
    first = Page(relative, markdown, {})
    meta: dict[str, Any] = {}
    meta_error = ""
    if first.tokens and first.tokens[0].type == "front_matter":
        try:
            loaded = load_yaml(first.tokens[0].content)
            meta = loaded if isinstance(loaded, dict) else {}
        except yaml.YAMLError as error:
            meta_error = str(getattr(error, "problem", error))
    page = Page(relative, markdown, meta, meta_error, raw)
    vars(page)["tokens"] = first.tokens
    return page
