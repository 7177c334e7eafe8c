"""Every page stands in the navigation once, has one title, and skips no level of headings."""

from collections import Counter
from collections.abc import Iterator

from scripts.content import Page, Problem, Site, read_text


def check(site: Site) -> Iterator[Problem]:
    """Compare `nav` in mkdocs.yml with the files, then look at the headings of each page."""
    lines = read_text(site.root / "mkdocs.yml", "mkdocs.yml").split("\n")

    def line_of(path: str) -> int:
        return next((number for number, line in enumerate(lines, 1) if line.rstrip().endswith(path)), 1)

    for path, count in Counter(site.nav).items():
        if site.page(path) is None and not any(problem.file == f"docs/{path}" for problem in site.problems):
            yield Problem("mkdocs.yml", line_of(path), "navigation", f"nav names docs/{path}, which does not exist")
        if count > 1:
            yield Problem("mkdocs.yml", line_of(path), "navigation", f"nav names {path} {count} times; once is enough")
    for page in site.pages:
        if page.path not in site.nav and page.path != "404.md":
            yield Problem(page.file, 1, "navigation", f"not in the navigation; add {page.path} to nav in mkdocs.yml")
        yield from _headings(page)


def _headings(page: Page) -> Iterator[Problem]:
    titles = [heading for heading in page.headings if heading.level == 1]
    if not titles:
        yield Problem(page.file, 1, "navigation", "no title; begin the text with one # heading")
    for heading in titles[1:]:
        message = f"a second # heading, “{heading.text}”; a page has one title"
        yield Problem(page.file, heading.line, "navigation", message)
    level = 0
    for heading in page.headings:
        if heading.level > level + 1:
            message = f"“{heading.text}” jumps from level {level} to {heading.level}; use {'#' * (level + 1)}"
            yield Problem(page.file, heading.line, "navigation", message)
        level = heading.level
