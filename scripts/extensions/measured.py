"""Takes the comments that bind numbers to measured values out of the page: readers get the numbers alone."""

from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.content import BINDING


class MeasuredExtension(Extension):
    """Drops comments of the form `<!--= name -->`."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run before anything else reads the text."""
        md.preprocessors.register(_Measured(md), "measured", 200)


class _Measured(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [BINDING.sub("", line) for line in lines]


def makeExtension(**options: Any) -> MeasuredExtension:
    """Entry point of Python-Markdown."""
    return MeasuredExtension(**options)
