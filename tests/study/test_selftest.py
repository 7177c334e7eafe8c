"""The self-test asks what the pages say; its code passes its own tests, run by Node."""

import json
import subprocess
from typing import Any

import pytest

from scripts.content import LEVELS, ROOT
from scripts.render.node import node
from scripts.study.choices import choice_cards
from scripts.study.rendering import Shown
from scripts.study.selftest import FOLDER, index, self_test_files
from tests.whole import SITE


@pytest.fixture(scope="module")
def files(made: dict[str, Shown]) -> dict[str, str]:
    return self_test_files(SITE, made)


def test_every_card_is_in_the_file_of_its_section(made: dict[str, Shown], files: dict[str, str]) -> None:
    found: dict[str, Any] = index(SITE, made)
    sections = list(found["sections"])
    for name, section, level in found["cards"]:
        card = made[name].card
        assert sections[section] == card.page.section
        assert LEVELS[level] == card.question.level
        assert f'"{name}":{{"front":' in files[f"{FOLDER}/cards/{sections[section]}.js"]
    assert len(found["cards"]) == len(made)


def test_fronts_and_backs_are_rendered(files: dict[str, str]) -> None:
    text = files[f"{FOLDER}/cards/training.js"]
    cards = json.loads(text[text.index("]=") + 2 : -2])
    card = cards["question/what-is-batch-size"]
    assert card["front"].startswith("<p>What is the batch size")
    assert card["back"].startswith("<p>Batch size is the number")
    assert card["url"] == "training/batch-size/#what-is-batch-size"
    formula = cards["formula/what-is-batch-size/minibatch_gradient"]
    assert 'class="katex"' in formula["front"]
    assert "verdict" not in formula
    assert cards["claim/a-smaller-batch-gives-a-more-accurate-gradient"]["verdict"] == "wrong"


def test_choices_name_claims_of_their_section(made: dict[str, Shown]) -> None:
    choices = choice_cards(SITE)
    asked = self_test_files(SITE, made | choices)
    for name, shown in choices.items():
        text = asked[f"{FOLDER}/cards/{shown.card.page.section}.js"]
        cards = json.loads(text[text.index("]=") + 2 : -2])
        assert cards[name]["back"] == made[f"question/{shown.card.anchor}"].back
        assert {cards[wrong]["verdict"] for wrong in cards[name]["wrong"]} == {"wrong"}
        assert len(cards[name]["wrong"]) in (2, 3)
        assert all(cards[wrong]["front"].startswith("<p>“") for wrong in cards[name]["wrong"])


def test_its_code_passes_its_tests_in_node() -> None:
    command = [node(), "--test", "--test-reporter=tap", "tests/study/self-test.test.mjs"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "# pass 0" not in answer.stdout
