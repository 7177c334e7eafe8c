"""One answer taken apart, for the start page: the line `::: example question-id part` becomes a part of that answer.

The formula is the first whose function the answer shows as code. A part that is not there leaves the line as it is,
which the check of the built page reports.
"""

from collections.abc import Iterable, Iterator
from textwrap import indent

from scripts.content import Formula, Link, Page, Question, Site, SnippetUse


def example(site: Site, question_id: str = "", part: str = "") -> Iterator[str]:
    """A part of the answer to a question, in Markdown whose links begin at the top of `docs/`."""
    try:
        yield from ("", *PARTS[part](site, *site.questions[question_id]), "")
    except (KeyError, StopIteration):
        yield f"::: example {question_id} {part}"


def rebased(site: Site, page: Page, text: str, links: Iterable[Link]) -> str:
    """Text of a page with its links made relative to the top of `docs/`."""
    for target in {link.target for link in links}:
        if "://" in target:
            continue
        path, fragment = site.resolve(page, target)
        text = text.replace(f"]({target})", f"]({path}{'#' + fragment if fragment else ''})")
    return text


def _short_answer(site: Site, page: Page, question: Question) -> list[str]:
    return [rebased(site, page, question.short_answer, page.links), "{ .short-answer }"]


def _formula(site: Site, page: Page, question: Question) -> list[str]:
    formula, _ = _formula_with_code(page, question)
    return ["```math", *formula.tex.strip().split("\n"), "```"]


def _code(site: Site, page: Page, question: Question) -> list[str]:
    _, use = _formula_with_code(page, question)
    return ["```python", f'--8<-- "{use.file}:{use.region}"', "```"]


def _figure(site: Site, page: Page, question: Question) -> list[str]:
    figure = next(link for link in page.links if link.is_image and link.line in _lines(page, question))
    caption = page.source_lines[figure.line]
    return [f"![{figure.text}]({site.resolve(page, figure.target)[0]})", caption]


def _correction(site: Site, page: Page, question: Question) -> list[str]:
    correction = next(each for each in page.corrections if each.question_id == question.id)
    body = rebased(site, page, correction.body, correction.links)
    return [f'!!! mistake {correction.verdict} "{correction.claim}"', *indent(body, "    ").split("\n")]


def _source(site: Site, page: Page, question: Question) -> list[str]:
    return [f"This is the answer to [{question.title}]({page.path}#{question.id})"]


PARTS = {
    "short-answer": _short_answer,
    "formula": _formula,
    "code": _code,
    "figure": _figure,
    "correction": _correction,
    "source": _source,
}


def _formula_with_code(page: Page, question: Question) -> tuple[Formula, SnippetUse]:
    """The first formula of the answer whose function it shows, and the line that shows it."""
    lines = _lines(page, question)
    shown = {
        f"{use.file.removesuffix('.py').replace('/', '.')}.{use.region}": use
        for use in page.snippet_uses
        if use.line in lines
    }
    formula = next(each for each in page.formulas if each.line in lines and each.tagged in shown)
    return formula, shown[formula.tagged]


def _lines(page: Page, question: Question) -> range:
    """The lines of the page that the answer stands on."""
    following = [other.line for other in page.questions if other.line > question.line]
    return range(question.line, min(following, default=len(page.source_lines) + 1))
