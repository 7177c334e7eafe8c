"""A follow-up is a question that an interviewer asks next, with an answer of a few sentences; nobody asks it twice."""

from collections.abc import Iterator

from scripts.content import Page, Problem, Site, plain

FEWEST, MOST = 12, 120
"""Words of an answer: two to four sentences."""


def check(site: Site) -> Iterator[Problem]:
    """Look at each box `??? follow-up "…?"`."""
    asked = {question.title.casefold(): f"{page.file}:{question.line}" for page, question in site.questions.values()}
    for page in site.ordered_pages:
        for line, text in enumerate(page.source_lines, 1):
            if text.lstrip().startswith(("!!! follow-up", "???+ follow-up")):
                yield Problem(page.file, line, "follow-ups", "a follow-up is closed at first; write ??? follow-up")
        for follow_up in page.follow_ups:
            place = f"{page.file}:{follow_up.line}"
            for message in _faults(page, follow_up.title, follow_up.body, follow_up.question_id):
                yield Problem(page.file, follow_up.line, "follow-ups", message)
            title = follow_up.title.casefold()
            if title in asked:
                message = f"“{follow_up.title}” stands at {asked[title]} already; ask it once and link to it"
                yield Problem(page.file, follow_up.line, "follow-ups", message)
            asked.setdefault(title, place)


def _faults(page: Page, title: str, body: str, question_id: str) -> Iterator[str]:
    if not title.endswith("?"):
        yield f"“{title}” is no question; what an interviewer asks next ends in a question mark"
    if not question_id:
        yield "the follow-up stands at no question; put it behind the answer that it belongs to"
    count = len(plain(body).split())
    if not FEWEST <= count <= MOST:
        yield f"the answer has {count} words; say it in two to four sentences, {FEWEST} to {MOST} words"
