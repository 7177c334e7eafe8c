"""A fault to put into the example, and what the build must say of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from tests.publishing.example import Answer, Repository

PAGE = "docs/training/page.md"
LAB = "docs/labs/tiny.py"
BIBLIOGRAPHY = "docs/_data/bibliography.bib"
NUMBERS = "scripts/numbers/training/page.py"
RECORD = "docs/labs/tiny/record.yml"
SNIPPET = "snippets/training/page.py"
SNIPPET_TEST = "tests/snippets/training/test_page.py"
FIGURE = "docs/training/page/noise-by-size.svg"

Change = Callable[[Repository], object]


@dataclass(frozen=True)
class Fault:
    """`change` makes the fault; the build must name the line of `file` that holds `needle`, or its first line."""

    name: str
    change: Change
    file: str
    needle: str
    check: str
    words: str


def replaced(old: str, new: str, file: str = PAGE) -> Change:
    """A change that puts `new` in the place of `old`."""
    return lambda repository: repository.edit(file, old, new)


def added(text: str, file: str = PAGE) -> Change:
    """A change that puts `text` at the end of a file."""

    def change(repository: Repository) -> None:
        repository.write(file, (repository.root / file).read_text(encoding="utf-8") + text)

    return change


def written(file: str, content: str) -> Change:
    """A change that writes a file, new or in the place of an old one."""
    return lambda repository: repository.write(file, content)


def removed(file: str) -> Change:
    """A change that removes a file."""
    return lambda repository: (repository.root / file).unlink()


def every(*changes: Change) -> Change:
    """Several changes as one."""
    return lambda repository: [change(repository) for change in changes]


def cases(faults: Sequence[Fault]) -> pytest.MarkDecorator:
    """One test for each fault, under its name."""
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


def assert_refused(repository: Repository, fault: Fault) -> None:
    """The build says where the fault is and what to do, and leaves the published site alone."""
    before = repository.published()
    fault.change(repository)
    answer = repository.quickly()
    line = repository.line(fault.file, fault.needle) if fault.needle else 1
    place = f"{fault.file}:{line}: {fault.check}: "
    said = [text for text in answer.text.split("\n") if text.startswith(place)]
    assert said, f"nothing begins with {place!r} in:\n{answer.text}"
    assert any(fault.words in text for text in said), f"{fault.words!r} is not in:\n" + "\n".join(said)
    assert_nothing_published(repository, answer, before)


def assert_nothing_published(repository: Repository, answer: Answer, before: dict[str, str]) -> None:
    """The build failed without a traceback, cleaned up, and `site/` has the bytes that it had."""
    assert answer.code == 1, answer.text
    assert "Traceback" not in answer.text, answer.text
    assert "site/ is as it was" in answer.text
    assert repository.published() == before
    assert not list((repository.root / ".cache").glob("site-*"))
