"""The questions as data keep to their schema; what machines read names every page."""

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from scripts.content import ROOT
from scripts.study.files import study_files
from tests.whole import SITE

BASE = "https://example.com/it/"
SCHEMA = json.loads((ROOT / "scripts/study/questions.schema.json").read_bytes())


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return study_files(SITE, BASE)


@pytest.fixture(scope="module")
def data(files: dict[str, bytes]) -> Any:
    return json.loads(files["questions.json"])


def problems(data: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [error.message for error in checker.iter_errors(data)]


def test_the_schema_is_one_and_the_data_keeps_to_it(files: dict[str, bytes], data: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert problems(data) == []
    assert json.loads(files["questions.schema.json"]) == SCHEMA


@pytest.mark.parametrize(
    ("place", "value"),
    [("level", "easy"), ("short_answer", ""), ("id", "a b"), ("extra", 1), ("corrections", [{"id": "a"}])],
)
def test_the_schema_refuses_what_is_wrong(data: Any, place: str, value: object) -> None:
    question = {**data["questions"][0], place: value}
    assert len(problems({**data, "questions": [question]})) == 1 or place == "corrections"
    assert problems({**data, "questions": [question]})


def test_every_question_is_there_with_all_that_belongs_to_it(data: Any) -> None:
    by_id = {each["id"]: each for each in data["questions"]}
    assert list(by_id) == [key for key, (page, _) in SITE.questions.items() if not page.is_lab]
    asked = by_id["what-is-batch-size"]
    assert asked["address"] == f"{BASE}training/batch-size/#what-is-batch-size"
    assert asked["level"] == "basic"
    assert asked["section"] == {"id": "training", "title": "Training"}
    assert len(asked["asked_next"]) == 3
    (claim, *_) = asked["corrections"]
    assert claim["verdict"] == "wrong"
    assert date.fromisoformat(claim["verified"])
    assert "Bottou et al. 2018" in [work["label"] for work in asked["citations"]]
    assert sum(len(each["corrections"]) for each in data["questions"]) == sum(
        len(page.corrections) for page in SITE.pages if not page.is_lab
    )


def test_the_overview_names_every_page_and_each_is_there(files: dict[str, bytes]) -> None:
    text = files["llms.txt"].decode()
    assert text.startswith("# Deep Learning, Checked\n\n> ")
    for page in SITE.pages:
        assert f"- [{page.title}]({BASE}{page.url}index.md): " in text
        assert files[f"{page.url}index.md"].decode().startswith(f"# {page.title}")


def test_everything_in_one_file_has_every_topic_and_lab(files: dict[str, bytes]) -> None:
    text = files["llms-full.txt"].decode()
    for page in SITE.pages:
        assert (f"# {page.title}\n" in text) == bool(page.section and (page.questions or page.is_lab)), page.path


def test_without_an_address_everything_is_relative() -> None:
    files = study_files(SITE, "")
    assert "- [Batch size](training/batch-size/index.md): " in files["llms.txt"].decode()
    assert json.loads(files["questions.json"])["questions"][0]["address"].startswith("foundations/")
    assert "](training/epochs-batches-iterations/" in files["llms-full.txt"].decode()
