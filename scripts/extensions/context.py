"""What MkDocs knows of the page that is being converted, for extensions that need its place on the site."""

from typing import Any

from markdown import Markdown


def mkdocs_context(md: Markdown) -> Any:
    """An object with the page's `.file` and the site's `.files`; None where `md` converts no page of a site."""
    return next((each for each in md.treeprocessors if hasattr(each, "file") and hasattr(each, "files")), None)
