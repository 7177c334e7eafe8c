"""A page that hides its table of contents has none, not even in the HTML."""

import pytest
from markdown import Markdown

from scripts.content import Site, hold
from tests.extensions.conftest import Place


@pytest.mark.parametrize(("hidden", "count"), [("hide: [toc]", 0), ("hide: [navigation]", 1), ("asked: {}", 1)])
def test_contents_that_are_hidden_are_not_made(site: Site, hidden: str, count: int) -> None:
    path = site.docs / "training/page.md"
    path.write_text(path.read_text(encoding="utf-8").replace("read_first: []", hidden), encoding="utf-8")
    hold(Site.read(site.root))
    md = Markdown(extensions=["toc", "scripts.extensions.contents"])
    md.treeprocessors.register(Place("training/page.md", {}), "relpath", 0)
    assert 'id="words"' in md.convert("# Words")
    assert len(vars(md)["toc_tokens"]) == count
