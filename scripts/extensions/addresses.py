"""Links as Zensical understands them; MkDocs understands them as they are.

An address that begins at the folder of the pages, `/references.md`, is made relative to the page, and a lab is named by
the Markdown that it has become: Zensical reads nothing else as a page.
"""

import posixpath
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import current_site
from scripts.extensions.context import Place, place_of


class AddressesExtension(Extension):
    """Rewrites links where the page is converted for Zensical."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run last, when every link of the page stands."""
        md.treeprocessors.register(_Addresses(md), "addresses", 1)


class _Addresses(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        place = place_of(self.md)
        if place is None or not place.staged:
            return
        for link in root.iter("a"):
            if target := link.get("href"):
                link.set("href", staged_address(place, target))


def staged_address(place: Place, target: str) -> str:
    """A link of the page as one between the files from which Zensical builds."""
    path, hash_sign, fragment = target.partition("#")
    section = posixpath.dirname(place.path)
    source = path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(section, path))
    if not path or not (path.startswith("/") or current_site().page(source)):
        return target
    stem, ending = posixpath.splitext(source)
    if ending == ".py":
        source = f"{stem}.md"
    return f"{posixpath.relpath(source, section or '.')}{hash_sign}{fragment}"


def makeExtension(**options: Any) -> AddressesExtension:
    """Entry point of Python-Markdown."""
    return AddressesExtension(**options)
