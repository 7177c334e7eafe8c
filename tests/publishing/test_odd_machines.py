"""Damaged caches, other languages, clocks and line ends: the bytes of the site are the same."""

import base64
import hashlib
import os
import pickle
import re
import shutil
from pathlib import Path

import pytest

from scripts.content import ROOT
from scripts.content.cache import Cache
from tests.publishing.example import Repository

DAMAGES = (
    lambda content: content[: len(content) // 2],
    lambda _: b"",
    lambda content: content[: len(content) // 2] + b"~" + content[len(content) // 2 + 1 :],
    lambda _: b"\xff\x00",
)
"""Ways in which a file that is kept between runs is no longer what it was."""
PICKLED = base64.b64encode(b"\x80\x04\x95")
"""How objects begin that are kept: the fourth protocol of pickle, one frame."""
STAMPS = frozenset({"tests", "formulas", "twins", "pruned"})
"""What is kept as empty files, of which nothing can be damaged."""
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
TURKISH = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}


def kept(repository: Repository) -> dict[str, bytes]:
    """The files below `.cache` that have something in them."""
    cache = repository.root / ".cache"
    files = (path for path in sorted(cache.rglob("*")) if path.is_file() and path.stat().st_size)
    return {path.relative_to(cache).as_posix(): path.read_bytes() for path in files}


def meaning(content: bytes) -> object:
    """What a file keeps: objects by what they are, for pickle writes equal ones in several ways; else its bytes."""
    seal, _, text = content.partition(b"\n")
    if not text.startswith(PICKLED) or seal != hashlib.sha256(text).hexdigest().encode():
        return content
    return pickle.loads(base64.b64decode(text))


def forget(repository: Repository) -> None:
    """Remove all that a build would recall instead of making it, but what takes long and depends on code alone."""
    for name in ("pages", "checks", "html", "labs", "search", "study"):
        shutil.rmtree(repository.root / ".cache" / name)


def test_whatever_is_kept_and_damaged_is_made_again(good: Repository, repository: Repository) -> None:
    before = kept(repository)
    assert len({name.partition("/")[0] for name in before}) > 8
    for number, (name, content) in enumerate(before.items()):
        repository.write_bytes(f".cache/{name}", DAMAGES[number % len(DAMAGES)](content))
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    assert repository.published() == good.published()
    after = kept(repository)
    unread = [name for name, content in before.items() if meaning(after.get(name, b"")) != meaning(content)]
    assert all(name.startswith("checks/") for name in unread)  # part of what was held as a whole, by a stamp or a page
    assert len(unread) < len(before) / 20


def test_every_cache_is_sealed_or_a_stamp_and_forgets_what_nobody_reads(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = {path: path.read_text(encoding="utf-8") for path in (ROOT / "scripts").rglob("*.py")}
    named = {name for text in code.values() for name in re.findall(r'"\.cache" / "([a-z]+)"', text)}
    pruned: list[str] = []
    monkeypatch.setattr(Cache, "prune", lambda cache: pruned.append(cache._folder.name))
    (repository.root / ".cache" / "pruned").unlink(missing_ok=True)
    Cache.prune_all(repository.root)
    assert set(pruned) | STAMPS == named


@pytest.mark.parametrize(
    "environment", [ASCII, TURKISH], ids=["words of ASCII", "Turkish, on the first of the islands"]
)
def test_the_language_of_the_machine_changes_nothing(
    good: Repository, repository: Repository, environment: dict[str, str]
) -> None:
    forget(repository)
    answer = repository.build(None, **environment)
    assert answer.code == 0, answer.text
    assert repository.published() == good.published()


def test_files_of_1970_whose_lines_end_as_on_windows_make_the_same_pages(good: Repository, tmp_path: Path) -> None:
    repository = good.copy(tmp_path / "repository", linked=False)
    for folder in ("docs", "snippets", "tests"):
        for path in (repository.root / folder).rglob("*"):
            if path.suffix in (".md", ".py", ".yml", ".bib", ".json", ".svg") and "katex" not in path.parts:
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
            os.utime(path, (0, 0))
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    pages = {name: digest for name, digest in good.published().items() if Path(name).suffix == ".html"}
    assert pages.items() <= repository.published().items()
