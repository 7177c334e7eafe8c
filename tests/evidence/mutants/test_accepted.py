"""The list of accepted changes names changes that exist, and does not grow unseen."""

from scripts.content import ROOT
from scripts.evidence.mutants.accepted import ACCEPTED
from scripts.evidence.mutants.changes import mutants


def test_the_list_of_accepted_changes_names_changes_that_exist() -> None:
    for file, changes in ACCEPTED.items():
        assert changes.keys() <= {mutant.name for mutant in mutants(ROOT / "snippets" / file)}, file
        assert all(changes.values())


def test_the_list_of_accepted_changes_does_not_grow() -> None:
    assert sum(map(len, ACCEPTED.values())) <= 50  # grows only where a module is tried for the first time
