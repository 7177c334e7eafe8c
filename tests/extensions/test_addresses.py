"""Zensical reads links relative to the source, and labs under the name of their Markdown."""

from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from scripts.content import Site, hold
from scripts.extensions.addresses import staged_address
from scripts.extensions.context import Place, place_of
from scripts.extensions.facts import content_of

NO_FILES = SimpleNamespace(get_file_from_path=lambda path: None)


class Context(Preprocessor):
    """What Zensical adds: the page and the configuration."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.page = SimpleNamespace(path="labs/experiment.md")
        self.config = {"root_dir": str(site.root), "docs_dir": "docs"}


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("training/page.md", "/references.md#newton1687", "../references.md#newton1687"),
        ("index.md", "/code/snippets/training/page.py.txt", "code/snippets/training/page.py.txt"),
        ("training/page.md", "../labs/experiment.py#method", "../labs/experiment.md#method"),
        ("training/page.md", "/labs/experiment.py", "../labs/experiment.md"),
        ("labs/experiment.py", "../training/page.md", "../training/page.md"),
        ("labs/experiment.py", "experiment/experiment.py", "experiment/experiment.py"),
        ("training/page.md", "#what-is-the-slope", "#what-is-the-slope"),
        ("training/page.md", "https://example.com/labs/experiment.py", "https://example.com/labs/experiment.py"),
    ],
)
def test_links_are_those_between_the_files_of_the_stage(site: Site, page: str, target: str, address: str) -> None:
    hold(site)
    assert staged_address(Place(page, NO_FILES, staged=True), target) == address


def test_a_file_is_addressed_from_the_page_or_for_zensical_from_its_source() -> None:
    addresses = [Place("training/page.md", NO_FILES, staged).address("code/x.txt") for staged in (False, True)]
    assert addresses == ["../../code/x.txt", "../code/x.txt"]


def test_the_place_is_what_zensical_leaves_on_the_converter(site: Site) -> None:
    hold(site)
    md = Markdown()
    assert place_of(md) is None
    md.preprocessors.register(Context(site), "rendering_context", 0)
    place = place_of(md)
    assert place is not None
    assert (place.path, place.staged) == ("labs/experiment.py", True)
    record = "labs/experiment/record.yml"
    assert content_of(place.files, record) == (site.docs / record).read_bytes()
    assert content_of(place.files, "nothing.md") is None
