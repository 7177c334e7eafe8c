"""What can be found is taken from the pages as they are written, and travels in files that grow with the questions."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown.extensions.toc import slugify

from scripts.content import ROOT, Site
from scripts.render.node import NodeError, node, run_node
from scripts.search.documents import documents
from scripts.search.files import FOLDER, HERE, LATER, open_search, search_files
from scripts.search.quality import weights
from tests.whole import SITE

FOUND = documents(SITE)
BY_ID = {question["id"]: question for question in FOUND["questions"]}


def test_every_question_is_there_with_its_place_level_and_short_answer() -> None:
    asked = {identifier for identifier, (page, _) in SITE.questions.items() if not page.is_lab}
    assert BY_ID.keys() == asked
    epoch = BY_ID["what-is-an-epoch"]
    assert epoch["url"] == "training/epochs-batches-iterations/#what-is-an-epoch"
    assert (epoch["level"], epoch["section"]) == ("basic", "Training")
    assert epoch["short"].startswith("An epoch is one pass of training over the whole training set")
    assert "epoch definition" in epoch["asked"]


def test_shown_text_is_plain() -> None:
    for question in FOUND["questions"]:
        for text in (question["title"], question["short"], *(part["title"] for part in question["parts"])):
            assert not set("`$\\") & set(text), text
            assert "](" not in text


def test_parts_are_sections_corrections_labs_and_terms_with_anchors_that_exist() -> None:
    kinds = {part["kind"] for question in FOUND["questions"] for part in question["parts"]}
    assert kinds == {"section", "next", "correction", "lab", "term"}
    anchors = {page.url: SITE.anchors(page) for page in SITE.pages}
    for found in [*FOUND["others"], *(part for question in FOUND["questions"] for part in question["parts"])]:
        url, _, anchor = found["url"].partition("#")
        assert not anchor or anchor in anchors[url], found["url"]


def test_pages_that_are_only_lists_are_not_found() -> None:
    urls = {other["url"] for other in FOUND["others"] if other["kind"] == "page"}
    assert "training/batch-size/" in urls
    assert not urls & {"", "questions/", "corrections/", "references/", "sources/", "glossary/", "labs/", "training/"}


def test_form_for_a_missing_question_is_named_where_a_repository_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    form = "https://example.com/me/it/issues/new?template=missing-question.yml"
    assert documents(Site.read(ROOT))["missing"].startswith(form)
    monkeypatch.setenv("REPOSITORY_URL", "")
    assert documents(SITE)["missing"] == ""


def test_files_are_classic_scripts_without_evaluation() -> None:
    files = search_files(SITE, "https://example.org/")
    assert {path for path in files if path.startswith(FOLDER)} == {
        f"{FOLDER}/{name}" for name in ("index.js", "search.css", "search.js", "terms.js")
    }
    code = files[f"{FOLDER}/search.js"].decode()
    assert re.findall(r"(?<![\w.])(?:eval|Function|import)\(|innerHTML", code) == []
    assert files[f"{FOLDER}/index.js"].startswith(b"globalThis.siteSearchIndex={")
    assert files == search_files(SITE, "https://example.org/")


def test_definitions_come_behind_the_first_results_in_the_order_of_the_index() -> None:
    terms = [other for other in FOUND["others"] if other["kind"] == "term"]
    files = search_files(SITE, "")
    told = json.loads(files[LATER].decode().removeprefix("siteSearch.define(").removesuffix(");\n"))
    assert told == [term["short"] for term in terms]
    assert not any(json.dumps(each, ensure_ascii=False) in files[f"{FOLDER}/index.js"].decode() for each in told)


def test_description_for_browsers_names_the_site_and_its_address() -> None:
    text = open_search("Deep Learning & more", "https://example.org/it/")
    assert "<ShortName>Deep Learning &amp;</ShortName>" in text
    assert 'template="https://example.org/it/?q={searchTerms}"' in text


def test_what_node_complains_about_is_said() -> None:
    with pytest.raises(NodeError, match=r"scripts/search/find\.mjs:1: node: stopped: [^\0]*SyntaxError"):
        run_node(HERE / "find.mjs", given="no JSON")


def many(times: int) -> dict[str, Any]:
    """The documents `times` over; each copy has a fifth of its words replaced by words of its own."""
    rng = random.Random(0)
    questions = []
    for copy in range(times):

        def other(text: str, copy: int = copy) -> str:
            words = re.split(r"(\W+)", text)
            return "".join(f"{w}{chr(97 + copy)}q" if copy and w.isalpha() and rng.random() < 0.2 else w for w in words)

        for question in FOUND["questions"]:
            page, _, anchor = question["url"].partition("#")
            parts = [
                part | {"title": other(part["title"]), "text": other(part.get("text", ""))}
                for part in question["parts"]
            ]
            for part in parts:
                if part["kind"] in ("section", "next", "correction"):
                    part["url"] = f"{page}#{slugify(part['title'], '-')}"
            questions.append(
                question
                | {"id": f"{anchor}-{copy}", "url": f"{page}#{anchor}-{copy}", "title": other(question["title"])}
                | {"short": other(question["short"]), "text": other(question["text"]), "parts": parts}
                | {"asked": [other(each) for each in question["asked"]]}
            )
    return FOUND | {"questions": questions}


def test_ten_times_the_questions_take_at_most_ten_times_the_bytes_and_time(tmp_path: Path) -> None:
    for times in (1, 10):
        (tmp_path / f"{times}.json").write_text(json.dumps(many(times)), encoding="utf-8")
    tried = []
    for _ in range(4):  # a busy machine disturbs one measurement, hardly four
        one, ten = (measured(tmp_path / f"{times}.json") for times in (1, 10))
        assert ten["bytes"] <= 10.3 * one["bytes"]  # the numbers of more texts have more digits
        tried.append(ten["milliseconds"] / max(one["milliseconds"], 0.3))
        if tried[-1] <= 10:
            return
    raise AssertionError(f"ten times the questions take {min(tried):.1f} times the time")


def measured(documents: Path) -> Any:
    """Bytes of the index and milliseconds of a query, as Node measures them."""
    command = [node(), "tests/search/measure.mjs", str(documents)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_terminal_answers() -> None:
    command = [sys.executable, "-m", "scripts.search"]
    found = subprocess.run([*command, "loss is nan"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0
    assert found.stdout.startswith("Why does the loss become NaN")
    nothing = subprocess.run([*command, "random forest"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert nothing.returncode == 1
    assert nothing.stdout.startswith("Nothing here answers this.")


def test_code_and_index_are_light() -> None:
    found = weights(SITE)
    assert len(found) == 3
    assert sum(found.values()) <= 90_000, found


def test_a_question_takes_at_most_half_a_kilobyte() -> None:
    found, questions = weights(SITE), len(FOUND["questions"])
    assert found[f"{FOLDER}/index.js"] / questions <= 500, found
