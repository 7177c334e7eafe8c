"""No id stands twice on a page."""

from collections import Counter
from collections.abc import Iterator

from scripts.checks.built.site import BuiltSite
from scripts.content import Problem


def check(built: BuiltSite) -> Iterator[Problem]:
    """Count the ids of each page."""
    for page in built.pages:
        for identifier, count in Counter(page.ids).items():
            if count > 1:
                yield page.problem("built-ids", f"the id {identifier!r} stands {count} times", identifier)
