"""Figures: an SVG image and a caption in one paragraph become a `<figure>` with the drawing inline.

    ![What is to be seen, for those who cannot see it.](batch-size/gradient-variance.svg)
    *The conclusion.*

Inline, the drawing takes its colors from the page and follows the light and dark scheme; it also saves a request.
With `{ data-interactive=name }` behind the image the figure names the module `docs/javascripts/figures/name.js`, which
takes the place of the drawing on the screen.
"""

import posixpath
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import INTERACTIVE
from scripts.extensions.context import place_of
from scripts.extensions.facts import content_of
from scripts.render.drawings import inline_svg


class FiguresExtension(Extension):
    """Turns paragraphs of image and caption into figures."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after the inline patterns and before MkDocs resolves links."""
        md.treeprocessors.register(_Figures(md), "figures", 6)


class _Figures(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for paragraph in root.iter("p"):
            children = list(paragraph)
            if [child.tag for child in children] != ["img", "em"] or (paragraph.text or "").strip():
                continue
            image, caption = children
            paragraph.tag = "figure"
            paragraph.text = None
            caption.tag = "figcaption"
            caption.tail = None
            if module := image.attrib.pop(INTERACTIVE, ""):
                paragraph.set(INTERACTIVE, module)
            source = image.get("src", "")
            if source.endswith(".svg") and (drawing := self._content(source)) is not None:
                markup = inline_svg(drawing, image.get("alt", ""))
                paragraph.text = self.md.htmlStash.store(markup)
                paragraph.remove(image)

    def _content(self, source: str) -> bytes | None:
        """The bytes of an image that is named relative to the page; also one that the build made, as labs do."""
        place = place_of(self.md)
        if place is None:
            return None  # there is nothing to be relative to
        path = posixpath.normpath(posixpath.join(posixpath.dirname(place.path), unquote(source)))
        return content_of(place.files, path)


def makeExtension(**options: Any) -> FiguresExtension:
    """Entry point of Python-Markdown."""
    return FiguresExtension(**options)
