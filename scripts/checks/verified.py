"""What only a reader can judge was read as it stands: short answers, corrections, captions, definitions, docstrings."""

from collections.abc import Iterator

from scripts.content import Problem, Site
from scripts.evidence.readings import problems


def check(site: Site) -> Iterator[Problem]:
    """Hold the words against the ledger."""
    yield from problems(site)
