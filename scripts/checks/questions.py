"""Every question has a permanent id, a level and a short answer that stands alone; no question is asked twice."""

from collections.abc import Iterator

from scripts.content import LEVELS, Page, Problem, Question, Site, plain

LONGEST_SHORT_ANSWER = 54
"""Words: what can be said in 20 seconds."""


def check(site: Site) -> Iterator[Problem]:
    """Look at each `##` heading that ends in a question mark."""
    ids: dict[str, str] = {}
    titles: dict[str, str] = {}
    for page in site.pages:
        for heading in page.headings:
            if heading.level == 2 and page.questions and not page.is_lab and not heading.text.endswith("?"):
                message = f"“{heading.text}” is no question; a ## heading of a topic page ends in ?, others are ###"
                yield Problem(page.file, heading.line, "questions", message)
        for question in page.questions:
            place = f"{page.file}:{question.line}"
            yield from _heading(page, question)
            yield from _short_answer(page, question)
            if question.id and question.id in ids:
                message = f"the id {question.id!r} stands at {ids[question.id]} already; ids are unique on the site"
                yield Problem(page.file, question.line, "questions", message)
            ids.setdefault(question.id, place)
            wording = question.title.casefold()
            if wording in titles:
                message = f"{titles[wording]} asks the same; answer a question once and link to it"
                yield Problem(page.file, question.line, "questions", message)
            titles.setdefault(wording, place)


def _heading(page: Page, question: Question) -> Iterator[Problem]:
    if not question.id:
        message = "the question has no id; add { #short-slug data-level=basic } to the heading"
        yield Problem(page.file, question.line, "questions", message)
    if question.level not in LEVELS:
        what = f"level {question.level!r} is unknown" if question.level else "the question has no level"
        message = f"{what}; write data-level= with one of {', '.join(LEVELS)}"
        yield Problem(page.file, question.line, "questions", message)


def _short_answer(page: Page, question: Question) -> Iterator[Problem]:
    line = question.short_answer_line
    if not question.short_answer.strip():
        found = {"fence": "a block of code or a formula", "": "nothing"}.get(question.first_block, "no paragraph")
        message = f"no short answer: {found} follows the question; begin with at most {LONGEST_SHORT_ANSWER} words"
        yield Problem(page.file, line, "questions", message)
        return
    count = len(plain(question.short_answer).split())
    if count > LONGEST_SHORT_ANSWER:
        message = f"the short answer has {count} words; at most {LONGEST_SHORT_ANSWER} can be spoken in 20 seconds"
        yield Problem(page.file, line, "questions", message)
