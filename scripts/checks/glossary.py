"""Glossary terms are sorted and unique; every abbreviation is explained there."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scripts.content import Problem, Site, read_text

PAGE = "glossary.md"
ABBREVIATIONS = "docs/_data/abbreviations.md"
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\]:\s*(.*)")


def check(site: Site) -> Iterator[Problem]:
    """Look at the terms of the glossary page, then at the list of abbreviations."""
    page = site.page(PAGE)
    terms = page.terms if page else ()
    for before, term in pairwise(terms):
        if before.text.casefold() == term.text.casefold():
            yield Problem(f"docs/{PAGE}", term.line, "glossary", f"“{term.text}” stands twice; keep one")
        elif before.text.casefold() > term.text.casefold():
            message = f"“{term.text}” stands after “{before.text}”; terms are in alphabetical order"
            yield Problem(f"docs/{PAGE}", term.line, "glossary", message)
    path = site.root / ABBREVIATIONS
    seen: set[str] = set()
    for number, line in enumerate(read_text(path, ABBREVIATIONS).split("\n") if path.exists() else [], 1):
        if not line.strip():
            continue
        match = _ABBREVIATION.fullmatch(line)
        if match is None or not match[2].strip():
            yield Problem(ABBREVIATIONS, number, "glossary", "a line is *[SHORT]: what it stands for")
            continue
        if match[1] in seen:
            yield Problem(ABBREVIATIONS, number, "glossary", f"{match[1]} stands twice; keep one")
        seen.add(match[1])
        if not any(re.search(rf"\b{re.escape(match[1])}\b", term.text) for term in terms):
            message = f"{match[1]} is not explained in docs/{PAGE}; add a term “… ({match[1]})”"
            yield Problem(ABBREVIATIONS, number, "glossary", message)
