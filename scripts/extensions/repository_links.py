"""Links from a page to code of the repository, such as `[tested](../../snippets/training/batch_size.py)`.

They work as they stand on GitHub and in an editor; on the site they lead to the repository, at the lines of the
function that the fragment names. Where no repository is known they become plain text, never a dead link.
"""

import posixpath
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.code import function_lines
from scripts.content import Site, current_site


class RepositoryLinksExtension(Extension):
    """Rewrites the links of a page that leave `docs/`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Python-Markdown calls)
        """Run after the inline patterns and before MkDocs resolves links."""
        md.treeprocessors.register(_RepositoryLinks(md), "repository_links", 8)


class _RepositoryLinks(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for link in root.iter("a"):
            target = link.get("href", "")
            if target.startswith("../") and (path := outside_docs(target)):
                file, _, function = path.partition("#")
                if address := code_address(current_site(), file, function):
                    link.set("href", address)
                else:
                    link.tag = "span"
                    del link.attrib["href"]
                    link.set("title", file)


def outside_docs(target: str) -> str:
    """The part of a relative link below the repository's root if it leads into code, else `""`."""
    path = target
    while path.startswith("../"):
        path = path.removeprefix("../")
    return path if path.split("/")[0] in ("snippets", "scripts", "tests") else ""


def function_address(site: Site, function: str) -> str:
    """Where the repository shows `section.module.function`; `""` when no repository is known."""
    module, _, name = function.rpartition(".")
    return code_address(site, posixpath.join("snippets", *module.split(".")) + ".py", name)


def code_address(site: Site, file: str, function: str = "") -> str:
    """Where the repository shows a file, at the lines of `function` if one is named."""
    if not site.repository:
        return ""
    address = f"{site.repository}/blob/main/{file}"
    lines = function_lines(site.root / file).get(function)
    return f"{address}#L{lines[0]}-L{lines[1]}" if lines else address


def makeExtension(**options: Any) -> RepositoryLinksExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return RepositoryLinksExtension(**options)
