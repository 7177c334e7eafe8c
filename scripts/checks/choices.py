"""The choices of the self-test are made of words of the pages, and their lengths do not give the right one away."""

from collections.abc import Iterator

from scripts.content import Problem, Site
from scripts.evidence.choices import choices


def check(site: Site) -> Iterator[Problem]:
    """Look at the ledger."""
    yield from choices(site)[1]
