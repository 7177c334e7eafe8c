"""Glossary terms are sorted and unique, and lead to where they are explained; every abbreviation is explained there.

A term leads to a question, a section or a correction that names it: in the heading, in the first paragraph, or set off
(emphasized, or in a table). A link to a mere mention is of no use to someone who looks a word up.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from markdown_it.token import Token

from scripts.content import Page, Problem, Site, read_text
from scripts.content.recall import recalled

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
    if page:
        yield from _unexplained(site, page)
    for each in site.pages:
        for number, line in enumerate(each.source_lines, 1):
            if _ABBREVIATION.fullmatch(line.strip()):
                message = f"abbreviations stand in {ABBREVIATIONS}, for all pages; move the line there"
                yield Problem(each.file, number, "glossary", message)
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


def _unexplained(site: Site, page: Page) -> Iterator[Problem]:
    """Terms whose link leads to where they are not named."""
    told: dict[str, dict[str, list[str]]] = {}
    for term, line, link in recalled(partial(_linked, page), "glossary", page.raw):
        path, identifier = site.resolve(page, link)
        target = site.page(path)
        if target is None or not identifier:
            continue
        if path not in told:
            told[path] = recalled(partial(_told, target), "told", target.raw)
        if not _names(term, told[path].get(identifier, [])):
            message = f"“{term}” leads to {link}, which does not name it; link the section that explains it"
            yield Problem(page.file, line, "glossary", message)


def _linked(page: Page) -> Iterator[tuple[str, int, str]]:
    """Each term with its line and the last link of its explanation."""
    term = None
    for before, token in pairwise(page.tokens):
        if before.type == "dt_open" and token.map:
            term = (token.content, token.map[0] + 1)
        links = [str(child.attrs["href"]) for child in token.children or () if child.type == "link_open"]
        if term is None or before.type == "dt_open" or not links:
            continue
        yield *term, links[-1]
        term = None


def _told(page: Page) -> dict[str, list[str]]:
    """What each section, question and correction of a page is about, by its id: heading, first paragraph, what is set
    off.
    """
    marks = sorted(
        [(mark.line, mark.id, mark.text) for mark in page.headings]
        + [(mark.line, mark.id, mark.claim) for mark in page.corrections]
    )
    told: dict[str, list[str]] = {}
    for at, (line, name, title) in enumerate(marks):
        end = marks[at + 1][0] if at + 1 < len(marks) else len(page.source_lines) + 1
        inside = [
            (before.type, token)
            for before, token in pairwise(page.tokens)
            if token.type == "inline" and token.map and line < token.map[0] + 1 < end
        ]
        texts = told.setdefault(name, [])
        texts += [title, *(token.content for _, token in inside[:1])]
        for kind, token in inside:
            texts += [token.content] if kind in ("td_open", "th_open") else _emphasized(token)
    return told


def _emphasized(token: Token) -> Iterator[str]:
    """The texts in italics or bold of a paragraph."""
    depth, text = 0, ""
    for child in token.children or ():
        if child.type in ("em_open", "strong_open"):
            depth += 1
        elif child.type in ("em_close", "strong_close"):
            depth -= 1
            if depth == 0:
                yield text
                text = ""
        elif depth:
            text += child.content


def _names(term: str, told: list[str]) -> bool:
    """Whether one of the texts has all words of the term, or its abbreviation."""
    names = [re.sub(r"\s*\([^)]*\)", "", term), *re.findall(r"[^(),]+(?=[^()]*\))", term)]
    texts = [_forms(text) for text in told]
    return any(_forms(name) <= text for name in names for text in texts)


def _forms(text: str) -> set[str]:
    """The words without capitals and endings."""
    return {re.sub(r"(?<=...)(ies|es|s|ing|ed|ion|y|e)$", "", word) for word in re.findall(r"[^\W_]+", text.casefold())}
