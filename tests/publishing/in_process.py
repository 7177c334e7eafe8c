"""Faults of the sources, tried without a process: a hundred take as long as three builds.

The build refuses at its first step whatever the checks on the sources name, and publishes nothing: the faults that are
built to the end hold that, for each kind of check.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from scripts.checks import problems
from scripts.content import Site
from tests.publishing.example import Repository
from tests.publishing.faults import Fault, added

SOURCES = ("docs", "snippets", "tests", "scripts", "mkdocs.yml", "pyproject.toml")
LAST = "[^origin]: It once meant the bread of one baking."


def sources(good: Repository, root: Path) -> Repository:
    """A copy of the sources, without the published site and the caches."""
    for name in SOURCES:
        source = good.root / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "katex")
            shutil.copytree(source, root / name, ignore=ignored, symlinks=True, copy_function=good.put)
        else:
            shutil.copy2(source, root / name)
    return Repository(root)


def assert_named(repository: Repository, fault: Fault) -> None:
    """The checks name the file and line of the fault, and what to do; without it they are silent."""
    fault.change(repository)
    line = repository.line(fault.file, fault.needle) if fault.needle else 1
    place = f"{fault.file}:{line}: {fault.check}: "
    found = [str(problem) for problem in problems(Site.read(repository.root))]
    said = [text for text in found if text.startswith(place)]
    assert said, f"nothing begins with {place!r} in:\n" + "\n".join(found)
    assert any(fault.words in text for text in said), f"{fault.words!r} is not in:\n" + "\n".join(said)
    assert all(";" in text.removeprefix(place) for text in said), "no message says what to do:\n" + "\n".join(said)


def below(text: str, needle: str, words: str, name: str, check: str = "safety") -> Fault:
    """A fault in a text that stands at the end of the page."""
    page = "docs/training/page.md"
    return Fault(name, added(f"\n{text}\n", page), page, needle, check, words)


def several(fault: Fault, contexts: dict[str, str]) -> list[Fault]:
    """The same fault in several contexts, each with `{}` in its place."""
    return [
        replace(fault, name=f"{fault.name} in {context}", change=added(f"\n{form.format(fault.needle)}\n", fault.file))
        for context, form in contexts.items()
    ]
