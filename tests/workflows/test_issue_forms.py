"""The issue forms keep the ids that the site's links fill in, and are short."""

from typing import Any

import pytest
import yaml

from scripts.content import ROOT

FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
MISTAKE_FIELDS = ["page", "question", "wrong", "evidence"]
"""What the link “Report a mistake” may fill in, as query parameters beside `template` and `title`."""


def fields(name: str) -> list[dict[str, Any]]:
    """What a form asks for."""
    body = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["body"]
    return [field for field in body if field["type"] != "markdown"]


def test_the_mistake_form_has_the_fields_that_links_fill_in() -> None:
    form = fields("mistake")
    assert [field["id"] for field in form] == MISTAKE_FIELDS
    assert {field["type"] for field in form} == {"input", "textarea"}  # the types that a query parameter can fill


@pytest.mark.parametrize("name", ["mistake", "missing-question", "broken-page"])
def test_a_form_asks_little_and_requires_less(name: str) -> None:
    form = fields(name)
    assert len(form) <= 4
    assert 1 <= sum(field["validations"]["required"] for field in form) <= 2
    assert len({field["id"] for field in form}) == len(form)


def test_there_is_no_other_form() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"mistake.yml", "missing-question.yml", "broken-page.yml", "config.yml"}
