"""What can be said of a page by its text alone is said again only when the text has changed."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from scripts.content.page import Page
from scripts.content.problem import Problem
from scripts.content.recall import recalled
from scripts.content.site import Site

Found = tuple[int, str]
"""A line and what is wrong there."""


def of_each_page(
    site: Site, check: str, look: Callable[[Page], Iterable[Found]], given: bytes = b""
) -> Iterator[Problem]:
    """What `look` finds on each page; it looks at nothing but the page and what `given` stands for."""
    for page in site.pages:
        for line, message in recalled(partial(look, page), check, page.path, page.raw, given):
            yield Problem(page.file, line, check, message)
