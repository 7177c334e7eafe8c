"""The words of a page in blocks, as written, with what is no prose blanked out; every character keeps its place.

A block is a paragraph, an item of a list, or a table: what begins after an empty line or with the mark of an item.
In a lab, Markdown cells and the `# alt:` and `# caption:` of a figure are words; the rest is code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"# (?:alt|caption): ")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_NO_PROSE = re.compile(
    r"(?<!\$)`(?!\$)[^`\n]*`(?!\$)"  # code, but not what stands between two formulas
    r"|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)"  # the target of a link
    r"|\[\^[^\]]*\]"  # a footnote's mark
    r"|<!--(?!=).*?-->|</?[a-zA-Z][^<>]*>"  # a comment, an element
    r"|(?<![`$\\{^_])\{[^{}`$\n]*[#.=][^{}`$\n]*\}"  # attributes
    r"|https?://\S+"
    r"|^\s*\d+\.\s(?=\S)",  # the number of a list's item
    re.MULTILINE,
)
_CITATION = re.compile(r"\[@[^\[\]]+\]")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
_NO_WORDS = re.compile(r"\s*(?:#{1,6}\s|--8<--|:::|(?:!!!|\?\?\?)\+?\s|===|\*\[|\|?[\s|:-]+\|?$)")


@dataclass(frozen=True)
class Block:
    """A block of text; `quoted` says whether it cites a work."""

    text: str
    line: int
    quoted: bool

    def line_at(self, position: int) -> int:
        """The line of the file on which a character of the block stands."""
        return self.line + self.text.count("\n", 0, position)


def blocks(raw: str, is_lab: bool) -> Iterator[Block]:
    """The blocks of a page's source, in order."""
    begun: list[str] = []
    for number, line in enumerate([*(_lab_lines(raw) if is_lab else _page_lines(raw)), ""], 1):
        if begun and (not line.strip() or _ITEM.match(line)):
            text = "\n".join(begun)
            quoted = _CITATION.search(text) is not None
            yield Block(_blanked(_CITATION, _blanked(_NO_PROSE, text)), number - len(begun), quoted)
            begun = []
        if line.strip():
            begun.append(line)


def _page_lines(raw: str) -> Iterator[str]:
    fence = ""
    lines = raw.split("\n")
    header = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else -1
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and line.strip() == fence:
            fence, line = "", ""
        yield "" if fence or number <= header or _NO_WORDS.match(line) else line


def _lab_lines(raw: str) -> Iterator[str]:
    """Line for line; a caption is a block of its own."""
    markdown, words = False, []
    for line in raw.split("\n"):
        if line.startswith("# %%"):
            markdown = "[markdown]" in line
            line = ""
        elif markdown or _COMMENT.match(line):
            line = line.removeprefix("#").removeprefix(" ")
        else:
            line = ""
        words.append(line)
    return _page_lines("\n".join(words))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
