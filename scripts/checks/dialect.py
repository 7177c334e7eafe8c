"""Markdown that other sites read, and this one reads otherwise or not at all, is refused where it stands.

The checks read pages with a CommonMark parser, the site with Python-Markdown. Where the two disagree, what was checked
would not be what is published; so it has to be written in the way that both read alike.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown import Markdown
from markdown_it.token import Token

from scripts.content import BINDING, Inline, Page, Problem, Site
from scripts.content.by_page import Found, of_each_page

_ESCAPABLE = {*Markdown().ESCAPED_CHARS, "|"}
"""What Python-Markdown lets a backslash take the meaning from, tables included; others it prints with the backslash."""
_ATTRIBUTE = re.compile(r"""[#.][\w:-]+|[\w:-]+=("[^"]*"|'[^']*'|[^\s"'}]+)""")
_FORMULA = re.compile(r"\$`[^`]*`\$")
_INVISIBLE = {*"\u00ad\u200b\u200c\u200d\u2060\ufeff", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_FORMS = (
    (re.compile(r"~~\S.*?~~"), "nothing is struck out here; say what is right"),
    (re.compile(r"(?<=\w)~[\w+-]+~|(?<=\w)\^[\w+-]+\^"), "write it as a formula, $`x_i`$ or $`x^2`$"),
    (re.compile(r"^\[[ xX]\]\s"), "lists have no boxes to tick here; write the words only"),
    (re.compile(r"(?<!\S):[a-z][a-z0-9_+-]+:(?!\S)"), "pictures have no names here; write the character, or words"),
    (
        re.compile(r"\[-@[^\]]*\]|\[(?!@)[^\[\]]*\s@[\w:-]+[^\]]*\]"),
        "a citation is [@key, …], without words before the key",
    ),
    (re.compile(r"\[@\W*\]"), "a citation is [@key]; write the key, or remove it"),
    (
        re.compile(r"(?<![\w\[;.@])(?<!; )@[a-z]+\d{4}[\w-]*(?![^\[]*\])"),
        "a citation is a key in brackets; write [@key]",
    ),
)
"""Forms of other dialects in the text, each with what to write instead."""
_JOINED = re.compile(r"[.:;] [-*+] (?=\w)")
_OPEN_TARGET = re.compile(r"\]\([^()\s]*\n[^()\s]*\)")
_MIXED = re.compile(r"[A-Za-z][\u0400-\u052f\u0530-\u058f]|[\u0400-\u052f\u0530-\u058f][A-Za-z]")
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that nobody sees: control, format, private and unassigned ones."""
_PILED = re.compile("[\u0300-\u036f]{3,}")
_DEEPEST = 12
"""Levels of the tree of a page: lists in lists in boxes."""
_FARTHEST = 24
"""Spaces at the beginning of a line outside of code."""
_LONGEST_WORD = 80
"""Characters: a longer one runs over the edge of a phone."""


def check(site: Site) -> Iterator[Problem]:
    """Look at the blocks of each page, then at its lines of text."""
    yield from of_each_page(site, "dialect", _found)


def _found(page: Page) -> Iterator[Found]:
    yield from _blocks(page)
    yield from _far(page)
    for inline in page.inlines:
        yield from _text(page, inline)
    yield from _characters(page)


def _blocks(page: Page) -> Iterator[tuple[int, str]]:
    for before, token in pairwise(page.tokens):
        if token.type == "footnote_anchor" and before.type == "fence" and before.map:
            yield before.map[0] + 1, "a footnote ends in words; write a sentence behind the block"
        if before.type == "th_open" and token.map and not _FORMULA.sub("", BINDING.sub("", token.content)).strip(" ,/"):
            yield token.map[0] + 1, "a column of this table has no name in words, which is what is read aloud; name it"
    items: list[int] = []  # the columns of the items that a token stands in
    blocks: list[int] = []  # how many blocks each of them has had
    for token in page.tokens:
        if token.type == "list_item_close":
            items.pop()
            blocks.pop()
        if token.map is None or token.type in ("inline", "footnote_reference_open"):
            continue
        line = token.map[0] + 1
        if token.type == "list_item_open":
            items.append(_column(page, line))
            blocks.append(0)
            if token.markup == ")":
                yield line, "a list is numbered 1., 2., …, with a dot behind the number"
            continue
        if (
            token.type in ("bullet_list_open", "ordered_list_open", "table_open")
            and not items
            and _follows_text(page, line)
        ):
            yield line, f"write an empty line before the {'table' if token.type == 'table_open' else 'list'}"
        if items and (token.level == 2 * len(items) or token.type in _INSIDE):
            blocks[-1] += 1
            indent = _column(page, line) - items[-1]
            if blocks[-1] > 1 and indent < 4:
                what = "the items of a list in a list" if "list" in token.type else "what belongs to an item"
                yield line, f"indent {what} by four spaces; with {indent} it would stand outside of the item"
        if token.level > _DEEPEST:
            yield line, f"{token.level} levels deep (at most {_DEEPEST}); write it flat"
        yield from _block(page, token, line)


_INSIDE = ("bullet_list_open", "ordered_list_open", "paragraph_open", "fence", "table_open", "blockquote_open")


def _far(page: Page) -> Iterator[tuple[int, str]]:
    """Boxes in boxes: what begins far from the edge, outside of code."""
    code = {n for token in page.tokens if token.type == "fence" and token.map for n in range(*token.map)}
    for number, line in enumerate(page.source_lines):
        if len(line) - len(line.lstrip(" ")) > _FARTHEST and number not in code:
            yield number + 1, f"more than {_FARTHEST} spaces before the words; write it flat"
            return


def _block(page: Page, token: Token, line: int) -> Iterator[tuple[int, str]]:
    source = page.source_lines[line - 1]
    if token.type == "fence":
        info = token.info.strip()
        if info != "math" and re.match(r"math\b|\{[^}]*\.math\b|(la)?tex\b|katex\b", info):
            yield line, f"a formula stands between ```math and ```; {token.markup}{info} is not read as one"
    elif token.type == "blockquote_open" and (alert := re.search(r"\[!(\w+)\]", source)):
        yield line, f'[!{alert[1]}] makes no box here; write !!! {alert[1].lower()} "Title" and indent its words'
    elif (
        token.type == "heading_open"
        and token.markup.startswith("#")
        and (braces := re.search(r"\{:?([^{}]*)\}\s*$", source))
    ):
        words = braces[1].split()
        if not words or not all(
            _ATTRIBUTE.fullmatch(word) for word in re.findall(r"""\S+?=(?:"[^"]*"|'[^']*')|\S+""", braces[1])
        ):
            yield (
                line,
                f"{braces[0].strip()} is read as attributes of the heading and not shown; write \\{{{braces[1]}\\}}",
            )


def _text(page: Page, inline: Inline) -> Iterator[tuple[int, str]]:
    before = ""
    for part, line in inline.lines():
        if part.type == "footnote_ref" and "label" not in part.meta:
            yield line, "^[…] is no footnote here; write [^name], and below [^name]: with its words"
        elif part.type == "text" and part.content.startswith("@") and before == "link_open":
            yield line, f"[{part.content}](…) is read as a citation; write the name without @"
        elif part.type == "text":
            for word in part.content.split():
                if len(word) > _LONGEST_WORD:
                    yield (
                        line,
                        f"“{word[:20]}…” is a word of {len(word)} characters; at most {_LONGEST_WORD}, write spaces",
                    )
            if _JOINED.search(part.content):
                yield line, "the item of a list in the middle of a line; begin a line with it"
            for pattern, instead in _FORMS:
                for match in pattern.finditer(part.content):
                    yield line, f"“{match[0]}” is not read as on other sites: {instead}"
        elif part.type == "code_inline" and "|" in part.content and _in_table(page, line):
            yield (
                line,
                f"`{part.content}` has a | in a table, which begins a cell; write \\mid, \\vert or \\lVert … \\rVert",
            )
        before = part.type
    if broken := _OPEN_TARGET.search(inline.source):
        at = inline.line + inline.source.count("\n", 0, broken.start())
        yield at, "the target of a link goes over the end of its line; write it on one"
    lines = inline.source.split("\n")
    last = inline.line + len(lines) - 1
    if len(lines) > 1 and page.source_lines[last : last + 1] and re.match(r":\s{1,3}\S", page.source_lines[last]):
        yield last, f"“{lines[-1]}” is a term, and a term begins below an empty line; write one above it"
    for number, text in enumerate(lines, inline.line):
        if (mark := re.match(r"\s*(#{1,6})(?=[^#\s])", text)) and not inline.heading:
            yield (
                number,
                f"a line that begins with {mark[1]} becomes a heading; begin it with another word, or escape it: \\#",
            )
        if text.endswith("\\"):
            yield number, "a backslash at the end does not break the line; begin a paragraph or a list"
        yield from _escapes(number, text)


def _escapes(number: int, text: str) -> Iterator[tuple[int, str]]:
    words = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", lambda match: " " * len(match[0]), text)
    if match := re.search(r"\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{|\\\[\s*$", words):
        yield number, f"{match[0]} is no formula here; write $`…`$, or a block that begins with ```math"
        return
    for match in re.finditer(r"\\([!-/:-@\[-`{-~])", words):
        if match[1] not in _ESCAPABLE:
            yield number, f"\\{match[1]} is printed with its backslash; write {match[1]} alone, or between ` and `"


def _characters(page: Page) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(page.source_lines, 1):
        if line.isascii() and line.isprintable():
            continue
        for letter in line:
            category = "" if letter == "	" or letter.isprintable() else unicodedata.category(letter)
            if letter in _INVISIBLE or category in _HIDDEN:
                name = unicodedata.name(letter, "character without a name").lower()
                yield number, f"an invisible {name} (U+{ord(letter):04X}); remove it"
        if match := _MIXED.search(line):
            yield number, f"“{match[0]}” has letters of two alphabets that look alike; write the word in one"
        if _PILED.search(unicodedata.normalize("NFC", line)):
            yield number, "marks piled upon a letter, over the lines around it; write the letter with one"
        if re.match(r"\s*([-+*]|\d+[.)]|#{1,6})\u00a0", line):
            yield number, "a no-break space (U+00A0) behind the mark; write a plain space"
        if re.search(r"\$`[^`]*\u00a0[^`]*`\$", line):
            yield number, "a no-break space (U+00A0) in a formula; write a plain space"


def _column(page: Page, line: int) -> int:
    text = page.source_lines[line - 1]
    return len(text) - len(text.lstrip(" "))


def _follows_text(page: Page, line: int) -> bool:
    before: Sequence[str] = page.source_lines[: line - 1]
    last = before[-1].strip() if before else ""
    return (
        bool(last)
        and not last.startswith(("!!!", "???", "===", "<!--", "<", "#", ":::", "---"))
        and not last.endswith("-->")
    )


def _in_table(page: Page, line: int) -> bool:
    return page.source_lines[line - 1].strip().startswith("|")
