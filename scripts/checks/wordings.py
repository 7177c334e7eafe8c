"""Other wordings (`asked:` in the front matter) name a question of their page and lead to it alone.

They are what people type who look for the answer; only the search reads them.
"""

import re
from collections.abc import Iterator

from scripts.content import Page, Problem, Site

LONGEST = 80
"""Characters of what somebody types."""


def check(site: Site) -> Iterator[Problem]:
    """Look at the other wordings of each question."""
    titles = {said(question.title): question.id for _, question in site.questions.values()}
    seen: dict[str, str] = {}
    for page in site.ordered_pages:
        if "asked" not in page.meta:
            continue
        named = page.meta["asked"]
        if not isinstance(named, dict):
            yield Problem(
                page.file,
                _line(page, "asked"),
                "wordings",
                "no list of wordings; write `asked:` and below it `question-id: [words]`",
            )
            continue
        known = {question.id for question in page.questions}
        for identifier, words in named.items():
            line = _line(page, str(identifier))
            if identifier not in known:
                yield Problem(
                    page.file,
                    line,
                    "wordings",
                    f"no question of this page has the id {identifier!r}; write one that it has",
                )
            elif not isinstance(words, list) or not all(isinstance(each, str) and said(each) for each in words):
                message = f"the wordings of {identifier!r} are no list of words; put those with : or # between quotes"
                yield Problem(page.file, line, "wordings", message)
            else:
                yield from _repeated(page, str(identifier), words, titles, seen)


def said(words: str) -> str:
    """Words without what a search ignores: capitals and punctuation."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def _repeated(
    page: Page, identifier: str, words: list[str], titles: dict[str, str], seen: dict[str, str]
) -> Iterator[Problem]:
    for wording in words:
        key = said(wording)
        if len(wording) > LONGEST or any(sign in wording for sign in "<>`[]{}$\n"):
            message = (
                f"the wording “{wording[:30]}…” of {identifier!r} is no plain words of at most {LONGEST} characters"
            )
            yield Problem(page.file, _line(page, identifier), "wordings", f"{message}; write what somebody types")
        if key in titles:
            what = "is its title" if titles[key] == identifier else f"is the title of {titles[key]!r}"
            message = f"the wording “{wording}” of {identifier!r} {what}; leave it out"
            yield Problem(page.file, _line(page, identifier), "wordings", message)
        elif key in seen:
            what = "stands twice" if seen[key] == identifier else f"leads to {seen[key]!r} already"
            message = f"the wording “{wording}” of {identifier!r} {what}; keep it at the question that answers it best"
            yield Problem(page.file, _line(page, identifier), "wordings", message)
        seen.setdefault(key, identifier)


def _line(page: Page, key: str) -> int:
    numbered = enumerate(page.source_lines, 1)
    return next((number for number, line in numbered if line.strip().startswith(f"{key}:")), 1)
