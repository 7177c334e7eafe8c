"""The site depends on the sources alone; what has not changed is not executed again, what has changed is."""

from pathlib import Path

import pytest

from tests.publishing.example import Repository, create
from tests.publishing.faults import LAB, SNIPPET, SNIPPET_TEST

EDITS = {
    LAB: ("average = mean([1.0, 2.0, 6.0])", "average = mean([6.0, 2.0, 1.0])"),
    SNIPPET: ("sum(numbers) /", "sum(reversed(numbers)) /"),
}
COUNT = """

def test_that_it_runs() -> None:
    with open("runs.txt", "a") as file:
        file.write("x")
    assert mean([1.0]) == 1.0
"""


def executed(repository: Repository) -> dict[str, int]:
    """What experiments have found on this machine, each with the time at which it was written."""
    folder = repository.root / ".cache" / "experiments"
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} if folder.exists() else {}


def test_two_builds_in_two_folders_write_the_same_bytes(good: Repository, tmp_path: Path) -> None:
    other = create(tmp_path / "some" / "other-folder")
    answer = other.build()
    assert answer.code == 0, answer.text
    assert len(good.published()) > 20
    assert other.published() == good.published()


def test_a_build_of_recorded_experiments_runs_none_and_writes_the_same_bytes_each_time(
    good: Repository, repository: Repository
) -> None:
    before = executed(repository)
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    assert "experiment 1 of" not in answer.text
    assert executed(repository) == before
    assert repository.published() == good.published()


def test_the_date_of_the_build_changes_the_sitemap_alone(good: Repository, repository: Repository) -> None:
    answer = repository.quickly(SOURCE_DATE_EPOCH="1800000000")
    assert answer.code == 0, answer.text
    changed = {name for name, bytes_ in repository.published().items() if good.published()[name] != bytes_}
    assert changed <= {"sitemap.xml", "sitemap.xml.gz"}


@pytest.mark.parametrize(("changed", "edit"), EDITS.items(), ids=["the lab", "a snippet that it imports"])
def test_an_experiment_whose_code_has_changed_runs_once_and_the_site_shows_what_it_confirms(
    repository: Repository, changed: str, edit: tuple[str, str]
) -> None:
    before = repository.published()["labs/tiny/index.html"]
    repository.edit(changed, *edit)
    if changed == LAB:  # the output of a changed cell is not the recorded one
        assert repository.quickly("scripts.measure").code == 0
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    assert ("labs/tiny" in answer.text) == (changed != LAB)
    assert any(name.startswith("labs--tiny-") for name in executed(repository))
    ran = executed(repository)
    assert repository.quickly().code == 0
    assert executed(repository) == ran
    assert (repository.published()["labs/tiny/index.html"] == before) == (changed != LAB)


def test_a_test_runs_again_only_after_an_edit_of_what_it_tests(repository: Repository) -> None:
    runs = repository.root / "runs.txt"
    test = (repository.root / SNIPPET_TEST).read_text(encoding="utf-8")
    repository.write(SNIPPET_TEST, test + COUNT)
    for expected in ("x", "x"):
        assert repository.quickly().code == 0
        assert runs.read_text(encoding="utf-8") == expected
    repository.edit(SNIPPET, '"""The code of the example page."""', '"""The code of the page."""')
    assert repository.quickly().code == 0
    assert runs.read_text(encoding="utf-8") == "xx"


def test_a_test_that_failed_runs_again(repository: Repository) -> None:
    repository.edit(SNIPPET_TEST, "== 2.5", "== 2.4")
    assert repository.quickly().code == 1
    answer = repository.quickly()
    assert answer.code == 1
    assert f"{SNIPPET_TEST}:6: tests: " in answer.text
