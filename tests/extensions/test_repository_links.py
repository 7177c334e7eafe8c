"""Links to code lead to the repository, to the site's copy, or nowhere; never to a dead address."""

import pytest

from scripts.content import Site, hold, outside_docs
from scripts.extensions.repository_links import code_address
from tests.extensions.conftest import Render

TEXT = "The [code](../../snippets/training/page.py#slope), a [page](../index.md), a [figure](../../scripts/x.py)."


def test_link_leads_to_the_lines_of_the_function_in_the_repository(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it/")
    blob = "https://example.com/me/it/blob/main"
    expected = [f"{blob}/snippets/training/page.py#L5-L7", "../index.md", f"{blob}/scripts/x.py"]
    assert render(TEXT).xpath("//a/@href") == expected


def test_link_leads_to_the_copy_of_the_site_where_no_repository_is_known(render: Render) -> None:
    files = {"code/snippets/training/page.py.txt": b"", "index.md": b""}
    tree = render(TEXT, page="training/page.md", files=files)
    assert tree.xpath("//a/@href") == ["/code/snippets/training/page.py.txt", "../index.md"]


def test_link_becomes_plain_text_where_there_is_nothing_to_lead_to(render: Render) -> None:
    tree = render(TEXT)
    assert [(span.text, span.get("title")) for span in tree.xpath("//p/span")] == [
        ("code", "snippets/training/page.py"),
        ("figure", "scripts/x.py"),
    ]
    assert tree.xpath("//a/@href") == ["../index.md"]


def test_unknown_function_leads_to_the_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(site)
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    address = "https://example.com/me/it/blob/main/snippets/training/page.py"
    assert code_address("snippets/training/page.py", "nothing") == address


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../../snippets/training/page.py#slope", "snippets/training/page.py#slope"),
        ("../tests/snippets/x.py", "tests/snippets/x.py"),
        ("../scripts/check.py", "scripts/check.py"),
        ("../training/page.md", ""),
        ("../../README.md", ""),
        ("https://example.com/snippets/", ""),
        ("page.md", ""),
    ],
)
def test_only_links_into_folders_of_code_leave_the_site(target: str, path: str) -> None:
    assert outside_docs(target) == path
