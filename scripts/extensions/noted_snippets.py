"""Notes the files that a page takes snippets from, so that it is converted again when one of them changes."""

from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

from scripts.content import current_site
from scripts.extensions.facts import source


class NotedSnippetsExtension(Extension):
    """Looks over the shoulder of `pymdownx.snippets`, which must stand before it."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the place of the method that finds files."""
        snippets: Any = md.preprocessors["snippet"]
        find = snippets.get_snippet_path

        def noted(path: str) -> str | None:
            found: str | None = find(path)
            if found is not None:
                source(Path(found).relative_to(current_site().root).as_posix())
            return found

        snippets.get_snippet_path = noted


def makeExtension(**options: Any) -> NotedSnippetsExtension:
    """Entry point of Python-Markdown."""
    return NotedSnippetsExtension(**options)
