"""What is read from a page carries the line on which it stands, whatever surrounds it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.content import Page, read_page

Found = tuple[str, str, int]
"""Kind, value, and the line counted from the first line of the text."""

FRAGMENTS: tuple[tuple[str, tuple[Found, ...]], ...] = (
    ("word", ()),
    ("the word `x`", ()),
    (r"a\_b &amp; \*c", ()),
    ("`[t](x.md)`", ()),
    ("`[@a1] two\nlines`", ()),
    ("$5 and $10", ()),
    ("$`x`$", (("formula", "x", 0),)),
    ("$`x +\ny`$", (("formula", "x + y", 0),)),
    ("[t](x.md)", (("link", "x.md", 0),)),
    ("*[word `x`](y.md#z)*", (("link", "y.md#z", 0),)),
    ("[two\nlines](x.md)", (("link", "x.md", 1),)),
    ("![an image of\na word](w.svg)", (("image", "w.svg", 0),)),
    ("[@a1]", (("citation", "a1", 0),)),
    ("[@a1,\np. 2; @b2]", (("citation", "a1", 0), ("citation", "b2", 0))),
)
FENCE = '```python\nlink = "[t](x.md)"  # [@a1] $`x`$\n\n\n!!! note\n```'
MATH = "```math\n% definition\nx = y\n```"


@dataclass(frozen=True)
class Block:
    text: str
    found: tuple[Found, ...] = ()

    def inside(self, head: str, first: str, rest: str) -> "Block":
        """The block below `head`, its lines indented."""
        lines = self.text.split("\n")
        indented = [first + lines[0], *(rest + line if line else "" for line in lines[1:])]
        down = head.count("\n")
        return Block(head + "\n".join(indented), tuple((kind, value, at + down) for kind, value, at in self.found))


def joined(blocks: list[Block], between: str) -> Block:
    whole = blocks[0]
    for block in blocks[1:]:
        text = whole.text + between
        down = text.count("\n")
        whole = Block(text + block.text, whole.found + tuple((k, v, at + down) for k, v, at in block.found))
    return whole


fragments = st.sampled_from([Block(*fragment) for fragment in FRAGMENTS])
lines = st.lists(fragments, min_size=1, max_size=4).map(lambda chosen: joined(chosen, " "))
paragraphs = st.lists(lines, min_size=1, max_size=3).map(lambda chosen: joined(chosen, "\n"))
items = paragraphs.map(lambda block: block.inside("", "- ", "  "))
code = st.sampled_from([Block(FENCE), Block(MATH, (("formula", "% definition\nx = y\n", 0),))])


def containers(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.builds(joined, st.lists(blocks, min_size=1, max_size=3), st.sampled_from(["\n\n", "\n\n\n"]))
    heads = st.sampled_from(['=== "Tab"\n\n', '=== "Tab"\n', '!!! note "Box"\n', "!!! note\n\n", '??? tip "Folded"\n'])
    return st.builds(lambda block, head: block.inside(head, "    ", "    "), several, heads)


documents = st.lists(st.recursive(paragraphs | items | code, containers, max_leaves=5), min_size=1, max_size=4)


def found_in(page: Page) -> list[Found]:
    links = [("image" if link.is_image else "link", link.target, link.line) for link in page.links]
    formulas = [("formula", formula.tex, formula.line) for formula in page.formulas]
    return sorted([*links, *formulas, *(("citation", each.key, each.line) for each in page.citations)])


@settings(max_examples=150)
@given(documents)
def test_links_citations_and_formulas_carry_their_line(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[Block]
) -> None:
    document = joined([Block("# Title"), *blocks], "\n\n")
    path = tmp_path_factory.getbasetemp() / "document.md"
    path.write_text(document.text, encoding="utf-8")
    expected = sorted((kind, value, at + 1) for kind, value, at in document.found)
    assert found_in(read_page(path, "training/document.md")) == expected


def test_words_and_formulas_are_pieces_in_order(tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text("The *share* $`1-q`$ of `code`,\n$`x`$$`y`$ and [5 $](a.md).\n", encoding="utf-8")
    (inline,) = read_page(path, "training/document.md").inlines
    pieces = [piece if isinstance(piece, str) else f"<{piece.tex}>" for piece in inline.pieces()]
    assert "".join(pieces) == "The share <1-q> of ·,\n<x><y> and 5 $."
