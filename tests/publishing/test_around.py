"""A build in the middle of what people really have around: another repository, open editors, quotes in words."""

import subprocess
from pathlib import Path

import pytest
from lxml import html

from tests.publishing.example import Repository

PAGE = "docs/training/page.md"
DESCRIPTION = 'What people call a "batch" & a "step", with < and > and the words of this example, which are few.'
ADDRESS = "https://example.org/my%20site/"


@pytest.fixture
def unpacked(good: Repository, tmp_path: Path) -> Repository:
    """The example as an archive that was unpacked inside another repository, with a page open in editors."""
    remote = ["remote", "add", "origin", "https://example.com/me/my-dotfiles.git"]
    for command in (["init"], remote):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, capture_output=True)
    repository = good.copy(tmp_path / "un packed größe")
    lines = (repository.root / PAGE).read_text(encoding="utf-8").split("\n")
    lines = [f"description: '{DESCRIPTION}'" if line.startswith("description:") else line for line in lines]
    lines = ['# The "dying" batch & more' if line.startswith("# ") else line for line in lines]
    repository.write_bytes(PAGE, b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    (repository.root / "docs/training/.#page.md").symlink_to("me@host.4711:17")
    repository.write("docs/training/page.md~", "an older page")
    repository.write("docs/labs/.ipynb_checkpoints/tiny-checkpoint.py", "1 +")
    return repository


def test_site_is_right_whatever_stands_around_it(unpacked: Repository) -> None:
    answer = unpacked.build(REPOSITORY_URL=None, SOURCE_DATE_EPOCH=None, SITE_URL=ADDRESS)
    assert answer.code == 0, answer.text
    page = html.parse(unpacked.root / "site/training/page/index.html").getroot()
    told = {(each.get("name") or each.get("property")): each.get("content") for each in page.iter("meta")}
    assert told["description"] == told["og:description"] == DESCRIPTION
    assert told["og:title"] == 'The "dying" batch & more'
    assert told["og:url"] == f"{ADDRESS}training/page/"
    assert page.findtext(".//title").startswith('The "dying" batch & more - ')
    published = unpacked.published()
    assert not [name for name in published if "checkpoint" in name or name.endswith("~") or "/." in name]
    texts = [(unpacked.root / "site" / name).read_text(encoding="utf-8") for name in published if name.endswith("html")]
    assert not any("my-dotfiles" in text for text in texts)
    assert "lastmod" not in (unpacked.root / "site/sitemap.xml").read_text(encoding="utf-8")
