"""A page says what to read before and after it."""

from pathlib import Path

from scripts.content import Site
from scripts.extensions.reading_path import following

PAGE = """\
---
description: A page that follows another one.
read_first: [training/page.md]
---
# {0}

## Is it {0}? {{ #is-it-{0} data-level=basic }}

Yes.
"""


def test_the_pages_that_name_a_page_follow_it_in_the_order_of_the_navigation(repository: Path) -> None:
    names = ["d", "c", "b", "a"]
    nav = "".join(f"      - training/{name}.md\n" for name in names)
    config = repository / "mkdocs.yml"
    config.write_text(config.read_text().replace("      - training/page.md\n", "      - training/page.md\n" + nav))
    for name in names:
        (repository / "docs/training" / f"{name}.md").write_text(PAGE.format(name))
    site = Site.read(repository)
    page = site.page("training/page.md")
    assert page is not None
    assert [other.path for other in following(site, page)] == ["training/d.md", "training/c.md", "training/b.md"]
    assert page.read_first == []
