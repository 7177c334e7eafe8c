"""Every lab states claim, verdict and limits, asserts what it finds, and is linked with the answers that it settles."""

import ast
from collections.abc import Iterator

from scripts.content import Page, Problem, Site, read_text
from scripts.content.code import parse
from scripts.content.recall import recalled

OPENING = ("**Claim on trial.**", "**Verdict.**")
SECTIONS = ("Method", "Limits", "At scale")


def check(site: Site) -> Iterator[Problem]:
    """Look at the text of each lab, then at the links between it and the questions."""
    for lab in site.pages:
        if not lab.is_lab:
            continue
        first = next((heading.line for heading in lab.headings if heading.level == 2), len(lab.source_lines) + 1)
        opening = "\n".join(lab.source_lines[: first - 1])
        for words in OPENING:
            if words not in opening:
                yield Problem(lab.file, 1, "labs", f"begin with a paragraph {words} …, before the first section")
        headings = [heading.text for heading in lab.headings]
        for section in SECTIONS:
            if section not in headings:
                yield Problem(lab.file, 1, "labs", f"no section “{section}”")
        if not _asserts(site, lab):
            yield Problem(lab.file, 1, "labs", "nothing is asserted; end each finding in an assert that can fail")
        answers = [page for page in _linked(site, lab) if page.questions]
        if not answers:
            yield Problem(lab.file, 1, "labs", "link to the question that this lab settles")
        elif not any(lab in _linked(site, page) for page in answers):
            message = f"no page that it links to links back; {answers[0].file} should show its result"
            yield Problem(lab.file, 1, "labs", message)


def _linked(site: Site, page: Page) -> list[Page]:
    """The pages that a page links to."""
    found = [site.page(site.resolve(page, link.target)[0]) for link in page.links if "://" not in link.target]
    return [other for other in found if other is not None]


def _asserts(site: Site, lab: Page) -> bool:
    text = read_text(site.root / lab.file, lab.file)
    try:
        return bool(recalled(("content", "checks"), lambda: _has_asserts(text), "labs", text))
    except SyntaxError:  # executing the lab says so, with the cell
        return True


def _has_asserts(text: str) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(parse(text)))
