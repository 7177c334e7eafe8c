"""Each page has a picture for previews of links to it, made again only when its words change."""

import io

import pytest
from PIL import Image

from scripts.study import pictures
from scripts.study.files import study_files
from scripts.study.pictures import NAME, WITHOUT, picture_files
from tests.whole import SITE


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return picture_files(SITE)


def test_every_page_has_one_of_the_size_of_previews(files: dict[str, bytes]) -> None:
    assert files.keys() == {f"{page.url}{NAME}" for page in SITE.pages if page.path not in WITHOUT}
    for name, content in files.items():
        assert len(content) <= 60_000, name
        image = Image.open(io.BytesIO(content))
        assert (image.format, image.size) == ("PNG", (1200, 630)), name


def test_no_two_pages_have_the_same(files: dict[str, bytes]) -> None:
    assert len(set(files.values())) == len(files)


def test_what_was_drawn_before_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]) -> None:
    def nothing(words: object) -> bytes:
        raise AssertionError(words)

    monkeypatch.setattr("scripts.render.picture.draw", nothing)
    assert picture_files(SITE) == files


def test_words_without_address_or_formula_marks() -> None:
    page = SITE.page("training/batch-size.md")
    assert page is not None
    site, section, title, lines, listed = pictures._words(SITE, page)
    assert (site, section, title, listed) == ("Deep Learning, Checked", "Training", page.title, True)
    assert lines == tuple(question.title for question in page.questions[: pictures.SAYS])


def test_without_an_address_there_are_none() -> None:
    assert not any(name.endswith(NAME) for name in study_files(SITE, ""))
    assert f"training/batch-size/{NAME}" in study_files(SITE, "https://example.com/it/")
