"""An answer is read in some minutes: what stands open has few words, what only few want is folded."""

import re
from collections.abc import Iterator

from scripts.content import Page, Problem, Site, plain
from scripts.content.by_page import Found, of_each_page

LONGEST_ANSWER = 600
"""Words of paragraphs, lists and captions; a formula in the text is one. Tables, code and boxes are not counted."""
_APART = ("admonition_open", "table_open")
_FORMULA = re.compile(r"\$`[^`]*`\$")
_IMAGE = re.compile(r"!\[.*?\]\([^)]*\)", re.DOTALL)


def check(site: Site) -> Iterator[Problem]:
    """Count the words that stand open in every answer."""
    yield from of_each_page(site, "length", _found)


def _found(page: Page) -> Iterator[Found]:
    for line, words in open_words(page).items():
        if words > LONGEST_ANSWER:
            message = f"the answer has {words} words, more than {LONGEST_ANSWER}; say less, or fold what few want"
            yield line, f"{message} into a follow-up"


def open_words(page: Page) -> dict[int, int]:
    """How many words each answer of a topic page has, by the line of its question."""
    if page.is_lab:
        return {}
    counts = {question.line: 0 for question in page.questions}
    apart = [range(*token.map) for token in page.tokens if token.type in _APART and token.map]
    for inline in page.inlines:
        question = max((line for line in counts if line < inline.line), default=None)
        if question and not inline.heading and not any(inline.line - 1 in lines for lines in apart):
            counts[question] += len(plain(_FORMULA.sub("x", _IMAGE.sub("", inline.source))).split())
    return counts
