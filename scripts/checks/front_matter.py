"""Every page has a description of 50 to 160 characters that no other page has, and no unknown keys."""

from collections.abc import Iterator

from scripts.content import Page, Problem, Site

KNOWN_KEYS = {"asked", "description", "hide", "read_first"}
VALUES = {"hide": (["navigation"], ["toc"], ["navigation", "toc"])}
"""Values that a key may have."""
LAB_KEYS = {"description", "jupyter"}


def check(site: Site) -> Iterator[Problem]:
    """Look at the YAML between the `---` lines of each page."""
    seen: dict[str, Page] = {}
    for page in site.pages:
        if page.meta_error:
            yield Problem(
                page.file, 2, "front-matter", f"not YAML: {page.meta_error}; put words with a colon or # between quotes"
            )
            continue
        for key in page.meta.keys() - (LAB_KEYS if page.is_lab else KNOWN_KEYS):
            message = f"unknown key {key!r}; known are {', '.join(sorted(LAB_KEYS if page.is_lab else KNOWN_KEYS))}"
            yield Problem(page.file, _line(page, key), "front-matter", message)
        for key, allowed in VALUES.items():
            if key in page.meta and page.meta[key] not in allowed:
                known = " or ".join(f"[{', '.join(each)}]" for each in allowed)
                message = f"{key} is {page.meta[key]!r}; write {key}: {known}"
                yield Problem(page.file, _line(page, key), "front-matter", message)
        description = page.meta.get("description")
        if not isinstance(description, str) or not description.strip():
            message = "no description; begin the file with ---, description: one sentence, ---"
            yield Problem(page.file, 1, "front-matter", message)
            continue
        line = _line(page, "description")
        if not 50 <= len(description) <= 160:
            message = f"the description has {len(description)} characters; write one sentence of 50 to 160"
            yield Problem(page.file, line, "front-matter", message)
        if description in seen:
            message = f"{seen[description].file} has the same description; say what is special about this page"
            yield Problem(page.file, line, "front-matter", message)
        seen[description] = page


def _line(page: Page, key: str) -> int:
    numbered = enumerate(page.source_lines, 1)
    return next((number for number, line in numbered if line.startswith(f"{key}:")), 1)
