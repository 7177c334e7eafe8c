"""Files as other editors and machines save them: line ends and marks make no difference, other encodings are named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.checks import problems
from scripts.content import ContentError, Site
from tests.publishing.example import Repository

SOURCES = (
    *("docs/training/page.md", "docs/glossary.md", "docs/labs/tiny.py", "docs/labs/tiny/record.yml"),
    *("docs/labs/tiny/cell-4.svg", "docs/training/page/record.yml", "docs/_data/bibliography.bib"),
    *("docs/_data/published.yml", "docs/_data/verified.yml", "docs/_data/exercises.yml", "docs/_data/sources.yml"),
    *("docs/_data/abbreviations.md", "docs/_data/figures.yml", "snippets/training/page.py"),
    *("tests/snippets/training/test_page.py", "mkdocs.yml"),
    *("scripts/numbers/training/page.py", "scripts/figures/training/page.py", "scripts/figures/style.py"),
)
"""A file of each kind of source."""
NEW_LINE = b"\n"
DRAWING = "docs/training/page/noise-by-size.svg"
ALIKE: dict[str, Callable[[bytes], bytes]] = {
    "lines that end as on Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "a mark at the beginning": lambda content: b"\xef\xbb\xbf" + content,
}
UNREADABLE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "UTF-16": (lambda content: content.decode().encode("utf-16"), "byte 0xff is not UTF-8; save the file as UTF-8"),
    "Latin-1": (lambda content: content.replace(b"e", b"\xe9", 1), "byte 0xe9 is not UTF-8; save the file as UTF-8"),
}


def change(repository: Repository, file: str, how: Callable[[bytes], bytes]) -> None:
    repository.write_bytes(file, how((repository.root / file).read_bytes()))


def found(repository: Repository) -> list[str]:
    """What a command says of the sources."""
    try:
        return [str(problem) for problem in problems(Site.read(repository.root))]
    except ContentError as error:
        return [str(error)]


@pytest.mark.parametrize("how", ALIKE.values(), ids=ALIKE)
def test_all_sources_are_read_alike(unbuilt: Repository, how: Callable[[bytes], bytes]) -> None:
    for file in SOURCES:
        change(unbuilt, file, how)
    assert found(unbuilt) == []


@pytest.mark.parametrize("file", SOURCES)
def test_a_file_in_another_encoding_is_named_at_its_line(unbuilt: Repository, file: str) -> None:
    for how, words in UNREADABLE.values():
        content = (unbuilt.root / file).read_bytes()
        change(unbuilt, file, how)
        line = 1 + content[: content.index(b"e")].count(b"\n") if "0xe9" in words else 1
        assert f"{file}:{line}: encoding: {words}" in found(unbuilt)
        unbuilt.write_bytes(file, content)


def test_a_drawing_in_another_encoding_is_none_of_its_script(unbuilt: Repository) -> None:
    change(unbuilt, DRAWING, UNREADABLE["UTF-16"][0])
    assert [each for each in found(unbuilt) if each.startswith(f"{DRAWING}:1: drawn: ")]


@pytest.mark.parametrize("file", ["mkdocs.yml", "docs/_data/verified.yml", "docs/_data/exercises.yml"])
def test_a_character_that_yaml_cannot_have_is_named_at_its_line(unbuilt: Repository, file: str) -> None:
    content = (unbuilt.root / file).read_bytes()
    place = content.index(b"\n", len(content) // 2)
    change(unbuilt, file, lambda text: text[:place] + b"\0" + text[place:])
    start = f"{file}:{1 + content.count(NEW_LINE, 0, place)}: yaml: not YAML: unacceptable character"
    assert [each for each in found(unbuilt) if each.startswith(start) and "\n" not in each]


def test_a_repository_without_its_configuration_says_so(unbuilt: Repository) -> None:
    (Path(unbuilt.root) / "mkdocs.yml").unlink()
    answer = unbuilt.run("scripts.check")
    assert answer.code == 1
    assert answer.text.startswith("Stopped: mkdocs.yml: No such file or directory; ")
