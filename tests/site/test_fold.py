"""Answers can be folded to their questions; links, search and print find what is folded."""

from playwright.sync_api import Page, expect

from tests.site.axe import ALL, AXE, violations
from tests.site.conftest import Visit

URL = "training/batch-size/"
ANSWER = "p.short-answer"
INSIDE = "memory-is-not-the-reason"


def height(page: Page, selector: str = ANSWER) -> float:
    """How much of the first such element is shown."""
    found: float = page.locator(selector).first.evaluate("element => element.getBoundingClientRect().height")
    return found


def folded(reader: Visit, url: str = URL) -> Page:
    """A page whose answers are folded."""
    page = reader.open(url)
    page.get_by_role("button", name="Hide answers").click()
    assert height(page) == 0
    return page


def test_answers_fold_open_one_by_one_and_all_at_once(light_tab: Visit) -> None:
    page = folded(light_tab)
    count = page.locator("h2[data-level]").count()
    buttons = page.get_by_role("button", name="Show the answer")
    assert buttons.count() == count > 1
    assert page.evaluate("document.documentElement.scrollHeight") < 3000
    buttons.first.press("Enter")
    assert height(page) > 40
    expect(page.get_by_role("button", name="Hide the answer")).to_be_focused()
    assert buttons.count() == count - 1
    page.get_by_role("button", name="Open all").click()
    assert buttons.count() == 0
    page.get_by_role("button", name="Hide answers").click()
    assert page.locator(".fold, [hidden='until-found']").count() == 0
    assert light_tab.errors == []


def test_the_choice_is_kept_and_links_open_what_they_lead_to(light_tab: Visit) -> None:
    folded(light_tab)
    page = light_tab.open("regularization/dropout/")
    assert height(page) == 0
    page = light_tab.open(f"{URL}#{INSIDE}")
    expect(page.locator(f"#{INSIDE}")).to_be_in_viewport()
    assert height(page, f"#{INSIDE}") > 10
    assert height(page) == 0  # of the other questions
    page.evaluate("location.hash = 'what-is-batch-size'")
    expect(page.locator(ANSWER).first).to_be_in_viewport()
    assert height(page) > 40
    page.get_by_role("button", name="Hide answers").click()
    assert height(light_tab.open("regularization/dropout/")) > 40


def test_what_search_finds_in_a_folded_answer_is_opened(light_tab: Visit) -> None:
    page = folded(light_tab)
    page.keyboard.press("/")
    page.keyboard.type("memory is not the reason")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{URL}#*")
    target = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(target).to_be_in_viewport()
    assert target.evaluate("target => target.getBoundingClientRect().height") > 10
    assert page.get_by_role("button", name="Hide the answer").count() == 1


def test_paper_and_the_search_of_the_browser_see_folded_answers(light_tab: Visit) -> None:
    page = folded(light_tab)
    page.locator(ANSWER).first.dispatch_event("beforematch", {"bubbles": True})
    assert height(page) > 40
    page.emulate_media(media="print")
    heights = page.locator(ANSWER).evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert min(heights) > 40
    assert page.locator(".fold").first.is_hidden()


def test_a_folded_page_is_accessible_on_a_phone(light_tab: Visit) -> None:
    light_tab.page.set_viewport_size({"width": 320, "height": 640})
    page = folded(light_tab)
    page.evaluate(AXE)
    assert violations(page, ALL) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_lists_have_nothing_to_fold(light_tab: Visit) -> None:
    assert light_tab.open("questions/").get_by_role("button", name="Hide answers").count() == 0
