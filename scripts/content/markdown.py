"""Reads Markdown as the site does, with the line of everything: admonitions, tabs, labs, bindings."""

import functools
import re
from collections.abc import Iterable, Sequence

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from scripts.content.parts import Formula

BINDING = re.compile(r"<!--=(.*?)-->")
"""A comment that binds the numbers before it to measured values: see `scripts/evidence/printed.py`."""
SNIPPET_USE = re.compile(r'\s*--8<-- "([^":]+)(?::([^"]*))?"\s*')
_TAB = re.compile(r'(\s*)===[+!]* ".*"\s*')
_TAG = re.compile(r"%\s*(executed|checked|definition)(?:\s*:\s*(\S+))?\s*")
_INSTEAD = re.compile(r"%\s*instead\s*:\s*(.*\S)\s*")


def parse(text: str) -> list[Token]:
    """The tokens of Markdown, the contents of tabs among them."""
    return _parser().parse(_flatten_tabs(text))


def lab_as_markdown(script: str) -> str:
    """The Markdown of a jupytext percent script, line for line: code lines become empty lines."""
    lines, out, in_markdown = script.split("\n"), [], False
    in_header = bool(lines) and lines[0] == "# ---"
    for number, line in enumerate(lines):
        if in_header:
            out.append(line.removeprefix("# "))
            in_header = number == 0 or line != "# ---"
        elif line.startswith("# %%"):
            in_markdown = "[markdown]" in line
            out.append("")
        else:
            out.append(line.removeprefix("#").removeprefix(" ") if in_markdown else "")
    return "\n".join(out)


def inline_formulas(children: Sequence[Token]) -> list[int]:
    """The indices of the code spans that stand between dollar signs."""
    return [
        index
        for index, child in enumerate(children)
        if child.type == "code_inline"
        and 0 < index < len(children) - 1
        and children[index - 1].content.endswith("$")
        and children[index + 1].content.startswith("$")
    ]


def outside_docs(target: str) -> str:
    """The part of a relative link below the repository's root if it leads into code, else `""`."""
    path = target
    while path.startswith("../"):
        path = path.removeprefix("../")
    return path if path.split("/")[0] in ("snippets", "scripts", "tests") else ""


def display_formula(content: str, line: int) -> Formula:
    """The formula of a ```` ```math ```` fence that begins on `line`."""
    lines = [each.strip() for each in content.split("\n")]
    tag, instead = _TAG.fullmatch(lines[0]), _INSTEAD.fullmatch(lines[1] if len(lines) > 1 else "")
    said = instead[1] if instead else ""
    return Formula(content, line, True, tag[1] if tag else "", (tag[2] or "") if tag else "", said)


def split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """A heading's text and its `{ #id key=value }`."""
    match = re.fullmatch(r"(.*?)\s*\{:?\s*([^{}]*)\}\s*", text)
    if not match:
        return text, {}
    attributes, _ = get_attrs_and_remainder(match[2])
    return match[1], dict(attributes)


def dedent(lines: Iterable[str]) -> str:
    """The lines of an admonition's body without their indentation (that of the first line)."""
    kept = list(lines)
    width = next((len(line) - len(line.lstrip()) for line in kept if line.strip()), 0)
    return "\n".join(line[width:] if line[:width].isspace() else line for line in kept).strip("\n")


class _Parser(MarkdownIt):
    """Reads every link, also those that a page may not have: the check `safety` says so of them."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@functools.cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark").enable("table")
    return parser.use(front_matter_plugin).use(footnote_plugin).use(admon_plugin).use(deflist_plugin)


def _flatten_tabs(text: str) -> str:
    """Take the contents of tabs (`=== "Title"`) out of their indentation, keeping every line number."""
    out: list[str] = []
    indents: list[int] = []
    for line in text.split("\n"):
        width = len(line) - len(line.lstrip(" "))
        while line.strip() and indents and width < indents[-1]:
            indents.pop()
        if match := _TAB.fullmatch(line):
            out.append(match[1][4 * len(indents) :] + "<!-- -->")
            indents.append(len(match[1]) + 4)
        else:
            out.append(line[4 * len(indents) :] if line.strip() else "")
    return "\n".join(_without_gaps(out))


def _without_gaps(lines: list[str]) -> list[str]:
    """Two empty lines in a row end an admonition for this parser, not for the site's: write a comment in the second."""
    bridged: list[str] = []
    indent = ""
    for before, line in reversed(list(zip(["x", *lines], lines, strict=False))):
        if line.strip():
            indent = line[: len(line) - len(line.lstrip(" "))]
        elif not before.strip() and len(indent) >= 4:
            line = f"{indent}<!-- -->"
        bridged.append(line)
    return bridged[::-1]
