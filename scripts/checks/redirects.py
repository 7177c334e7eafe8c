"""Addresses that were published stay alive: every recorded page and question exists or has a redirect."""

import re
from collections.abc import Iterator

from scripts.content import Problem, Site

FILE = "docs/_data/published.yml"
_ADDRESS = re.compile(r"(?:[a-z0-9-]+/)?[a-z0-9-]+\.(?:md|py)(?:#[A-Za-z0-9_-]+)?")


def check(site: Site) -> Iterator[Problem]:
    """Compare the record of published addresses with the pages."""
    ledger = site.ledger("published.yml")
    recorded, moved = ledger.get("pages") or {}, site.moved
    path = site.data / "published.yml"
    text = path.read_text(encoding="utf-8").split("\n") if path.exists() else []

    def line_of(needle: str) -> int:
        return next((number for number, line in enumerate(text, 1) if needle in line), 1)

    for file, ids in recorded.items():
        page = site.page(file)
        if page is None:
            if file not in moved:
                message = f"docs/{file} was published and is gone; add `{file}: its-new-place.md` to moved"
                yield Problem(FILE, line_of(file), "redirects", message)
            continue
        here = {question.id for question in page.questions}
        for identifier in ids or []:
            if identifier not in here and f"{file}#{identifier}" not in moved:
                message = (
                    f"{file}#{identifier} was published and is gone; add `{file}#{identifier}: page.md#new-id` to moved"
                )
                yield Problem(FILE, line_of(identifier), "redirects", message)
    if unknown := sorted(set(ledger) - {"pages", "moved"}):
        message = f"unknown part {unknown[0]!r}; the parts are pages and moved"
        yield Problem(FILE, line_of(f"{unknown[0]}:"), "redirects", message)
    for old, new in moved.items():
        file, _, anchor = str(old).partition("#")
        if not _ADDRESS.fullmatch(str(old)):
            message = f"{old} is the path of no page; write section/page.md or section/page.md#id"
            yield Problem(FILE, line_of(str(old)), "redirects", message)
        elif (page := site.page(file)) and (not anchor or anchor in {q.id for q in page.questions}):
            yield Problem(FILE, line_of(str(old)), "redirects", f"{old} is still there; remove the line, or the page")
        new_file, _, fragment = str(new).partition("#")
        target = site.page(new_file)
        if target is None or (fragment and fragment not in site.anchors(target)):
            yield Problem(
                FILE,
                line_of(old),
                "redirects",
                f"{old} is sent to {new}, which does not exist; name the page that answers now",
            )
    for page in site.pages:
        missing = {question.id for question in page.questions if question.id} - set(recorded.get(page.path) or [])
        if page.path not in recorded or missing:
            what = ", ".join(sorted(missing)) or page.path
            line = next((each.line for each in page.questions if each.id in missing), 1)
            yield Problem(page.file, line, "redirects", f"not recorded as published: {what}; run `make format`")
