"""The questions as data, for programs: `questions.json`, whose form `questions.schema.json` says."""

import functools
from pathlib import Path
from typing import Any

from scripts.content import Page, Site
from scripts.evidence.readings import recorded
from scripts.search.documents import readable, section_title
from scripts.study.rendering import Shown, link_target

SCHEMA = Path(__file__).with_name("questions.schema.json")
VERSION = 1
"""Raised when a program that reads the file has to be changed."""


def questions(site: Site, made: dict[str, Shown], address: str) -> dict[str, Any]:
    """All questions in the order of the site; `made` has the cards by id.

    Addresses are absolute where `address` of the site is known (it ends in a slash), else relative to the file.
    """
    shown = [(page, question) for page, question in site.questions.values() if not page.is_lab]
    parts: dict[str, list[Shown]] = {}
    for each in made.values():
        parts.setdefault(each.card.question.id, []).append(each)
    return {
        "$schema": f"{address}questions.schema.json",
        "version": VERSION,
        "name": str(site.mkdocs.get("site_name", "")),
        "address": address,
        "license": "CC-BY-4.0",
        "questions": [_question(site, page, parts[question.id], address) for page, question in shown],
    }


def _question(site: Site, page: Page, parts: list[Shown], address: str) -> dict[str, Any]:
    first, *others = parts
    question = first.card.question
    lines = range(question.line, _end(page, question.line))
    return {
        "id": question.id,
        "question": readable(question.title),
        "short_answer": readable(question.short_answer),
        "short_answer_html": first.back,
        "verified": _day(site, "answers", question.id),
        "level": question.level,
        "section": {"id": page.section, "title": section_title(site, page)},
        "page": page.title,
        "address": address + first.card.url,
        "markdown": f"{address}{page.url}index.md",
        "asked_next": [_part(each, address) for each in others if each.card.kind == "follow-up"],
        "corrections": [
            {
                **_part(each, address),
                "verdict": each.card.verdict,
                "verified": _day(site, "corrections", each.card.anchor),
            }
            for each in others
            if each.card.kind == "claim"
        ],
        "citations": _citations(site, page, lines, address),
    }


def _part(shown: Shown, address: str) -> dict[str, Any]:
    card = shown.card
    name = "claim" if card.kind == "claim" else "question"
    answer = "correction" if card.kind == "claim" else "answer"
    texts = {name: readable(card.front), answer: readable(card.back), f"{answer}_html": shown.back}
    return {"id": card.anchor, **texts, "address": address + card.url}


def _day(site: Site, kind: str, name: str) -> str | None:
    """When somebody last held the words against what they are about."""
    return recorded(site, kind, name)[0] or None


def _end(page: Page, line: int) -> int:
    return min((each.line for each in page.questions if each.line > line), default=len(page.source_lines) + 1)


def _citations(site: Site, page: Page, lines: range, address: str) -> list[dict[str, Any]]:
    """The works that an answer cites, each once, with all the places in them that it names."""
    found: dict[str, list[str]] = {}
    for citation in page.citations:
        if citation.line in lines:
            locators = found.setdefault(citation.key, [])
            if citation.locator and citation.locator not in locators:
                locators.append(citation.locator)
    works = ((key, site.bibliography.get(key), locators) for key, locators in found.items())
    return [
        {
            "key": key,
            "label": work.label,
            "reference": work.text,
            "locators": locators,
            "work": work.address,
            "address": address + link_target(site, page, f"/references.md#{key}"),
        }
        for key, work, locators in works
        if work is not None
    ]


@functools.cache
def schema() -> bytes:
    """The JSON schema of the file."""
    return SCHEMA.read_bytes()
