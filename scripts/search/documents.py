"""What can be found: questions with the parts of their answers, glossary terms, labs and topic pages, as plain text.

Nothing here knows how results are ranked, and nothing is tied to a builder or a theme: `documents` turns a `Site` into
data that can be written as JSON. A part belongs to a question: a sub-section, a follow-up, a correction, a
lab, a glossary term.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scripts.content import CITATION, Correction, FollowUp, Heading, Page, Question, Site, plain
from scripts.content.parts import Block, Term
from scripts.content.repository import issue_address
from scripts.search.words import words_of_formula

PLACEHOLDER = "QUERY"
"""Stands in the address of the form for a missing question where the reader's words go."""

_FORMULA = re.compile(r"\$`([^`]*)`\$")
_CLAIM = re.compile(r"\*\*Claim on trial\.\*\* *")


@dataclass(frozen=True)
class Part:
    """A piece of an answer: `kind` is `section`, `next` (a follow-up), `correction`, `lab` or `term`.

    `text` is searched, not shown.
    """

    kind: str
    title: str
    url: str
    text: str
    label: str = ""

    def data(self) -> dict[str, str]:
        """The part as JSON; what is empty is left out."""
        named = {"kind": self.kind, "label": self.label, "title": self.title, "url": self.url, "text": self.text}
        return {key: value for key, value in named.items() if value}


def documents(site: Site) -> dict[str, Any]:
    """All documents of the site, and the address of the form for a missing question (`""` where none is known)."""
    labs, terms = _labs_by_question(site), _terms_by_question(site)
    questions = []
    for identifier, (page, question) in site.questions.items():
        if page.is_lab:
            continue
        body, parts = answer_parts(page, question)
        parts += labs.get(identifier, []) + terms.get(identifier, [])
        questions.append(
            {
                "id": identifier,
                "url": f"{page.url}#{identifier}",
                "title": readable(question.title),
                "level": question.level,
                "section": section_title(site, page),
                "page": page.title,
                "asked": list(page.asked.get(identifier, [])),
                "short": readable(question.short_answer),
                "text": body,
                "parts": [part.data() for part in parts],
            }
        )
    return {
        "missing": issue_address(site.repository, "missing-question", f"Question: {PLACEHOLDER}", question=PLACEHOLDER),
        "abbreviations": abbreviations(site),
        "questions": questions,
        "others": [*_pages(site), *_glossary(site), *_labs(site)],
    }


def answer_parts(page: Page, question: Question) -> tuple[str, list[Part]]:
    """The words of an answer outside of its parts; its sub-sections, follow-ups and corrections, in order."""
    following = [other.line for other in page.questions if other.line > question.line]
    last = min(following, default=len(page.source_lines) + 1)
    headings = [h for h in page.headings if question.line < h.line < last]
    corrections = [c for c in page.corrections if c.question_id == question.id]
    follow_ups = [f for f in page.follow_ups if f.question_id == question.id]
    marks: list[Heading | Correction | FollowUp] = sorted(
        [*headings, *corrections, *follow_ups], key=lambda mark: mark.line
    )
    ends = [mark.line for mark in marks] + [last]
    body = text_between(page, question.short_answer_line + 1, ends[0])
    parts = []
    for mark, end in zip(marks, ends[1:], strict=True):
        text = text_between(page, mark.line + 1, end)
        if isinstance(mark, Correction):
            parts.append(Part("correction", readable(mark.claim), f"{page.url}#{mark.id}", text, mark.verdict))
        elif isinstance(mark, FollowUp):
            parts.append(Part("next", readable(mark.title), f"{page.url}#{mark.id}", text))
        else:
            parts.append(Part("section", readable(mark.text), f"{page.url}#{mark.id}", text))
    return body, parts


def text_between(page: Page, first: int, end: int) -> str:
    """The words of the page from line `first` up to, not including, line `end`: no formulas, no blocks of code."""
    return " ".join(_texts(page.blocks, first, end))


def _texts(blocks: Iterable[Block], first: int, end: int) -> Iterator[str]:
    for block in blocks:
        if block.kind == "inline" and first <= block.line < end:
            text = CITATION.sub("", re.sub(r"^\*\[[^\]]*\]:.*$|^--8<--.*$|^::: .*$", "", block.content))
            text = re.sub(r"!\[[^\]]*\]", "", text)  # alternative texts describe a drawing, not the matter
            yield plain(re.sub(r"\{[^{}]*\}", "", _FORMULA.sub(" ", text)))


def readable(markdown: str) -> str:
    """Markdown as one line of plain text, formulas as characters: `Var[g_B] = σ^2/B`."""
    return plain(_FORMULA.sub(lambda match: words_of_formula(match[1]), markdown))


def section_title(site: Site, page: Page) -> str:
    """The title of the page's section, `""` at the top."""
    index = site.page(f"{page.section}/index.md")
    return index.title if index else page.section.capitalize()


def abbreviations(site: Site) -> dict[str, str]:
    """What each abbreviation stands for."""
    path = site.data / "abbreviations.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(re.findall(r"^\*\[([^\]]+)\]: *(.+?) *$", text, re.MULTILINE))


def _pages(site: Site) -> Iterator[dict[str, str]]:
    """The topic pages: those with questions."""
    for page in site.ordered_pages:
        if page.questions and page.section and not page.is_lab:
            count = len(page.questions)
            short = f"{count} questions" if count > 1 else "1 question"
            yield _other("page", page.title, page.url, short, section_title(site, page))


def _glossary(site: Site) -> Iterator[dict[str, str]]:
    for page, term, definition, _ in glossary(site):
        yield _other("term", term, f"{page.url}#{_anchor(page, term)}", definition, "Glossary")


def _labs(site: Site) -> Iterator[dict[str, str]]:
    for page in site.ordered_pages:
        if page.is_lab:
            yield _other("lab", page.title, page.url, claim_of(page), "Lab")


def _other(kind: str, title: str, url: str, short: str, section: str) -> dict[str, str]:
    return {"kind": kind, "title": readable(title), "url": url, "short": short, "section": section}


def glossary(site: Site) -> Iterator[tuple[Page, str, str, str]]:
    """Each term of the glossary: its page, the term, its definition in one sentence, the question that explains it."""
    page = site.page("glossary.md")
    if page is None:
        return
    term = ""
    for before, token in zip(page.tokens, page.tokens[1:], strict=False):
        if token.type != "inline":
            continue
        if before.type == "dt_open":
            term = token.content
        elif term:
            links = [str(child.attrs["href"]) for child in token.children or () if child.type == "link_open"]
            target = site.resolve(page, links[-1])[1] if links else ""
            definition = re.sub(r"\s*\[More\]\([^)]*\)", "", token.content)
            yield page, readable(term), readable(definition), target
            term = ""


def claim_of(page: Page) -> str:
    """The claim that a lab puts on trial."""
    paragraphs = [block.content for block in page.blocks if block.kind == "inline"]
    return next((readable(_CLAIM.sub("", text)) for text in paragraphs if _CLAIM.match(text)), "")


@functools.lru_cache(maxsize=4)
def _anchors(terms: tuple[Term, ...]) -> dict[str, str]:
    return {readable(term.text): term.id for term in reversed(terms)}


def _anchor(page: Page, term: str) -> str:
    return _anchors(page.terms).get(term, "")


def _terms_by_question(site: Site) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for page, term, definition, target in glossary(site):
        if target in site.questions:
            part = Part("term", term, f"{page.url}#{_anchor(page, term)}", definition, "Glossary")
            found.setdefault(target, []).append(replace(part, text=definition))
    return found


def _labs_by_question(site: Site) -> dict[str, list[Part]]:
    """Each lab stands with the questions that it links to."""
    found: dict[str, list[Part]] = {}
    for page in site.ordered_pages:
        if not page.is_lab:
            continue
        part = Part("lab", readable(page.title), page.url, claim_of(page), "Lab")
        for fragment in dict.fromkeys(site.resolve(page, link.target)[1] for link in page.links):
            if fragment in site.questions:
                found.setdefault(fragment, []).append(part)
    return found
