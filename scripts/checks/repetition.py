"""A concept is explained in one place: no run of 15 or more words stands on two pages."""

import re
from collections.abc import Iterator
from functools import partial

from scripts.content import Page, Problem, Site
from scripts.content.recall import recalled

LONGEST_RUN = 14
"""Words that two pages may share."""

_WORD = re.compile(r"[A-Za-z0-9'’]+")


def check(site: Site) -> Iterator[Problem]:
    """Compare the prose of all topic pages and labs, without code and formulas."""
    pages = [page for page in site.pages if page.section]
    texts = [text for page in pages for text in (page.path, page.raw)]
    for file, line, message in recalled(partial(_found, pages), "repetition", *texts):
        yield Problem(file, line, "repetition", message)


def _found(pages: list[Page]) -> Iterator[tuple[str, int, str]]:
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for page in pages:
        words = recalled(partial(_words, page), "words", page.raw)
        texts = [word for word, _ in words]
        reported = -1
        for start in range(len(words) - LONGEST_RUN):
            run = tuple(texts[start : start + LONGEST_RUN + 1])
            file, line = seen.setdefault(run, (page.file, words[start][1]))
            if file != page.file and start > reported:
                message = f"“{' '.join(run[:6])} …” stands at {file}:{line} too; say it in one place and link there"
                yield page.file, words[start][1], message
                reported = start + LONGEST_RUN


def _words(page: Page) -> Iterator[tuple[str, int]]:
    """The words of the text with their lines; a formula or a piece of code counts as one word of its own."""
    for inline in page.inlines:
        for part, line in inline.lines():
            if part.type == "text":
                yield from ((word.lower(), line) for word in _WORD.findall(part.content))
            elif part.type == "code_inline":
                yield f"`{part.content}`", line
