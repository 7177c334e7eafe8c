"""The whole site by keyboard: to the text, through the navigation and the tabs of code."""

from playwright.sync_api import Page, expect

from tests.site.conftest import Visit

FOCUSED = "document.activeElement"


def focused_text(page: Page) -> str:
    return str(page.evaluate(f"{FOCUSED}.textContent.trim()"))


def tab_to(page: Page, text: str, most: int = 40) -> None:
    """Press Tab until the element with this text has the focus, which must then be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused_text(page) == text:
            outline = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
            assert outline != "none", f"nothing shows that {text!r} has the focus"
            return
    raise AssertionError(f"{text!r} is not reached by {most} tabs")


def test_first_tab_stop_skips_to_the_text(light_tab: Visit) -> None:
    page = light_tab.open("training/batch-size/")
    page.keyboard.press("Tab")
    assert focused_text(page) == "Skip to content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#batch-size")
    page.wait_for_timeout(300)  # the theme moves to the place after the address has changed
    tab_to(page, "Epochs, batches and iterations", most=3)  # the first link of the text


def test_navigation_leads_to_a_section_and_on_to_a_page(light_tab: Visit) -> None:
    page = light_tab.open("")
    tab_to(page, "Training")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Training")
    tab_to(page, "Batch size and hardware", most=60)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Batch size and hardware")


def test_tabs_of_code_follow_the_arrow_keys_everywhere_on_the_page(light_tab: Visit) -> None:
    page = light_tab.open("training/batch-size/")
    page.locator(".tabbed-set input").first.focus()
    page.keyboard.press("ArrowRight")
    shown = page.locator(".tabbed-set").evaluate_all(
        "sets => sets.map(set => set.querySelector('input:checked').labels[0].textContent.trim())"
    )
    assert len(shown) > 1
    assert set(shown) == {"PyTorch"}


def test_scheme_is_toggled_and_kept(light_tab: Visit) -> None:
    page = light_tab.open("")
    page.locator("#__palette_0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == scheme == "slate"
