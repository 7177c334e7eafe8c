"""A finished site takes the place of the published one at once, or the published one stays."""

import os
import time
from pathlib import Path

import pytest

from scripts.publishing import folders
from tests.publishing.example import tree


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A finished site that waits in the cache."""
    return site(tmp_path / ".cache" / "site-new", "new")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The published site."""
    return site(tmp_path / "site", "old")


def site(folder: Path, text: str) -> Path:
    """A site of one page."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def shown(folder: Path) -> str:
    """What stands on the page of a site."""
    return (folder / "index.html").read_text(encoding="utf-8")


def test_the_first_site_is_published_where_there_was_none(new: Path, tmp_path: Path) -> None:
    folders.publish(new, tmp_path / "site")
    assert shown(tmp_path / "site") == "new"
    assert not new.exists()


@pytest.mark.parametrize("possible", [True, False], ids=["one exchange", "two renames"])
def test_a_new_site_replaces_the_old_one(
    new: Path, published: Path, possible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not possible:
        monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    folders.publish(new, published)
    assert shown(published) == "new"
    assert list(new.parent.iterdir()) == []


def test_an_exchange_swaps_two_folders(new: Path, published: Path) -> None:
    assert folders.exchange(new, published)
    assert (shown(new), shown(published)) == ("old", "new")


def test_an_exchange_with_a_folder_that_is_missing_changes_nothing(new: Path, tmp_path: Path) -> None:
    assert not folders.exchange(new, tmp_path / "missing")
    assert shown(new) == "new"


@pytest.mark.parametrize("failing", [1, 2], ids=["setting the old site aside", "putting the new one there"])
def test_the_old_site_is_there_after_a_rename_that_fails(
    new: Path, published: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, renames, rename = tree(published), [], Path.rename

    def fail_once(self: Path, target: Path) -> Path:
        renames.append(self)
        if len(renames) == failing:
            raise PermissionError(13, "not allowed")
        return rename(self, target)

    monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(PermissionError):
        folders.publish(new, published)
    assert tree(published) == before


def test_a_site_that_was_set_aside_and_never_replaced_comes_back(tmp_path: Path) -> None:
    aside = site(tmp_path / ".cache" / "site-x-old", "old")
    folders.remove_leftovers(tmp_path / ".cache")
    assert shown(tmp_path / "site") == "old"
    assert not aside.exists()


def test_what_a_killed_build_left_behind_goes_after_an_hour_and_not_before(new: Path, published: Path) -> None:
    leftover = site(new.parent / "site-left", "half")
    long_ago = time.time() - folders.STALE_AFTER - 60
    os.utime(leftover, (long_ago, long_ago))
    folders.remove_leftovers(new.parent, folders.STALE_AFTER)
    assert list(new.parent.iterdir()) == [new]
    assert shown(published) == "old"
