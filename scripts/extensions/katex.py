"""Formulas: `` $`…`$ `` in text and ```` ```math ```` fences, rendered by KaTeX when the page is built.

The syntax is that of markdown-katex, GitHub and GitLab. A fence may begin with `% executed: module.function`,
`% checked: module.function` (and `% instead: what is checked`) or `% definition`; an executed or checked formula gets a
mark that links to the code that it was compared with.
"""

import html
import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor

from scripts.content import Site
from scripts.extensions.repository_links import snippet_address
from scripts.render import katex

INLINE = r"(?<!\$)\$`([^`]+)`\$"
_COMMENT = re.compile(r"^%.*\n?", re.MULTILINE)
_TAG = re.compile(r"%\s*(executed|checked)\s*:\s*([\w.]+)\s*\n(?:%\s*instead\s*:\s*(.*\S)\s*\n)?")


class KatexExtension(Extension):
    """Renders inline formulas; the fence is registered with SuperFences in `mkdocs.yml`."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the inline pattern before that for code spans."""
        md.inlinePatterns.register(_InlineFormula(INLINE, md), "katex", 195)


class _InlineFormula(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element | str, int, int]:
        markup = _rendered(m[1], False)
        return self.md.htmlStash.store(markup), m.start(0), m.end(0)


def fence(source: str, language: str, css_class: str, options: Any, md: Markdown, **_: Any) -> str:
    """Render a ```` ```math ```` fence; the signature is that of a SuperFences formatter."""
    tag = _TAG.match(source)
    markup = _rendered(_without_comments(source), True)
    mark = _mark(md, tag[1], tag[2], tag[3] or "") if tag else ""
    return f'<div class="formula">{markup}{mark}</div>'


def render_all(site: Site) -> None:
    """Render the formulas of all pages in one go, so that pages find them rendered."""
    formulas = (formula for page in site.pages for formula in page.formulas)
    katex.renderer().render(
        (_without_comments(each.tex) if each.display else each.tex, each.display) for each in formulas
    )


def _without_comments(source: str) -> str:
    return _COMMENT.sub("", source).strip()


def _rendered(tex: str, display: bool) -> str:
    result = katex.renderer().render([(tex, display)])[0]
    if result.error:
        return f'<span class="problem">{html.escape(tex)}: {html.escape(result.error)}</span>'
    return result.html


def _mark(md: Markdown, tag: str, function: str, instead: str) -> str:
    """The small mark of a formula: a link to the code, or plain text where there is nothing to link to."""
    how = "Executed as printed and compared with code" if tag == "executed" else "Checked against code"
    label = html.escape(f"{how}: {function}" + (f". What is checked: {instead}" if instead else ""))
    address = snippet_address(md, function)
    text = f'<span aria-hidden="true">✓</span> {tag}'
    kind = f'class="formula-mark" data-tag="{tag}"'
    if not address:
        return f'<span {kind} title="{label}">{text}</span>'
    return f'<a {kind} href="{address}" title="{label}" aria-label="{label}">{text}</a>'


def makeExtension(**options: Any) -> KatexExtension:
    """Entry point of Python-Markdown."""
    return KatexExtension(**options)
