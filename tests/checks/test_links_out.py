"""Symbolic links in `docs/` are refused, wherever they lead, and none is followed."""

from pathlib import Path

import pytest

from scripts.checks import problems
from scripts.content import Site

PLACES = {
    "a file of the host": ("docs/assets/name.txt", "/etc/hostname"),
    "a page that is a file of the host": ("docs/training/host.md", "/etc/hostname"),
    "a folder of the host": ("docs/assets/ssl", "/etc/ssl"),
    "nothing": ("docs/assets/gone.png", "nowhere"),
    "a folder that contains itself": ("docs/training/loop", "."),
    "two folders that contain each other": ("docs/training/up", ".."),
    "a hidden folder": ("docs/training/.loop", "."),
}


@pytest.mark.parametrize(("place", "target"), PLACES.values(), ids=PLACES)
def test_a_link_is_named_and_not_followed(repository: Path, place: str, target: str) -> None:
    (repository / place).parent.mkdir(parents=True, exist_ok=True)
    (repository / place).symlink_to(target)
    found = [str(problem) for problem in problems(Site.read(repository))]
    assert found == [f"{place}:1: files: a link to {target}; put the file itself here"]


def test_the_lock_of_an_editor_is_no_concern(repository: Path) -> None:
    (repository / "docs/training/.#page.md").symlink_to("someone@machine.123:456")
    assert problems(Site.read(repository)) == []
