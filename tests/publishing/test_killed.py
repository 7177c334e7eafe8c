"""Killed at any moment, or two at once: the old site or the new one is whole, and the next build mends the rest."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.content import ROOT
from scripts.publishing import folders
from tests.publishing.example import Repository, tree

KILL = """
import os, shutil, signal
from pathlib import Path

PROCESS = os.getpid()

def kill(*_, **__):
    os.kill(PROCESS, signal.SIGKILL)

def kill_at(number, function):
    calls = []
    def called(*arguments, **named):
        calls.append(arguments)
        return kill() if len(calls) == number else function(*arguments, **named)
    return called

"""
PUBLISH = (
    f"{KILL}\nfrom scripts.publishing import folders\n{{}}\nfolders.publish(Path('.cache/site-new'), Path('site'))"
)
TWO_RENAMES = "folders.exchange = lambda one, other: False\n"
EXCHANGES = {
    "before the exchange": ("folders.exchange = kill", "old"),
    "after the exchange": ("shutil.rmtree = kill", "new"),
    "while the old site is removed": ("os.rmdir = os.unlink = kill", "new"),
    "before two renames": (f"{TWO_RENAMES}Path.rename = kill", "old"),
    "between two renames": (f"{TWO_RENAMES}Path.rename = kill_at(2, Path.rename)", "old"),
    "after two renames": (f"{TWO_RENAMES}shutil.rmtree = kill", "new"),
}
"""What kills the exchange of two sites, and which of them is there when the next build begins."""
BUILD = f"{KILL}\nfrom scripts import build\nfrom scripts.publishing import pages\n{{}}\nbuild.build()"
BUILDS = {
    "while KaTeX is copied": "build.copy_assets = kill",
    "while the sources are checked": "build.checks.problems = kill",
    "while something is kept": "build.Cache.write = kill",
    "while pages are made": "pages.finish = kill",
    "while pages are checked": "build.page_problems = kill",
    "before the exchange": "build.publish = kill",
}


@pytest.fixture
def sites(tmp_path: Path) -> dict[str, dict[str, str]]:
    """A published site and a finished one, of several files; both as hashes of their bytes."""
    for name, folder in (("old", tmp_path / "site"), ("new", tmp_path / ".cache" / "site-new")):
        for page in ("index.html", "a/index.html", "a/b/index.html"):
            (folder / page).parent.mkdir(parents=True, exist_ok=True)
            (folder / page).write_text(f"{name} {page}", encoding="utf-8")
    return {"old": tree(tmp_path / "site"), "new": tree(tmp_path / ".cache" / "site-new")}


@pytest.mark.parametrize("moment", EXCHANGES)
def test_an_exchange_that_is_killed_leaves_one_site_whole(
    sites: dict[str, dict[str, str]], tmp_path: Path, moment: str
) -> None:
    patch, expected = EXCHANGES[moment]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", PUBLISH.format(patch)], cwd=tmp_path, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "site").exists() == (moment != "between two renames")
    folders.remove_leftovers(tmp_path / ".cache")
    assert tree(tmp_path / "site") == sites[expected]
    assert list((tmp_path / ".cache").iterdir()) == []


def test_a_build_that_is_killed_at_any_moment_leaves_the_site_and_the_next_one_succeeds(
    good: Repository, repository: Repository
) -> None:
    for moment, patch in BUILDS.items():
        shutil.rmtree(repository.root / ".cache" / "pages", ignore_errors=True)  # so that something will be kept
        with repository.start(command=["-c", BUILD.format(patch)]) as process:
            said, _ = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, f"{moment}: {said}"
        assert repository.published() == good.published(), moment
    assert list((repository.root / ".cache").glob("site-*"))
    answer = repository.build()
    assert answer.code == 0, answer.text
    assert repository.published() == good.published()
    assert not list((repository.root / ".cache").glob("site-*"))


def test_two_builds_at_once_both_succeed(good: Repository, repository: Repository) -> None:
    with repository.start() as one, repository.start() as other:
        said = [process.communicate(timeout=240)[0] for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), said
    assert sum("this one begins when it has ended" in each for each in said) == 1
    assert repository.published() == good.published()
    assert not list((repository.root / ".cache").glob("site-*"))


def test_a_build_that_is_interrupted_says_so_and_leaves_nothing(repository: Repository) -> None:
    before = repository.published()
    interrupt = "build.page_problems = lambda _: os.kill(os.getpid(), signal.SIGINT)"
    with repository.start(command=["-c", BUILD.format(interrupt)]) as process:
        said, _ = process.communicate(timeout=120)
    assert "Traceback" not in said, said
    assert "site/ is as it was" in said
    assert repository.published() == before
    assert not list((repository.root / ".cache").glob("site-*"))


def test_where_nothing_can_be_locked_only_what_is_old_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(folders, "_locked", refuse)
    with folders.alone(tmp_path) as certain:
        assert not certain
    for name, age in (("site-old", folders.STALE_AFTER + 60), ("site-running", 0)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    folders.remove_leftovers(tmp_path, folders.STALE_AFTER)
    assert [path.name for path in tmp_path.glob("site-*")] == ["site-running"]
