"""What tools made is made once for each key."""

from pathlib import Path

import pytest

from scripts.render import cache


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "FOLDER", tmp_path)


def test_what_was_made_is_remembered_under_its_key() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"%d" % len(made)

    assert [cache.remembered("a", ["x", 1], make) for _ in range(2)] == [b"1", b"1"]
    assert cache.remembered("a", ["x", 2], make) == b"2"
    assert cache.remembered("b", ["x", 1], make) == b"3"


def test_nothing_is_kept_of_what_could_not_be_made(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.remembered("a", "x", lambda: b"%d" % (1 // 0))
    assert cache.remembered("a", "x", lambda: b"made") == b"made"


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(6):
        cache.remembered("a", number, lambda: b"")
    assert len(list((tmp_path / "a").iterdir())) == 3
