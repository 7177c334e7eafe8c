"""What a reader does on a page: follow links without a reload, look at a citation, copy a link, print, lose the way."""

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Visit, visit
from tests.whole import SITE

PAGE = next(page for page in SITE.pages if page.path == "training/batch-size.md")


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_citation_shows_its_reference(way: str, light_tab: Visit) -> None:
    page = light_tab.open(PAGE.url)
    citation = page.locator(".citation a").first
    reference = str(citation.get_attribute("title"))
    getattr(citation, way)()
    tooltip = page.get_by_role("tooltip")
    expect(tooltip).to_be_visible()
    assert tooltip.inner_text().strip() == reference
    key = str(citation.get_attribute("href")).partition("#")[2]
    assert reference == SITE.bibliography[key].text


def test_abbreviation_is_explained(light_tab: Visit) -> None:
    page = light_tab.open(PAGE.url)
    abbreviation = page.locator(".md-content abbr:visible").first
    words = str(abbreviation.get_attribute("title"))
    abbreviation.hover()
    expect(page.get_by_role("tooltip")).to_have_text(words)
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    assert abbreviation.get_attribute("title") == words


def test_link_to_a_question_is_copied_by_one_click(browser: Browser, base: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        reader = visit(context, base)
        page = reader.open(PAGE.url)
        page.clock.install()
        page.locator("a.question-link").nth(1).click()
        expect(page.locator(".question-about output")).to_have_text("Link copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{base}{PAGE.url}#{PAGE.questions[1].id}"
        assert reader.errors == []
        page.clock.run_for(10_000)
        expect(page.locator(".question-about output")).to_have_count(0)  # it goes away by itself


def test_link_to_a_question_is_a_link_without_javascript(reader_without_scripts: Visit) -> None:
    page = reader_without_scripts.open(PAGE.url, scripts=False)
    page.locator("a.question-link").nth(1).click()
    assert page.url.endswith(f"#{PAGE.questions[1].id}")


def test_what_is_asked_next_is_closed_until_the_reader_or_a_link_opens_it(light_tab: Visit) -> None:
    place, follow_up = next((page, follow_up) for page in SITE.ordered_pages for follow_up in page.follow_ups)
    page = light_tab.open(place.url)
    box = page.locator(f"details[id='{follow_up.id}']")
    answer = box.locator("p").first
    expect(answer).to_be_hidden()
    box.locator("summary").click()
    expect(answer).to_be_visible()
    page = light_tab.open(f"{place.url}#{follow_up.id}")
    expect(answer).to_be_visible()
    page = light_tab.open(place.url)
    page.emulate_media(media="print")
    assert answer.evaluate("answer => answer.getBoundingClientRect().height") > 0


def test_next_page_is_fetched_when_the_reader_points_at_its_link_and_nothing_else(light_reader: Visit) -> None:
    page = light_reader.open(PAGE.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link = page.get_by_label("Tabs", exact=True).get_by_role("link", name="Questions")
    with page.expect_request("**/questions/") as request:
        link.hover()
    assert request.value.response() is not None
    page.locator(".md-header__title").hover()
    link.hover()  # again: it is here already
    page.wait_for_timeout(300)
    assert asked == [f"{light_reader.base}questions/"]
    link.click()
    expect(page.locator("form.filters")).to_have_count(1)
    page.go_back()
    expect(page.locator("h1")).to_contain_text(PAGE.title)
    assert page.locator("form.filters").count() == 0
    assert light_reader.errors == []


def test_wide_formula_can_be_scrolled_by_keyboard(light_tab: Visit) -> None:
    light_tab.page.set_viewport_size({"width": 320, "height": 640})
    page = light_tab.open("training/batch-size-and-convergence/")
    wide = page.locator(".formula .katex-display[tabindex='0']").first
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=wide.element_handle())


def test_unknown_address_leads_back_to_the_site(contributor: Visit, light_tab: Visit) -> None:
    for reader in (contributor, light_tab):
        answer = reader.page.goto(f"{reader.base}training/no-such-page/at/all/", wait_until="load")
        assert answer is not None
        assert answer.status == 404
        assert reader.page.locator("h1").inner_text() == "There is no page at this address"
        assert reader.page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
        for link in reader.page.locator(".md-content li a").all():
            assert reader.page.request.get(str(link.evaluate("link => link.href"))).ok
        reader.page.locator(".md-content").get_by_role("link", name="All questions").click()
        expect(reader.page.locator("h1")).to_contain_text("All questions")


def test_page_prints_dark_on_white_with_every_tab(scheme_tab: Visit) -> None:
    page = scheme_tab.open(PAGE.url)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-content p:not([class])')).color") == "rgb(0, 0, 0)"
    )
    blocks = page.locator(".tabbed-block").all()
    assert len(blocks) >= 2
    assert all(block.is_visible() for block in blocks)
    for gone in (".md-header", ".md-tabs", ".md-sidebar", ".question-link", ".headerlink", ".md-footer"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone


def test_links_say_what_they_lead_to_when_shared(contributor: Visit) -> None:
    page = contributor.open(PAGE.url, scripts=False)

    def meta(name: str) -> str | None:
        return page.locator(f'meta[property="og:{name}"]').get_attribute("content")

    assert meta("title") == PAGE.title
    assert meta("description") == PAGE.meta["description"]
    assert meta("url") == f"{contributor.base}{PAGE.url}"
    assert page.request.get(str(meta("image"))).ok


COPIED = """() => {
  const data = new DataTransfer();
  document.dispatchEvent(new ClipboardEvent("copy", {clipboardData: data, cancelable: true}));
  return [data.getData("text/plain"), data.getData("text/html")];
}"""


def test_what_is_copied_has_each_formula_once_as_tex(light_tab: Visit) -> None:
    page = light_tab.open(PAGE.url)
    page.evaluate("""() => {
      const formula = document.querySelector(".formula");
      getSelection().setBaseAndExtent(formula.previousElementSibling, 0, formula.nextElementSibling, 1);
    }""")
    displayed = next(formula.tex for formula in PAGE.formulas if formula.display).partition("\n")[2].strip()
    text, html = page.evaluate(COPIED)
    assert text.count(displayed) == 1
    assert f"$${displayed}$$" in text
    assert "executed" not in text
    assert html.count("<math") == html.count("katex-mathml") > 0
    assert "katex-html" not in html


def test_half_a_formula_is_copied_whole(light_tab: Visit) -> None:
    page = light_tab.open(PAGE.url)
    inline = page.locator("p .katex").first
    tex = inline.locator("annotation").text_content()
    inline.evaluate("""formula => {
      const [text, words] = [formula.querySelector(".mord").firstChild, formula.closest("p").childNodes];
      getSelection().setBaseAndExtent(text, 0, formula.closest("p"), words.length);
    }""")
    assert str(page.evaluate(COPIED)[0]).startswith(f"${tex}$")


def test_words_without_formulas_are_copied_by_the_browser(light_tab: Visit) -> None:
    page = light_tab.open(PAGE.url)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    assert page.evaluate(COPIED) == ["", ""]
