"""One page or lab, parsed with line numbers."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from markdown.extensions.toc import slugify
from markdown_it.token import Token

from scripts.content.files import page_url
from scripts.content.inline import Inline
from scripts.content.ledgers import load_yaml
from scripts.content.markdown import SNIPPET_USE, dedent, display_formula, parse, split_attributes
from scripts.content.parts import (
    Block,
    Citation,
    Correction,
    FollowUp,
    Formula,
    Heading,
    Image,
    Link,
    Question,
    SnippetUse,
    Term,
)
from scripts.content.words import CITATION, parse_citation


@dataclass(frozen=True)
class Page:
    """One Markdown page or lab. `path` is relative to `docs/`, with forward slashes.

    `text` is Markdown without the comments that bind numbers; `raw` is the file as it is.
    """

    path: str
    text: str
    raw: str = field(default="", repr=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the Markdown; what is made of them below is kept between runs: see `reading.py`."""
        return tuple(parse(self.text))

    @cached_property
    def front_matter(self) -> tuple[dict[str, Any], str]:
        """What stands before the text, as data, and what is wrong with it, `""` for nothing."""
        if not self.tokens or self.tokens[0].type != "front_matter":
            return {}, ""
        try:
            loaded = load_yaml(self.tokens[0].content)
        except yaml.YAMLError as error:
            return {}, str(getattr(error, "problem", error))
        return loaded if isinstance(loaded, dict) else {}, ""

    @property
    def meta(self) -> dict[str, Any]:
        """The data before the text, empty if it cannot be read."""
        return self.front_matter[0]

    @property
    def meta_error(self) -> str:
        """Why the data before the text cannot be read."""
        return self.front_matter[1]

    @property
    def file(self) -> str:
        """The path as problems name it."""
        return f"docs/{self.path}"

    @property
    def is_lab(self) -> bool:
        """Whether the page is a notebook (a jupytext percent script)."""
        return self.path.endswith(".py")

    @property
    def stem(self) -> str:
        """The path without its ending: `training/batch-size`."""
        return self.path.rsplit(".", 1)[0]

    @property
    def url(self) -> str:
        """The page's address on the site, relative to its root: `training/batch-size/`."""
        return page_url(self.path)

    @property
    def section(self) -> str:
        """The folder of the page, `""` at the top."""
        return posixpath.dirname(self.path)

    @property
    def read_first(self) -> list[str]:
        """The pages that a reader should know, as paths from `docs/`."""
        named = self.meta.get("read_first") or []
        return [str(path) for path in named] if isinstance(named, list) else []

    @property
    def asked(self) -> dict[str, list[str]]:
        """Other wordings of the page's questions, by the question's id; only the search reads them."""
        named = self.meta.get("asked")
        if not isinstance(named, dict):
            return {}
        return {str(key): [str(each) for each in words] for key, words in named.items() if isinstance(words, list)}

    @cached_property
    def title(self) -> str:
        """The text of the first heading."""
        return next((h.text for h in self.headings if h.level == 1), self.path)

    @cached_property
    def source_lines(self) -> tuple[str, ...]:
        """The file's lines; line 1 is `source_lines[0]`."""
        return tuple(self.text.split("\n"))

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """All runs of text, in order."""
        found = []
        for before, token in zip((None, *self.tokens), self.tokens, strict=False):
            if token.type == "inline" and token.map is not None:
                heading = before is not None and before.type == "heading_open"
                found.append(Inline(tuple(token.children or ()), token.content, token.map[0] + 1, heading))
        return tuple(found)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The tokens without their parts, which takes little to keep."""
        places = ((token, token.map or (-1, 0)) for token in self.tokens)
        return tuple(Block(each.type, each.content, each.info, place[0] + 1, place[1]) for each, place in places)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order, with the anchors that the site gives them."""
        found: list[Heading] = []
        used: set[str] = set()
        for before, token in zip((None, *self.tokens), self.tokens, strict=False):
            if before is None or before.type != "heading_open" or before.map is None:
                continue
            text, attributes = split_attributes(token.content)
            explicit = attributes.pop("id", "")
            anchor = explicit or _unique(slugify(text, "-"), used)
            used.add(anchor)
            level = int(before.tag[1])
            found.append(Heading(level, text, anchor, bool(explicit), attributes, before.map[0] + 1))
        return tuple(found)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page, in order."""
        found = []
        for index, token in enumerate(self.tokens):
            if token.type != "heading_open" or token.tag != "h2" or token.map is None:
                continue
            heading = next(h for h in self.headings if h.line == token.map[0] + 1)
            if not heading.text.endswith("?"):
                continue
            block = self.tokens[index + 3] if index + 3 < len(self.tokens) else None
            paragraph = block is not None and block.type == "paragraph_open"
            answer = self.tokens[index + 4].content if paragraph else ""
            line = block.map[0] + 1 if block is not None and block.map else heading.line
            found.append(
                Question(
                    heading.text,
                    heading.id if heading.explicit else "",
                    heading.attributes.get("data-level", ""),
                    heading.line,
                    answer,
                    line,
                    block.type if block is not None else "",
                )
            )
        return tuple(found)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link and image."""
        found = []
        for inline in self.inlines:
            parts = list(inline.lines())
            for index, (part, line) in enumerate(parts):
                if part.type == "image":
                    found.append(Link(str(part.attrs["src"]), part.content, line, True))
                elif part.type == "link_open":
                    text = []
                    for inner, last in parts[index + 1 :]:
                        if inner.type == "link_close":
                            line = last  # where the target stands
                            break
                        text.append(inner.content)
                    found.append(Link(str(part.attrs["href"]), "".join(text), line, False))
        return tuple(found)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """Every image, with the words behind it."""
        found = (each for inline in self.inlines for each in inline.images())
        return tuple(Image(str(image.attrs["src"]), image.content, words, line) for image, words, line in found)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """Every complete formula, inline ones and ```` ```math ```` fences."""
        found = []
        for token in self.tokens:
            if token.type == "fence" and token.info.strip() == "math" and token.map is not None:
                found.append(display_formula(token.content, token.map[0] + 1))
            elif token.type == "inline" and token.map is not None:
                found += Inline(tuple(token.children or ()), token.content, token.map[0] + 1, False).formulas
        return tuple(found)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every cited key."""
        return tuple(
            Citation(key, locator, inline.prose[1][match.start()])
            for inline in self.inlines
            for match in CITATION.finditer(inline.prose[0])
            for key, locator in parse_citation(match[1])
        )

    @cached_property
    def snippet_uses(self) -> tuple[SnippetUse, ...]:
        """Every included region."""
        return tuple(
            SnippetUse(match[1], match[2] or "", number)
            for number, line in enumerate(self.source_lines, 1)
            if (match := SNIPPET_USE.fullmatch(line))
        )

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """Every `mistake` admonition."""
        found = []
        for token, first, last, question_id in self._boxes("mistake"):
            verdict = next((c for c in str(token.attrs["class"]).split() if c not in ("admonition", "mistake")), "")
            found.append(
                Correction(
                    token.content,
                    verdict,
                    dedent(self.source_lines[first:last]),
                    first,
                    question_id,
                    tuple(c for c in self.citations if first < c.line <= last),
                    tuple(link for link in self.links if first < link.line <= last),
                )
            )
        return tuple(found)

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Every `follow-up` box."""
        return tuple(
            FollowUp(token.content, dedent(self.source_lines[first:last]), first, question_id)
            for token, first, last, question_id in self._boxes("follow-up")
        )

    def _boxes(self, kind: str) -> Iterator[tuple[Token, int, int, str]]:
        """The boxes of a kind, with their first and last line and the id of the question where they stand."""
        for token in self.tokens:
            if token.type == "admonition_open" and token.meta.get("tag") == kind and token.map is not None:
                first, last = token.map[0] + 1, token.map[1]
                question = [q for q in self.questions if q.line < first]
                yield token, first, last, question[-1].id if question else ""

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every fragment that a link to this page may name."""
        marks: list[Heading | Correction | FollowUp | Term] = [*self.headings, *self.corrections, *self.follow_ups]
        return frozenset(mark.id for mark in [*marks, *self.terms])

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of definition lists, in order."""
        return tuple(
            Term(token.content, token.map[0] + 1)
            for before, token in zip((None, *self.tokens), self.tokens, strict=False)
            if before is not None and before.type == "dt_open" and token.map is not None
        )


def _unique(anchor: str, used: set[str]) -> str:
    candidate, count = anchor, 0
    while candidate in used:
        count += 1
        candidate = f"{anchor}_{count}"
    return candidate
