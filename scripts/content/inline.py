"""A run of text with its parts, each with the line that it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markdown_it.token import Token

from scripts.content.markdown import inline_formulas, split_attributes
from scripts.content.parts import Formula


@dataclass(frozen=True)
class Inline:
    """A run of text with its parsed parts; `line` is the first line of the run, counted from 1."""

    children: tuple[Token, ...]
    source: str
    line: int
    heading: bool

    def lines(self) -> Iterator[tuple[Token, int]]:
        """Each part with the line that it begins on."""
        return iter(self._lines)

    @cached_property
    def _lines(self) -> tuple[tuple[Token, int], ...]:
        found, at = [], 0
        for child in self.children:
            content = "\n" if child.type in ("softbreak", "hardbreak") else child.content.strip()
            start = self.source.find(content, at) if content else -1
            end = start + len(content)
            if start < 0 and child.type in ("code_inline", "image") and content:  # may go over several lines
                words = r"\s+".join(map(re.escape, content.split()))
                match = re.compile(words).search(self.source, at)
                start, end = match.span() if match else (-1, -1)
            found.append((child, self.line + self.source.count("\n", 0, max(start, at))))
            at = max(end, at) if start >= 0 else at
        return tuple(found)

    def images(self) -> Iterator[tuple[Token, str, int]]:
        """Each image of the run, the words behind it, and its line."""
        for index, (part, line) in enumerate(self._lines):
            if part.type == "image":
                behind = (
                    after.content for after, _ in self._lines[index + 1 :] if after.type in ("text", "code_inline")
                )
                yield part, " ".join(behind), line

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The inline formulas of the run."""
        found = (self._lines[index] for index in inline_formulas(self.children))
        return tuple(Formula(part.content, line, False) for part, line in found)

    def pieces(self) -> Iterator[str | Formula]:
        """The words and the formulas in order, without dollar signs; the line breaks of the source, `·` for code."""
        formulas = dict(zip(inline_formulas(self.children), self.formulas, strict=True))
        for index, part in enumerate(self.children):
            if index in formulas:
                yield formulas[index]
            elif part.type in ("softbreak", "hardbreak"):
                yield "\n"
            elif part.type == "code_inline":
                yield "·"
            elif part.type == "text":
                words = part.content.removeprefix("$") if index - 1 in formulas else part.content
                yield words.removesuffix("$") if index + 1 in formulas else words

    @cached_property
    def prose(self) -> tuple[str, tuple[int, ...]]:
        """The words with the line breaks of the source, `·` for each code span; and the line of every character."""
        text: list[str] = []
        lines: list[int] = []
        for part, line in self.lines():
            piece = part.content
            if part.type in ("softbreak", "hardbreak"):
                piece = "\n"
            elif part.type == "image":
                piece = f"·{piece}·"
            elif part.type in ("code_inline", "html_inline"):
                piece = "·"
            text.append(piece)
            if "\n" in piece:
                lines += (line + piece.count("\n", 0, index) for index in range(len(piece)))
            else:
                lines += [line] * len(piece)
        words = "".join(text)
        if self.heading:
            words = split_attributes(words)[0]
        return words, tuple(lines[: len(words)])
