"""A page's questions have the answers of the time of its conversion, or it must be converted again."""

from types import SimpleNamespace

import pytest

from scripts.content import Site, hold
from scripts.extensions.facts import NotedFiles, content_of, holds, noted, question_title, source

DRAWING = SimpleNamespace(url="x.svg", inclusion="included", content_bytes=b"<svg/>")


class Files:
    """Files of a site by their path."""

    def __init__(self, **files: SimpleNamespace) -> None:
        self._files = files

    def get_file_from_path(self, path: str) -> SimpleNamespace | None:
        return self._files.get(path)


def test_answers_hold_until_one_of_them_is_another(site: Site) -> None:
    hold(site)
    with noted() as facts:
        assert question_title("what-is-the-slope") == "What is the slope?"
        assert source("snippets/training/page.py") != ""
    assert len(facts) == 2
    assert holds(facts, Files())
    path = site.root / "snippets/training/page.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not holds(facts, Files())


def test_an_answer_that_comes_into_being_is_another(site: Site) -> None:
    hold(site)
    with noted() as facts:
        assert question_title("new") is None
    page = site.root / "docs/training/page.md"
    page.write_text(page.read_text(encoding="utf-8").replace("#what-is-the-slope ", "#new "), encoding="utf-8")
    hold(Site.read(site.root))
    assert not holds(facts, Files())


@pytest.mark.parametrize(
    "changed", [{}, {"content_bytes": b"<svg></svg>"}, {"url": "y.svg"}, {"inclusion": "excluded"}]
)
def test_files_are_noted_with_their_address_and_content(changed: dict[str, object]) -> None:
    with noted() as facts:
        assert content_of(NotedFiles(Files(x=DRAWING)), "x") == b"<svg/>"
    assert holds(facts, Files(x=DRAWING))
    assert not holds(facts, Files(x=SimpleNamespace(**(vars(DRAWING) | changed))) if changed else Files())


def test_a_question_that_is_no_longer_asked_does_not_hold() -> None:
    assert not holds({'["facts.gone", "x"]': "0"}, Files())


def test_nothing_is_noted_outside_of_a_conversion(site: Site) -> None:
    hold(site)
    with noted() as facts:
        pass
    question_title("what-is-the-slope")
    assert facts == {}
