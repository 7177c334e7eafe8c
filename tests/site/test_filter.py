"""The lists of questions and corrections can be filtered, and stand complete without JavaScript."""

from tests.site.conftest import Visit
from tests.whole import SITE

ADVANCED = [q for _, q in SITE.questions.values() if q.level == "advanced"]
WRONG_IN_TRAINING = [
    c for page in SITE.pages if page.section == "training" for c in page.corrections if c.verdict == "wrong"
]


def test_questions_filter_by_level_and_the_count_says_so(light_tab: Visit) -> None:
    page = light_tab.open("questions/")
    page.get_by_label("Level").select_option("advanced")
    shown = page.locator(".md-content__inner li").filter(visible=True)
    assert shown.count() == len(ADVANCED) > 0
    assert page.locator(".filters output").inner_text() == f"{len(ADVANCED)} of {len(SITE.questions)}"
    for heading in page.locator(".md-content__inner h3").filter(visible=True).all():
        assert heading.locator("xpath=following-sibling::ul[1]/li").filter(visible=True).count() > 0


def test_corrections_filter_by_verdict_and_topic_by_keyboard(light_tab: Visit) -> None:
    page = light_tab.open("corrections/")
    page.get_by_label("Verdict").focus()
    page.keyboard.type("wrong")
    page.keyboard.press("Tab")
    page.keyboard.type("training")
    page.keyboard.press("Tab")
    assert page.locator(".md-content__inner h3").filter(visible=True).count() == len(WRONG_IN_TRAINING) > 0
    assert page.locator(".md-content__inner h2").filter(visible=True).count() == 1


def test_lists_stand_complete_without_javascript(reader_without_scripts: Visit) -> None:
    page = reader_without_scripts.open("questions/", scripts=False)
    assert page.locator(".md-content__inner li .level").filter(visible=True).count() == len(SITE.questions)
    assert page.locator(".filters").is_hidden()
