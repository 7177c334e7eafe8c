"""markdown-katex, whose syntax formulas have, finds the same formulas in the same places as this site.

The package itself is run on every page; only the process that it would start for each formula is replaced by the
renderer of this site.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree, html
from markdown import Markdown
from markdown_katex import wrapper
from mkdocs.config import load_config

from scripts.content import ROOT, Page, hold
from scripts.evidence import labs
from scripts.render import katex
from tests.whole import SITE

LISTS = "scripts.extensions.listings"
"""Writes lists of what other pages say, after the package has looked for formulas; left out on both sides."""
COMMENT = re.compile(r"^%.*\n?", re.MULTILINE)
"""What a formula says of itself, which TeX does not read and this site does not hand on."""

OURS = ("katex-display", "formula", "unbroken")
"""Elements that this site puts around formulas, by their class."""


def render(tex: str, options: dict[str, Any] | None = None) -> str:
    """Does what the package's `wrapper.tex2html` does."""
    return katex.renderer().render([(COMMENT.sub("", tex).strip(), "display-mode" in (options or {}))])[0].html


def no_binary() -> list[str]:
    """The package goes on without KaTeX's options if there is no binary."""
    raise NotImplementedError


@pytest.fixture(scope="module")
def converters() -> Iterator[tuple[Markdown, Markdown]]:
    """This site's Markdown, and the same with the package in the place of its extension."""
    hold(SITE)
    config = load_config(str(ROOT / "mkdocs.yml"))
    names = [name for name in config.markdown_extensions if name != LISTS]
    fences = "pymdownx.superfences"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrapper, "tex2html", render)
        patch.setattr(wrapper, "get_bin_cmd", no_binary)
        yield (
            Markdown(extensions=names, extension_configs=config.mdx_configs),
            Markdown(
                extensions=["markdown_katex" if name == "scripts.extensions.katex" else name for name in names],
                extension_configs={name: each for name, each in config.mdx_configs.items() if name != fences}
                | {"markdown_katex": {"insert_fonts_css": False}},
            ),
        )


def content(markup: str) -> list[str]:
    """The words of a page and its formulas, in order; a formula with the elements that it stands in."""
    return list(_content(html.fromstring(f"<main>{markup}</main>")))


def _content(element: Any) -> Iterator[str]:
    if element.tag is etree.Comment:
        return
    kind = element.get("class", "")
    if kind == "katex":
        (tex,) = element.xpath(".//annotation/text()")
        around = [each for each in element.iterancestors() if each.tag not in ("p", "main")]
        display = [each for each in around if each.get("class") == "katex-display"]
        place = [each.tag for each in around if each.get("class") not in OURS]
        yield f"{'display' if display else 'inline'} {tex!r} in {place}"
        return
    if kind == "formula-mark":
        return
    yield from (element.text or "").split()
    for child in element:
        yield from _content(child)
        yield from (child.tail or "").split()


def source(page: Page) -> str:
    return labs.read(ROOT, page.path).markdown if page.is_lab else page.text


@pytest.mark.parametrize("page", SITE.pages, ids=lambda page: page.path)
def test_the_package_finds_the_same_formulas_in_the_same_places(
    page: Page, converters: tuple[Markdown, Markdown]
) -> None:
    ours, theirs = (content(converter.reset().convert(source(page))) for converter in converters)
    assert theirs == ours
    assert len([word for word in ours if " " in word]) >= len(page.formulas)  # captions of labs have some more


def test_the_site_has_formulas_of_both_kinds_to_compare() -> None:
    kinds = [formula.display for page in SITE.pages for formula in page.formulas]
    assert kinds.count(True) > 100
    assert kinds.count(False) > 1000


def test_a_formula_that_only_one_of_them_finds_is_noticed(converters: tuple[Markdown, Markdown]) -> None:
    ours, theirs = (content(converter.reset().convert("Broken $`x +\ny`$ here.")) for converter in converters)
    assert len(ours) == 3
    assert theirs != ours
