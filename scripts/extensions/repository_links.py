"""Links from a page to code of the repository, such as `[tested](../../snippets/training/batch_size.py)`.

They work as they stand on GitHub and in an editor. On the site they lead to the repository, at the lines of the
function that the fragment names; where no repository is known, to the copy of the file that the site carries in
`code/`; and where there is no copy either, they become plain text: never a dead link.
"""

import posixpath
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Site, outside_docs
from scripts.content.code import function_lines
from scripts.extensions.context import place_of
from scripts.extensions.facts import fact


class RepositoryLinksExtension(Extension):
    """Rewrites the links of a page that leave `docs/`."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after the inline patterns and before MkDocs resolves links."""
        md.treeprocessors.register(_RepositoryLinks(md), "repository_links", 8)


class _RepositoryLinks(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for link in root.iter("a"):
            target = link.get("href", "")
            if not (target.startswith("../") and (path := outside_docs(target))):
                continue
            file, _, function = path.partition("#")
            if address := code_address(file, function):
                link.set("href", address)
            elif has_copy(self.md, file):
                link.set("href", f"/{copy_path(file)}")  # the builder makes it relative to the page
            else:
                link.tag = "span"
                del link.attrib["href"]
                link.set("title", file)


def snippet_address(md: Markdown, function: str) -> str:
    """Where a reader finds `section.module.function`, as seen from the page that `md` converts; `""` for nowhere."""
    module, _, name = function.rpartition(".")
    file = posixpath.join("snippets", *module.split(".")) + ".py"
    if address := code_address(file, name):
        return address
    place = place_of(md)
    return place.address(copy_path(file)) if place is not None and has_copy(md, file) else ""


@fact
def code_address(site: Site, file: str, function: str = "") -> str:
    """Where the repository shows a file, at the lines of `function` if one is named; `""` if no repository is known."""
    if not site.repository:
        return ""
    address = f"{site.repository}/blob/main/{file}"
    lines = function_lines(site.root / file).get(function)
    return f"{address}#L{lines[0]}-L{lines[1]}" if lines else address


def copy_path(file: str) -> str:
    """Where the site carries its copy of a file of code; as text, so that browsers show it."""
    return f"code/{file}.txt"


def has_copy(md: Markdown, file: str) -> bool:
    """Whether the site carries a copy of a file of code, and `md` converts one of its pages."""
    place = place_of(md)
    return place is not None and place.files.get_file_from_path(copy_path(file)) is not None


def makeExtension(**options: Any) -> RepositoryLinksExtension:
    """Entry point of Python-Markdown."""
    return RepositoryLinksExtension(**options)
