"""Keeps published question ids alive: `moved` in `docs/_data/published.yml` says where each went.

An id that was renamed on its page stays as a second anchor of the question; one that went to another page stays as a
line at the end of the old page, which leads there. Pages that moved are files, `scripts/publishing/generated.py`.
"""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Site
from scripts.extensions.context import place_of
from scripts.extensions.facts import fact, question_title


class RedirectsExtension(Extension):
    """Adds the anchors of ids that moved."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after ids have been read and before MkDocs resolves links."""
        md.treeprocessors.register(_Redirects(md), "redirects", 4)


class _Redirects(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        place = place_of(self.md)
        if place is None:
            return
        page = place.path
        for old_id, new in moved_from(page).items():
            new_page, _, new_id = new.partition("#")
            if new_page == page:
                heading = next(element for element in root.iter() if element.get("id") == new_id)
                anchor = ElementTree.Element("span", {"id": old_id})
                anchor.tail, heading.text = heading.text, None
                heading.insert(0, anchor)
            else:
                line = ElementTree.SubElement(root, "p", {"id": old_id})
                line.text = "This answer has moved: "
                link = ElementTree.SubElement(line, "a", {"href": f"/{new}"})
                link.text = question_title(new_id) or new_page


@fact
def moved_from(site: Site, path: str) -> dict[str, str]:
    """The ids that stood on a page, and where each went."""
    return {old.partition("#")[2]: new for old, new in site.moved.items() if old.startswith(f"{path}#")}


def makeExtension(**options: Any) -> RedirectsExtension:
    """Entry point of Python-Markdown."""
    return RedirectsExtension(**options)
