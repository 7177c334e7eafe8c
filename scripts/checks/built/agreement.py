"""What a page became is what its source says: as many lists, tables, headings, blocks of code and formulas.

The sources are checked with one parser and built with another. `dialect` refuses where the two are known to differ;
here the results are counted, so that a difference that nobody has thought of is not published either.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scripts.checks.built.site import BuiltPage, BuiltSite, Found
from scripts.content import Page, Problem

_TOKENS = {
    "list_item_open": "list items",
    "table_open": "tables",
    "tr_open": "rows of tables",
    "fence": "blocks of code",
}
_PATHS = {
    "list items": ".//li[not(ancestor::*[contains(@class, 'footnote') or contains(@class, 'tabbed')])]",
    "tables": ".//table[not(contains(@class, 'highlight'))]",
    "rows of tables": ".//table[not(contains(@class, 'highlight'))]//tr",
    "blocks of code": ".//div[contains(concat(' ', @class, ' '), ' highlight ')]",
    "inline formulas": ".//*[@class='katex'][not(ancestor::*[@class='katex-display'])]",
    "display formulas": ".//*[@class='katex-display']",
    "headings": ".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]",
    "boxes": ".//*[contains(@class, 'admonition-title')] | .//details[contains(@class, 'follow-up')]",
}


def check(built: BuiltSite) -> Iterator[Problem]:
    """Count both sides of each page that is nothing but its Markdown: others have lists made for them, labs outputs."""
    yield from built.of_each_page("built-agreement", _found)


def _found(page: BuiltPage) -> Iterator[Found]:
    source = page.source
    if source is None or source.is_lab or any(line.startswith("::: ") for line in source.source_lines):
        return
    written, read = _written(source), _read(page)
    for what in sorted(written.keys() | read.keys()):
        if written[what] != read[what]:
            message = (
                f"the page has {read[what]} {what}, its source {written[what]}: a line is read otherwise than it "
                "looks; see to empty lines around it, and to four spaces below an item"
            )
            yield message, ""


def _written(page: Page) -> Counter[str]:
    count = Counter(_TOKENS[token.type] for token in page.tokens if token.type in _TOKENS)
    count["blocks of code"] -= sum(token.type == "fence" and token.info.strip() == "math" for token in page.tokens)
    count["display formulas"] = sum(formula.display for formula in page.formulas)
    count["inline formulas"] = len(page.formulas) - count["display formulas"]
    count["headings"] = len(page.headings)
    count["boxes"] = sum(token.type == "admonition_open" for token in page.tokens)
    return count


def _read(page: BuiltPage) -> Counter[str]:
    count: Counter[str] = Counter()
    for article in page.tree.iter("article"):
        for what, path in _PATHS.items():
            found: list[Any] = article.xpath(path)
            count[what] += len(found)
    return count
