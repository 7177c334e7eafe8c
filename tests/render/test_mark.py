"""The mark of the site stands in two places, because one is drawn into pages and one is a file for browsers."""

from scripts.content import ROOT


def test_mark_in_the_header_is_the_icon_of_the_site() -> None:
    assert (ROOT / "docs/overrides/.icons/mark.svg").read_bytes() == (ROOT / "docs/assets/mark.svg").read_bytes()
