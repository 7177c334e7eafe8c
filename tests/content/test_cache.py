"""What is kept between runs comes back whole or not at all."""

import os
import time
from pathlib import Path

import pytest

from scripts.content.cache import KEEP_FOR, Cache, key


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.write("page", "first\nsecond\n")
    return made


def test_what_was_written_comes_back(cache: Cache) -> None:
    assert cache.read("page") == "first\nsecond\n"
    assert cache.read("other") is None


@pytest.mark.parametrize("size", [0, 10, 64, 65, 70, -1])
def test_a_file_that_was_cut_short_counts_as_missing(cache: Cache, tmp_path: Path, size: int) -> None:
    whole = (tmp_path / "page").read_bytes()
    (tmp_path / "page").write_bytes(whole[:size])
    assert cache.read("page") is None


@pytest.mark.parametrize("place", range(0, 70, 7))
def test_a_file_with_one_other_byte_counts_as_missing(cache: Cache, tmp_path: Path, place: int) -> None:
    content = bytearray((tmp_path / "page").read_bytes())
    content[place] ^= 0xFF
    (tmp_path / "page").write_bytes(content)
    assert cache.read("page") is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "file")
    cache.write("page", "text")
    assert cache.read("page") is None


def test_what_nobody_has_read_for_long_goes(cache: Cache, tmp_path: Path) -> None:
    cache.write("new", "text")
    long_ago = time.time() - KEEP_FOR - 60
    os.utime(tmp_path / "page", (long_ago, long_ago))
    cache.prune()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_reading_keeps_an_entry(cache: Cache, tmp_path: Path) -> None:
    long_ago = time.time() - KEEP_FOR - 60
    os.utime(tmp_path / "page", (long_ago, long_ago))
    assert cache.read("page") is not None
    cache.prune()
    assert (tmp_path / "page").exists()


def test_a_key_tells_apart_how_parts_are_divided() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key(b"abc", "")}) == 4


def test_what_was_made_is_remembered_under_its_name(cache: Cache) -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return str(len(made))

    assert [cache.remembered("a", make) for _ in range(2)] == ["1", "1"]
    assert cache.remembered("b", make) == "2"


def test_nothing_is_kept_of_what_could_not_be_made(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.remembered("a", lambda: str(1 // 0))
    assert cache.remembered("a", lambda: "made") == "made"


def test_all_caches_are_looked_through_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pruned: list[Cache] = []
    monkeypatch.setattr(Cache, "prune", lambda cache: pruned.append(cache))
    Cache.prune_all(tmp_path)
    first = len(pruned)
    Cache.prune_all(tmp_path)
    assert len(pruned) == first > 0
    yesterday = time.time() - 25 * 3600
    os.utime(tmp_path / ".cache" / "pruned", (yesterday, yesterday))
    Cache.prune_all(tmp_path)
    assert len(pruned) == 2 * first
