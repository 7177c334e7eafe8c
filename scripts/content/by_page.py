"""What can be said of a page by its text alone is said again only when the text has changed."""

import functools
from collections.abc import Callable, Iterable, Iterator

from scripts.content.page import Page
from scripts.content.problem import Problem
from scripts.content.recall import recalled
from scripts.content.site import Site

ROOMS = ("content", "render", "safety", "evidence", "checks")
"""The code that such a check may run."""
Found = tuple[int, str]
"""A line and what is wrong there."""


def of_each_page(
    site: Site, check: str, look: Callable[[Page], Iterable[Found]], given: bytes = b""
) -> Iterator[Problem]:
    """What `look` finds on each page; it looks at nothing but the page and the file whose bytes are `given`."""
    for page in site.pages:
        found = recalled(ROOMS, functools.partial(_listed, look, page), check, page.path, page.raw, given)
        for line, message in found:
            yield Problem(page.file, line, check, message)


def _listed(look: Callable[[Page], Iterable[Found]], page: Page) -> list[Found]:
    return list(look(page))
