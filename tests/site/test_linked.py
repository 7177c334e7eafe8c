"""What every published page says of itself to search engines holds in the vocabulary of schema.org."""

import json
from pathlib import Path

from lxml import html

from scripts.render.linked import TYPE
from tests.render.vocabulary import faults, read
from tests.whole import SITE


def test_every_page_with_questions_is_described_without_a_fault(base: str, folder: Path) -> None:
    vocabulary, described = read(), set()
    for path in sorted(folder.rglob("index.html")):
        for script in html.parse(path).xpath(f"//script[@type='{TYPE}']"):
            data = json.loads(script.text)
            assert list(faults(data, vocabulary)) == [], path
            assert data["url"].startswith(base)
            described.add(data["url"].removeprefix(base))
    asked = {page.url for page in SITE.pages if page.questions and not page.is_lab}
    assert described == asked
