"""What search engines are told of pages is said in the words of schema.org, with values of the right types."""

import json
from typing import Any

import pytest
from lxml import html

from scripts.render.linked import linked_data
from tests.render.test_linked import PAGE
from tests.render.vocabulary import faults, read

VOCABULARY = read()


def data() -> Any:
    made = linked_data(html.fromstring(PAGE), "https://example.com/a/")
    (script,) = html.document_fromstring(f"<html><head>{made}</head><body></body></html>").iter("script")
    return json.loads(script.text)


def test_the_vocabulary_is_that_of_schema_org() -> None:
    assert len(VOCABULARY.subtypes) > 800
    assert {"acceptedAnswer", "educationalLevel", "name", "text"} <= VOCABULARY.of("Question").keys()
    assert VOCABULARY.is_a("Question", "CreativeWork")
    assert VOCABULARY.is_a("Quiz", "LearningResource")
    assert not VOCABULARY.is_a("CreativeWork", "Question")


def test_a_page_is_described_without_a_fault() -> None:
    assert list(faults(data(), VOCABULARY)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"@context": "https://example.org"}, "the context is"),
        ({"@type": "LearningThing"}, "the item has the type LearningThing, which schema.org does not know"),
        ({"acceptedAnswer": {"@type": "Answer", "text": "So."}}, "acceptedAnswer is no property of LearningResource"),
        ({"license": "CC BY 4.0"}, "license may be CreativeWork, IdReference, URL, not the text"),
        ({"hasPart": [{"@type": "Person", "name": "Me"}]}, "hasPart may be CreativeWork, IdReference, not Person"),
        ({"name": ""}, "name is ''"),
        ({"hasPart": [{"@type": "Question", "text": 4}]}, "hasPart.text is 4"),
    ],
    ids=["context", "type", "property", "address", "part", "empty", "number"],
)
def test_each_kind_of_fault_is_found(change: dict[str, Any], said: str) -> None:
    assert any(said in each for each in faults(data() | change, VOCABULARY)), list(faults(data() | change, VOCABULARY))
