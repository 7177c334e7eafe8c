"""Which worker of pytest-xdist runs which test."""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it has no types

TOGETHER = {
    "tests/site/test_book.py": "the book",
    "tests/site/test_interactive.py": "the pages of the interactive figures",
    "tests/site/test_zensical.py": "the site of Zensical",
    "tests/study/test_pictures.py": "pictures",
    "tests/test_new.py": "the sources, and what the checks say of them",
    "tests/publishing/test_address.py": "sites with and without an address",
    **dict.fromkeys(
        [f"tests/site/test_{name}.py" for name in ("contributing", "places", "reading", "search", "weight")],
        "the site that names its repository",
    ),
    **dict.fromkeys(
        [f"tests/study/test_{name}.py" for name in ("cards", "deck", "exercises", "feed", "selftest")], "cards"
    ),
}
"""Files of tests that share what takes seconds to make, and what that is: one worker runs them, and makes it once."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # for the same reason
    """Gives each test by itself to the worker that is free, but those of `TOGETHER` to one.

    The marks that pytest-xdist 3.8 has for this do nothing with pytest 9.2, which keeps names of tests elsewhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)
