"""An answer is read in some minutes: what stands open has few words, what only few want is folded."""

import re
from collections.abc import Iterator

from scripts.content import Page, Problem, Site, plain

LONGEST_ANSWER = 600
"""Words of paragraphs, lists and captions; a formula in the text is one. Tables, code and boxes are not counted."""
_FORMULA = re.compile(r"\$`[^`]*`\$")
_IMAGE = re.compile(r"!\[.*?\]\([^)]*\)", re.DOTALL)


def check(site: Site) -> Iterator[Problem]:
    """Count the words that stand open in every answer."""
    for page in site.pages:
        for line, words in open_words(page).items():
            if words > LONGEST_ANSWER:
                message = f"the answer has {words} words, more than {LONGEST_ANSWER}; say less, or fold what few want"
                yield Problem(page.file, line, "length", f"{message} into a follow-up")


def open_words(page: Page) -> dict[int, int]:
    """How many words each answer of a topic page has, by the line of its question."""
    if page.is_lab:
        return {}
    counts = {question.line: 0 for question in page.questions}
    boxes = [token.map for token in page.tokens if token.type == "admonition_open" and token.map]
    kind, table = "", False
    for token in page.tokens:
        table = token.type == "table_open" or (table and token.type != "table_close")
        if token.type == "inline" and token.map and kind != "heading_open" and not table:
            first = token.map[0]
            question = max((line for line in counts if line <= first), default=None)
            if question and not any(begin <= first < end for begin, end in boxes):
                counts[question] += len(plain(_FORMULA.sub("x", _IMAGE.sub("", token.content))).split())
        kind = token.type
    return counts
