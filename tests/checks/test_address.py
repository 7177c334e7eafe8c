"""An address of the site is one that browsers can open, or there is none."""

import pytest

from scripts.checks.address import check, problem_of
from scripts.content import Site


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/",
        "https://example.org",
        "https://example.org/deep-learning/",
        "https://example.org:8443/a/na%C3%AFve%20b/",
        "https://münchen.example/",
    ],
)
def test_address_that_a_browser_can_open_is_right(address: str) -> None:
    assert problem_of(address) == ""


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("example.org/x", "write it as https://example.org/folder/"),
        ("ftp://example.org/", "write it as https://example.org/folder/"),
        ("https:///x/", "write it as https://example.org/folder/"),
        ("https://example.org:port/", "write it as https://example.org/folder/"),
        ("https://[::1/", "write it as https://example.org/folder/"),
        ("https://example.org/my site/", "write https://example.org/my%20site/"),
        ("https://example.org/naïve/", "write https://example.org/na%C3%AFve/"),
        ('https://example.org/"x"/', "write https://example.org/%22x%22/"),
        ("https://example.org/?page=1", "leave out what begins with ? or #"),
        ("https://token@example.org/", "leave out what is before the @"),
    ],
)
def test_address_that_it_cannot_open_is_said_with_what_to_write(address: str, what: str) -> None:
    assert problem_of(address).endswith(what)


def test_a_password_is_not_repeated() -> None:
    assert "secret" not in problem_of("https://me:secret@example.org/")


@pytest.mark.parametrize("address", ["", "https://example.org/"])
def test_no_address_is_none_that_is_wrong(site: Site, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("MINIMAL_SITE_URL", address)
    assert list(check(Site.read(site.root))) == []
