"""What a page is, for search engines: a learning resource with its questions (JSON-LD of schema.org), from its HTML."""

import json
from typing import Any

TYPE = "application/ld+json"
"""Data to browsers: no policy has to allow it."""
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def linked_data(page: Any, address: str) -> str:
    """The element for a parsed page at `address`; `""` for one that answers no question."""
    headings = page.xpath("//article//h2[@id][@data-level]")
    if not headings:
        return ""
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": _text(page.xpath("//article//h1")[0]),
        "description": next(iter(page.xpath("//meta[@name='description']/@content")), ""),
        "url": address,
        "inLanguage": "en",
        "license": LICENSE,
        "hasPart": [_question(heading, address) for heading in headings],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="{TYPE}">{text}</script>'


def _question(heading: Any, address: str) -> dict[str, Any]:
    """A question by its name and address; its answer stands on the page, and twice it would be twice to load."""
    url = f"{address}#{heading.get('id')}"
    question: dict[str, Any] = {"@type": "Question", "name": _text(heading), "url": url}
    question["educationalLevel"] = heading.get("data-level")
    return question


def _text(element: Any) -> str:
    parts = element.xpath(".//text()[not(ancestor::a[@class='headerlink'])]")
    return " ".join("".join(parts).split())
