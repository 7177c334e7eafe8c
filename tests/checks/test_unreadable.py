"""A file that cannot be read is a problem with file and line; the other checks still run."""

from pathlib import Path

import pytest
from mkdocs.structure.files import File

from scripts.checks import problems
from scripts.content import ContentError, Site
from scripts.render.katex import MACROS, macros_of

LATIN = "# A page\n\nna\xefve\n".encode("latin-1")


def found(root: Path) -> list[str]:
    return [str(problem) for problem in problems(Site.read(root))]


def test_page_that_is_not_utf8_is_named_with_its_line(repository: Path) -> None:
    (repository / "docs/glossary.md").write_bytes(LATIN)
    assert "docs/glossary.md:3: encoding: byte 0xef is not UTF-8; save the file as UTF-8" in found(repository)


@pytest.mark.parametrize(
    ("mark", "end"), [(b"\xef\xbb\xbf", "\n"), (b"", "\r\n"), (b"\xef\xbb\xbf", "\r\n"), (b"", "\r")]
)
def test_byte_order_marks_and_ends_of_lines_change_nothing(repository: Path, mark: bytes, end: str) -> None:
    plain = {page.path: page.raw for page in Site.read(repository).pages}
    sources = [path for path in repository.rglob("*") if path.suffix in (".md", ".py", ".bib", ".yml", ".json")]
    for path in sources:
        path.write_bytes(mark + path.read_text(encoding="utf-8").replace("\n", end).encode())
    site = Site.read(repository)
    assert [str(problem) for problem in problems(site)] == []
    for page in site.pages:
        assert page.raw == plain[page.path]
        built = File(page.path, str(site.docs), "site", True)
        assert built.content_string == page.raw  # what MkDocs reads


def test_unreadable_page_does_not_hide_the_problems_of_others(repository: Path) -> None:
    (repository / "docs/glossary.md").write_bytes(LATIN)
    (repository / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    missing = "no description; begin the file with ---, description: one sentence, ---"
    assert f"docs/index.md:1: front-matter: {missing}" in found(repository)


def test_bibliography_that_is_not_bibtex_is_named_with_the_line_of_the_error(repository: Path) -> None:
    good = (repository / "docs/_data/bibliography.bib").read_text(encoding="utf-8")
    text = f"A comment.\n\n{good}\n{good}\n@book{{broken,\n  title = {{A}}\n  year = 2000\n}}\n"
    (repository / "docs/_data/bibliography.bib").write_text(text, encoding="utf-8")
    line = text[: text.index("  year = 2000")].count("\n") + 1
    assert [each for each in found(repository) if f"bibliography.bib:{line}: citations: not BibTeX: " in each] != []


@pytest.mark.parametrize("name", ["mkdocs.yml", "docs/_data/published.yml", "docs/_data/sources.yml"])
def test_ledger_that_is_not_yaml_is_named_with_the_line_of_the_error(repository: Path, name: str) -> None:
    (repository / name).write_text("pages: {}\nmoved: [\n", encoding="utf-8")
    assert [each for each in found(repository) if each.startswith(f"{name}:3: yaml: not YAML: ")] != []


def test_control_character_in_a_ledger_is_a_problem(repository: Path) -> None:
    (repository / "docs/_data/published.yml").write_text("pages: \x08\n", encoding="utf-8")
    assert [each for each in found(repository) if each.startswith("docs/_data/published.yml:1: yaml: not YAML: ")] != []


def test_snippet_that_is_not_python_is_named_relative_to_the_root(repository: Path) -> None:
    (repository / "snippets/training/page.py").write_text("def slope(:\n", encoding="utf-8")
    assert "snippets/training/page.py:1: python: this is not Python: invalid syntax; mend the line" in found(repository)


def test_value_that_yaml_cannot_make_is_a_problem(repository: Path) -> None:
    (repository / "docs/_data/verified.yml").write_text("corrections:\n  x: 2026-13-45\n", encoding="utf-8")
    assert [each for each in found(repository) if each.startswith("docs/_data/verified.yml:1: yaml: not YAML: ")] != []


def test_lists_in_lists_without_end_are_a_problem(repository: Path) -> None:
    text = f"corrections:\n  x: {'[' * 3000}{']' * 3000}\n"
    (repository / "docs/_data/verified.yml").write_text(text, encoding="utf-8")
    assert [each for each in found(repository) if each.startswith("docs/_data/verified.yml:")] != []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("My Page.md", "a page's name is its address"),
        ("README.md", "a page's name is its address"),
        ("Page.md", "a page's name is its address"),
        ("page/index.md", "docs/training/page.md has the same address already; move the text there"),
        ("deep/er/page.md", "pages stand in a section, docs/section/page.md, and no deeper; move the file"),
    ],
)
@pytest.mark.parametrize("in_nav", [True, False])
def test_page_with_an_impossible_name_is_one_problem(repository: Path, name: str, words: str, in_nav: bool) -> None:
    page = repository / "docs/training" / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes((repository / "docs/training/page.md").read_bytes())
    if in_nav:
        config = (repository / "mkdocs.yml").read_text(encoding="utf-8")
        entry = "      - training/page.md\n"
        (repository / "mkdocs.yml").write_text(config.replace(entry, f"{entry}      - training/{name}\n"), "utf-8")
    (problem,) = found(repository)
    assert problem.startswith(f"docs/training/{name}:1: files: {words}")


def test_page_that_is_not_utf8_is_the_only_problem(repository: Path) -> None:
    (repository / "docs/training/page.md").write_bytes(LATIN)
    assert found(repository) == ["docs/training/page.md:3: encoding: byte 0xef is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"{\n,", 2, "not JSON: "),
        (b"[]", 1, "no macro; write "),
        (b'{\n"\\\\x": 1}', 2, "no macro; write "),
        (b'{"\\\\x": "\\\\href{a}{b}"}', 1, "no macro; write "),
        (b'{"x": "y"}', 1, "no macro; write "),
        (b'{"\\\\x": "\xe9"}', 1, "byte 0xe9 is not UTF-8"),
    ],
)
def test_macros_that_cannot_be_read_are_named(repository: Path, content: bytes, line: int, words: str) -> None:
    (repository / MACROS).write_bytes(content)
    with pytest.raises(ContentError) as raised:
        macros_of(repository)
    assert (raised.value.problem.file, raised.value.problem.line) == (MACROS, line)
    assert raised.value.problem.message.startswith(words)


def test_macros_may_begin_with_a_byte_order_mark(repository: Path) -> None:
    (repository / MACROS).write_bytes(b'\xef\xbb\xbf{"\\\\E": "\\\\mathbb{E}"}')
    assert macros_of(repository).startswith("{")
