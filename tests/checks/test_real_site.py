"""The checks are silent on the repository itself."""

from scripts.checks import problems
from scripts.content import ROOT, Site


def test_all_checks_are_silent_on_this_repository() -> None:
    assert [str(problem) for problem in problems(Site.read(ROOT))] == []
