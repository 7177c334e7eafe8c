"""CONTRIBUTING and MAINTAINING are true: every check is explained; every file and section they name is there."""

import re

import pytest
from markdown.extensions.toc import slugify

from scripts.checks import CHECKS
from scripts.content import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "MAINTAINING.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_check_is_explained_in_the_order_of_the_list() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `make check` \|", read("CONTRIBUTING.md"), re.MULTILINE)
    assert rows == [check.__module__.rpartition(".")[2].replace("_", "-") for check in CHECKS]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files_and_sections(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", read(name))):
        file, _, section = target.partition("#")
        assert not file or (ROOT / file).exists(), target
        if section:
            titles = re.findall(r"^#+ (.+)$", read(file or name), re.MULTILINE)
            assert section in [slugify(title, "-") for title in titles], target


def test_files_that_maintainers_are_sent_to_exist() -> None:
    for path in re.findall(r"`((?:scripts|tests|docs/_data)/[\w./-]+)`", read("MAINTAINING.md")):
        assert (ROOT / path).exists(), path


def test_contributing_stays_one_page() -> None:
    assert len(read("CONTRIBUTING.md").splitlines()) < 200
