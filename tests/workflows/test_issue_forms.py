"""The issue forms keep the ids that the site's links fill in, and are short."""

from typing import Any

import pytest
import yaml

from scripts.content import ROOT
from scripts.content.repository import ISSUE_FORMS

FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"


def fields(name: str) -> list[dict[str, Any]]:
    """What a form asks for."""
    body = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["body"]
    return [field for field in body if field["type"] != "markdown"]


@pytest.mark.parametrize(("name", "filled_in"), ISSUE_FORMS.items())
def test_a_form_has_the_fields_that_links_of_the_site_fill_in(name: str, filled_in: tuple[str, ...]) -> None:
    types = {field["id"]: field["type"] for field in fields(name)}
    assert {types.get(field) for field in filled_in} == {"input"}  # a query parameter can fill this type


@pytest.mark.parametrize("name", ["mistake", "missing-question", "broken-page"])
def test_a_form_asks_little_and_requires_less(name: str) -> None:
    form = fields(name)
    assert len(form) <= 4
    assert 1 <= sum(field["validations"]["required"] for field in form) <= 2
    assert len({field["id"] for field in form}) == len(form)


def test_there_is_no_other_form() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"mistake.yml", "missing-question.yml", "broken-page.yml", "config.yml"}
