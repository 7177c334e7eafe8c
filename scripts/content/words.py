"""The words of Markdown without its marks, and the citations among them."""

import re

CITATION = re.compile(r"\[(@[^\[\]]+)\]")


def parse_citation(inside: str) -> list[tuple[str, str]]:
    """The keys and locators of the text between the brackets of `[@key, §4; @other]`."""
    found = []
    for part in inside.split(";"):
        key, _, locator = part.strip().partition(",")
        found.append((key.strip().removeprefix("@"), locator.strip()))
    return found


def plain(markdown: str) -> str:
    """Markdown text without its marks, for counting and listing; formulas keep their TeX."""
    text = re.sub(rf"\s*{CITATION.pattern}", "", markdown)
    text = re.sub(r"\$`([^`]*)`\$", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", text)).strip()
