"""The checks are silent on the repository itself."""

from scripts.checks import problems
from tests.whole import SITE


def test_all_checks_are_silent_on_this_repository() -> None:
    assert [str(problem) for problem in problems(SITE)] == []
