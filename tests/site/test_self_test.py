"""The self-test in the browser: a week of it, by keyboard, in two tabs, without storage, without scripts."""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.axe import ALL, AXE, in_the_dark, violations
from tests.site.conftest import Visit, visit

URL = "self-test/"
MORNING = datetime.datetime(2026, 1, 5, 9, 0)


@pytest.fixture(scope="module")
def context_of_all(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1000, "height": 900}) as made:
        yield made


@pytest.fixture
def context(context_of_all: BrowserContext, base: str) -> Iterator[BrowserContext]:
    """A browser that has the site in its cache, but no tab and nothing stored."""
    yield context_of_all
    tools = context_of_all.new_cdp_session(context_of_all.pages[0])
    tools.send("Storage.clearDataForOrigin", {"origin": base.rstrip("/"), "storageTypes": "local_storage"})
    for page in context_of_all.pages:
        page.close()


def at(context: BrowserContext, base: str, now: datetime.datetime = MORNING, url: str = URL) -> Visit:
    """A tab that shows the first card at a time."""
    reader = visit(context, base)
    reader.page.clock.set_fixed_time(now)
    shown(reader.open(url))
    return reader


def shown(page: Page) -> Page:
    expect(page.locator(".self-test-card > *").first).to_be_visible()
    return page


def front(page: Page) -> str:
    return page.locator(".self-test-front").inner_text()


def counts(page: Page) -> tuple[int, int, int]:
    """Due today, new today, begun."""
    due, fresh, begun, _ = map(int, re.findall(r"\d+", page.locator(".self-test-count").inner_text()))
    return due, fresh, begun


def stored(page: Page) -> Any:
    text = page.evaluate("localStorage.getItem(new URL('..', location).pathname + 'study')")
    return json.loads(text) if text else None


def grade(page: Page, key: str) -> None:
    """Show the answer and grade it, by keyboard; wait until another card or the end is there."""
    page.keyboard.press("Space")
    expect(page.locator(".self-test-answer")).to_be_focused()
    page.keyboard.press(key)
    expect(page.locator(".self-test-answer")).to_have_count(0)
    expect(page.locator(".self-test-card")).to_be_focused()


def test_a_week_of_practice(context: BrowserContext, base: str) -> None:
    reader = at(context, base)
    page = reader.page
    assert counts(page) == (0, 10, 0)
    asked = []
    while counts(page)[1]:  # the new cards of the day, each known
        asked.append(front(page))
        grade(page, "4")
    assert len(set(asked)) == len(asked) == 10
    expect(page.locator(".self-test-card")).to_contain_text("Nothing is left for today. The next one comes in 8 days.")
    answered = []
    for day in range(1, 10):
        page.clock.set_fixed_time(MORNING + datetime.timedelta(days=day))
        shown(reader.open(URL))
        due, fresh, _ = counts(page)
        assert fresh == 10
        assert due == (10 if day >= 8 else 0)
        if day == 8:
            for _ in range(10):
                answered.append(front(page))
                grade(page, "3")
            assert counts(page)[0] == 0
            break
    assert sorted(answered) == sorted(asked)
    rows = stored(page)["cards"].values()
    assert {row[4] for row in rows} == {2}  # two reviews each
    assert min(row[0] - row[8] for row in rows) > 8 * 86_400_000  # the next gap is longer
    assert reader.errors == []
    assert reader.foreign == []


def test_what_was_forgotten_comes_again_in_minutes(context: BrowserContext, base: str) -> None:
    page = at(context, base).page
    page.get_by_label("New each day").select_option("5")
    forgotten = front(page)
    grade(page, "1")
    expect(page.get_by_role("status").filter(has_text="It comes again in 1 min.")).to_be_visible()
    assert front(page) != forgotten
    page.clock.set_fixed_time(MORNING + datetime.timedelta(minutes=2))
    grade(page, "4")
    assert front(page) == forgotten


def test_the_whole_answer_stands_below_the_short_one(light_tab: Visit) -> None:
    page = shown(light_tab.open(f"{URL}?section=training&kind=claim"))
    assert "Is it wrong, misleading or outdated" in page.locator(".self-test-ask").inner_text()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".self-test-answer .verdict")).to_have_text(re.compile("wrong|misleading|outdated"))
    page.get_by_role("button", name="Show the whole answer").click()
    whole = page.locator(".self-test-whole")
    expect(whole).to_be_visible()
    assert whole.locator("h2, .short-answer").count() == 0
    for link in whole.locator("a[href]").all()[:10]:
        assert page.request.get(str(link.evaluate("link => link.href")).partition("#")[0]).ok
    link = page.get_by_role("link", name="On its page").evaluate("link => link.href")
    assert link.startswith(f"{light_tab.base}training/")
    assert light_tab.errors == []


def exercise(page: Page) -> tuple[int, int]:
    """The number of examples and the batch size that the first exercise of a section asks with."""
    found = re.search(r"has ([\d,]+) examples and the batch size is (\d+)", front(page))
    assert found is not None
    return int(found[1].replace(",", "")), int(found[2])


def test_an_exercise_is_computed_with_other_numbers_each_time(context: BrowserContext, base: str) -> None:
    reader = at(context, base, url=f"{URL}?section=training&kind=exercise")
    page = reader.page
    assert page.locator(".self-test-ask").inner_text().startswith("Compute it.")
    examples, size = exercise(page)
    page.get_by_label("Your answer").fill(f"{-(-examples // size)}")
    page.keyboard.press("Enter")
    expect(page.locator(".self-test-answer")).to_be_focused()
    expect(page.locator(".self-test-judged")).to_have_text(re.compile(r"^Right\. [\d,]+ updates$"))
    assert page.locator(".self-test-back .katex").count() == 1
    assert "⟦" not in page.locator(".self-test-card").inner_text()
    assert page.get_by_label("Your answer").evaluate("input => input.readOnly")
    page.keyboard.press("1")
    expect(page.locator(".self-test-answer")).to_have_count(0)
    page.clock.set_fixed_time(MORNING + datetime.timedelta(minutes=2))
    shown(reader.open(f"{URL}?section=training&kind=exercise"))
    assert exercise(page) != (examples, size)
    examples, size = exercise(page)
    page.get_by_label("Your answer").fill(f"{-(-examples // size) + 1}")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".self-test-judged")).to_have_text(re.compile(r"^Not so\. [\d,]+ updates$"))
    assert reader.errors == []


def test_an_exercise_need_not_be_typed(light_tab: Visit) -> None:
    page = shown(light_tab.open(f"{URL}?section=architectures&kind=exercise"))
    page.keyboard.press("Space")
    expect(page.locator(".self-test-answer strong").first).to_have_text(re.compile(r"^[\d,.]+"))
    assert page.locator(".self-test-judged").count() == 0


def test_a_choice_is_made_by_keyboard_and_says_why_the_others_are_wrong(context: BrowserContext, base: str) -> None:
    reader = at(context, base, url=f"{URL}?section=training&kind=choice")
    page = reader.page
    assert page.locator(".self-test-ask").inner_text() == "Which of these is right?"
    said = page.locator(".self-test-choice label").all_inner_texts()
    assert len(said) == 4
    assert not any(mark in text for text in said for mark in "“”")
    right = next(place for place, text in enumerate(said, 1) if "as many updates as there are mini-batches" in text)
    radios = page.get_by_role("radiogroup", name="Which of these is right?").get_by_role("radio")
    page.keyboard.press(f"{right % 4 + 1}")
    expect(radios.nth(right % 4)).to_be_focused()
    page.keyboard.press(f"{right}")
    expect(radios.nth(right - 1)).to_be_checked()
    assert page.locator(".self-test-answer").count() == 0
    page.keyboard.press("Enter")
    expect(page.locator(".self-test-answer")).to_be_focused()
    expect(page.locator(".self-test-judged")).to_have_text("Right.")
    assert page.locator(".self-test-answer .verdict").all_inner_texts() == ["RIGHT", *["WRONG"] * 3]
    assert all(len(text) > 60 for text in page.locator(".self-test-answer dd").all_inner_texts())
    expect(radios.first).to_be_disabled()
    page.keyboard.press("4")
    expect(page.locator(".self-test-answer")).to_have_count(0)
    assert counts(page)[2] == 1
    assert reader.errors == []


def test_a_wrong_choice_is_said_to_be_wrong(light_tab: Visit) -> None:
    page = shown(light_tab.open(f"{URL}?section=training&kind=choice"))
    page.locator(".self-test-choice label").filter(has_text="updated after each epoch").click()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".self-test-judged")).to_have_text("Not so.")


def test_filters_choose_what_is_asked_and_are_remembered(context: BrowserContext, base: str) -> None:
    reader = at(context, base)
    page = reader.page
    page.get_by_label("Ask me").select_option("formula")
    page.get_by_label("Section").select_option("training")
    expect(page.locator(".self-test-ask")).to_have_text(re.compile("What does this formula say"))
    assert page.locator(".self-test-front .katex-display").count() == 1
    page.get_by_label("Level").select_option("advanced")
    expect(page.locator(".self-test-card")).to_contain_text("No card is of that kind")
    shown(reader.open(URL))
    assert page.get_by_label("Ask me").input_value() == "formula"
    shown(reader.open(f"{URL}?level=basic&kind=question&section=nowhere"))
    assert page.get_by_label("Level").input_value() == "basic"
    assert page.get_by_label("Section").input_value() == ""


def test_keys_belong_to_the_page_only_where_no_control_has_them(context: BrowserContext, base: str) -> None:
    page = at(context, base).page
    page.get_by_label("Level").focus()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    assert page.locator(".self-test-answer").count() == 0
    page.get_by_role("button", name="Show the answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".self-test-answer")).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("[data-grade='2']").focus()
    page.keyboard.press("Space")
    expect(page.locator(".self-test-answer")).to_have_count(0)
    assert counts(page)[2] == 1


def test_two_tabs_know_the_same(context: BrowserContext, base: str) -> None:
    one, other = at(context, base).page, at(context, base).page
    first = front(one)
    grade(one, "4")
    expect(other.locator(".self-test-count")).to_contain_text("begun: 1 of")
    assert front(other) == first  # what is being thought about stays
    grade(other, "4")
    expect(one.locator(".self-test-count")).to_contain_text(f"begun: {counts(other)[2]} of")
    assert stored(one) == stored(other)
    other.on("dialog", lambda dialog: dialog.accept())
    other.clock.set_fixed_time(MORNING + datetime.timedelta(seconds=5))
    other.get_by_role("button", name="Forget everything").click()
    expect(one.locator(".self-test-count")).to_contain_text("begun: 0 of")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
            "storage is full or blocked",
        ),
        (
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })",
            "does not let the page store anything",
        ),
    ],
    ids=["full", "blocked"],
)
def test_without_storage_it_says_so_and_goes_on(context: BrowserContext, base: str, broken: str, said: str) -> None:
    reader = visit(context, base)
    reader.page.add_init_script(broken)
    page = shown(reader.open(URL))
    first = front(page)
    grade(page, "4")
    assert front(page) != first
    assert counts(page)[2] == 1
    expect(page.get_by_role("alert")).to_contain_text(re.compile(f"{said}|storage is full or blocked"))
    assert reader.errors == []


def test_storage_of_an_older_version_is_brought_up_to_date(context: BrowserContext, base: str) -> None:
    reader = at(context, base)
    page = reader.page
    grade(page, "4")
    now = stored(page)
    (name, row), *_ = now["cards"].items()
    old = {"version": 1, "since": now["since"], "cards": {name: [*row[:6], *row[7:]]}}
    page.evaluate("text => localStorage.setItem(new URL('..', location).pathname + 'study', text)", json.dumps(old))
    shown(reader.open(URL))
    assert counts(page)[2] == 1
    expect(page.get_by_role("alert")).to_be_hidden()
    grade(page, "4")
    assert stored(page)["cards"][name] == row
    assert stored(page)["version"] == now["version"] > 1


def test_progress_travels_in_a_file(browser: Browser, context: BrowserContext, base: str, tmp_path: Path) -> None:
    page = at(context, base).page
    grade(page, "4")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save progress as a file").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    assert download.value.suggested_filename == "self-test-2026-01-05.json"
    with browser.new_context() as elsewhere:
        other = at(elsewhere, base).page
        other.get_by_label("A file of progress").set_input_files(file)
        expect(other.locator(".self-test-said")).to_have_text("Added what the file knows of 1 card.")
        assert stored(other)["cards"] == stored(page)["cards"]
        broken = tmp_path / "broken.json"
        broken.write_text("{", encoding="utf-8")
        other.get_by_label("A file of progress").set_input_files(broken)
        expect(other.locator(".self-test-said")).to_have_text(re.compile("^Nothing was added: "))
        other.on("dialog", lambda dialog: dialog.accept())
        other.get_by_role("button", name="Forget everything").click()
        expect(other.locator(".self-test-said")).to_contain_text("Forgotten")
        assert stored(other)["cards"] == {}


@pytest.mark.parametrize("kind", ["formula", "exercise", "choice"])
def test_an_answer_is_accessible_and_fits_a_narrow_phone(kind: str, light_tab: Visit) -> None:
    page = shown(light_tab.open(f"{URL}?section=training&kind={kind}"))
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show the whole answer").click()
    expect(page.locator(".self-test-whole")).to_be_visible()
    page.evaluate(AXE)
    assert violations(page, ALL) == "[]"
    in_the_dark(page)
    assert violations(page, ALL) == "[]"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for button in page.locator(".self-test-grades button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 40


def test_without_scripts_the_page_says_what_it_does_and_leads_to_the_questions(reader_without_scripts: Visit) -> None:
    page = reader_without_scripts.open(URL, scripts=False)
    assert page.locator("h1").inner_text().startswith("Self-test")
    page.locator(".self-test").get_by_role("link", name="all questions").click()
    expect(page.locator("h1")).to_contain_text("All questions")


def test_every_page_leads_to_it_and_no_other_loads_it(light_reader: Visit) -> None:
    asked: list[str] = []
    light_reader.page.on("request", lambda request: asked.append(request.url))
    page = light_reader.open("training/batch-size/")
    assert [url for url in asked if "/study/" in url] == []
    page.locator(".self-test-link").click()
    expect(page.locator(".self-test-front")).to_be_visible()


def test_cards_and_questions_can_be_downloaded(light_tab: Visit) -> None:
    page = light_tab.open(URL)
    starts = {
        "Anki deck": b"PK",
        "Table of cards": b"id,kind,front",
        "Questions as JSON": b"{",
        "Everything as text": b"# ",
    }
    for name, start in starts.items():
        link = page.get_by_role("link", name=name)
        assert page.request.get(str(link.evaluate("link => link.href"))).body().startswith(start), name
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename
