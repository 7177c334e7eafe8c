"""Nothing of the Markdown is left unrendered: formulas, includes, citations, stand-ins, listings."""

import re
from collections.abc import Iterator
from typing import Any

from scripts.checks.built.site import BuiltPage, BuiltSite, Found
from scripts.content import Problem

_LEFT = {
    re.compile(r"\$`|`\$|\$\$"): "a formula was not rendered",
    re.compile(r"--8<--"): "a snippet was not included",
    re.compile(r"\[@[a-z]"): "a citation was not resolved",
    re.compile(r"^\s*(?:!!!|\?\?\?|===|:::) ", re.MULTILINE): "a block was not rendered; look at its indentation",
    re.compile(r"\{ ?[#.][\w-]+[^}]*\}"): "attributes were not read; look at their place",
    re.compile(r"\*\*\w|\]\([\w./#-]+\)"): "Markdown was not rendered; look for a missing blank line or space",
}


def check(built: BuiltSite) -> Iterator[Problem]:
    """Look at the text of each page outside of code, and for the marks of errors."""
    yield from built.of_each_page("built-rendering", _found)


def _found(page: BuiltPage) -> Iterator[Found]:
    for element in page.tree.xpath("//*[@class='problem' or contains(concat(' ', @class, ' '), ' katex-error ')]"):
        yield f"an error is shown: {element.text_content()}", ""
    if page.tree.xpath("//*[@data-late]"):
        yield "a stand-in for a formula or figure was not filled in", ""
    for article in page.tree.iter("article"):
        text = "\n".join(_prose(article))
        for pattern, message in _LEFT.items():
            for match in pattern.finditer(text):
                left = text[match.start() :].strip().split("\n")[0]
                around = text[max(match.start() - 20, 0) : match.end() + 20].replace("\n", " ")
                yield f"{message}: “{around.strip()}”", left


def _prose(element: Any) -> Iterator[str]:
    path = "descendant::text()[not(ancestor::pre or ancestor::code or ancestor::script or ancestor::*[@class='katex'])]"
    yield from element.xpath(path)
