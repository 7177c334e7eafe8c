"""What was found in a text is remembered until the text or the code that looked has changed."""

import platform
from pathlib import Path

import pytest

from scripts.content import recall
from scripts.content.cache import Cache
from scripts.content.recall import code_of, recalled


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "_CACHE", Cache(tmp_path))


def looked(text: str, times: list[str]) -> list[int]:
    """The lengths of the words of a text; `times` gets the text whenever it is looked at."""

    def look() -> list[int]:
        times.append(text)
        return [len(word) for word in text.split()]

    found: list[int] = recalled(look, "lengths", text)
    return found


def test_a_text_is_looked_at_once_and_another_one_again() -> None:
    times: list[str] = []
    assert [looked(text, times) for text in ("a bc", "a bc", "abc", "a bc")] == [[1, 2], [1, 2], [3], [1, 2]]
    assert times == ["a bc", "abc"]


def test_it_is_looked_at_again_when_python_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []
    looked("a bc", times)
    monkeypatch.setattr(platform, "python_version", lambda: "4.0.0")
    code_of.cache_clear()
    looked("a bc", times)
    code_of.cache_clear()
    assert times == ["a bc", "a bc"]


def test_the_code_of_another_room_has_another_key() -> None:
    assert len({code_of(rooms) for rooms in (("content",), ("safety",), ("content", "safety"))}) == 3


def test_what_raises_is_not_remembered() -> None:
    def fails() -> None:
        raise LookupError("nothing here")

    for _ in range(2):
        with pytest.raises(LookupError, match="nothing here"):
            recalled(fails, "text")
    assert recalled(lambda: "found", "text") == "found"
