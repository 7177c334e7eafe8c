"""The exercises of the self-test can be asked, and their worked solutions give what the tested snippets compute."""

from collections.abc import Iterator

from scripts.content import Problem, Site
from scripts.evidence.exercises.tables import tables


def check(site: Site) -> Iterator[Problem]:
    """Draw the numbers of every exercise and compute it twice."""
    yield from tables(site)[1]
