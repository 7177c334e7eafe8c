"""Pages stay within their budgets."""

import random

import pytest

from scripts.checks.built.weight import (
    FIRST_VISIT,
    LAB_FIGURE,
    LAB_HTML,
    REQUESTS,
    SECOND_PAGE,
    START_PAGE,
    check,
    loaded,
    table,
)
from scripts.render.katex import KATEX
from tests.checks.built.conftest import Built

TOPIC, LAB, LIST = "training/page/index.html", "labs/experiment/index.html", "corrections/index.html"
SHEET = '<link rel="stylesheet" href="../../assets/site.css">'


def noise(size: int) -> str:
    """Text that gzip makes no smaller than `size` bytes."""
    return random.Random(0).randbytes(size).hex()


def test_light_pages_are_fine_and_pages_without_a_source_are_not_weighed(built: Built) -> None:
    files: dict[str, str | bytes] = {TOPIC: noise(1000), LAB: noise(1000), "index.html": noise(START_PAGE // 2)}
    assert list(check(built(files | {"moved/index.html": noise(FIRST_VISIT)}))) == []


@pytest.mark.parametrize(("path", "most"), [("index.html", START_PAGE), (LIST, FIRST_VISIT), (LAB, FIRST_VISIT)])
def test_first_visit_that_loads_too_much_is_found_with_what_it_loads(built: Built, path: str, most: int) -> None:
    body = '<img src="/a.png" alt=""><img src="/a.png" alt=""><script src="/a.js"></script>'
    assert list(check(built({path: body, "a.png": bytes(most // 2), "a.js": "x"}))) == []
    (problem,) = check(built({path: body, "a.png": bytes(most // 2), "a.js": noise(most // 2)}))
    assert problem.message.startswith("a first visit loads ")
    assert f", pictures {most // 2}, HTML " in problem.message
    assert problem.message.endswith(f"; at most {most}")


def test_topic_page_that_is_heavy_as_a_second_page_is_found(built: Built) -> None:
    files: dict[str, str | bytes] = {"assets/filter.js": noise(SECOND_PAGE // 2), "assets/figures/line.js": noise(9000)}
    body = f'<figure data-interactive="line"></figure>{noise(SECOND_PAGE // 2)}'
    assert list(check(built(files | {TOPIC: body}))) == []
    (problem,) = check(built(files | {TOPIC: f'{body}<form class="filters"></form>'}))
    assert problem.file == "docs/training/page.md"
    assert problem.message.endswith(f"at most {SECOND_PAGE}: split the page")


def test_too_many_requests_are_found(built: Built) -> None:
    names = [f"{number}.png" for number in range(REQUESTS)]
    files: dict[str, str | bytes] = dict.fromkeys(names, b"")
    body = "".join(f'<img src="/{name}" alt="">' for name in names)
    (problem,) = check(built(files | {TOPIC: body}))
    assert problem.message == f"a first visit makes {REQUESTS + 1} requests; at most {REQUESTS}"


def test_fonts_of_the_formulas_scripts_on_demand_and_the_icon_are_counted(built: Built) -> None:
    css = (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8")
    formula = '<span class="katex"><span class="katex-html"><span class="mord mathnormal">x</span></span></span>'
    form = '<form class="filters"></form>'
    icon = '<link rel="icon" href="/mark.svg">'
    files: dict[str, str | bytes] = {TOPIC: SHEET + formula + form + icon, "assets/site.css": css}
    own = {"assets/fonts/KaTeX_Math-Italic.woff2", "assets/filter.js", "mark.svg"}
    site = built(files | dict.fromkeys(own, "") | {"assets/fonts/KaTeX_AMS-Regular.woff2": ""})
    assert loaded(site, site.by_path[TOPIC]) == {*files} | own


def test_lab_is_weighed_without_its_figures(built: Built) -> None:
    heavy = noise(LAB_HTML)
    half = heavy[: LAB_FIGURE // 3]
    assert list(check(built({LAB: f"<figure>\n{half}</figure><p>light</p><figure>{half}</figure>"}))) == []
    (problem,) = check(built({LAB: f"<p>{heavy}</p>"}))
    assert problem.message.endswith(f"bytes of HTML without figures; at most {LAB_HTML}")


def test_figure_of_a_lab_with_too_many_points_is_found(built: Built) -> None:
    figures = "<figure>light</figure>" + f"<figure>{'M1 1' * LAB_FIGURE}</figure>"
    (problem,) = check(built({LAB: figures}))
    assert problem.message.startswith("figure 2 has ")


def test_text_is_weighed_compressed(built: Built) -> None:
    assert list(check(built({TOPIC: "a" * 10 * FIRST_VISIT}))) == []


def test_table_has_the_start_page_and_the_heaviest_pages_first(built: Built) -> None:
    site = built({"index.html": "", TOPIC: noise(30_000), LAB: noise(20_000), LIST: noise(10_000)})
    head, *rows = table(site, rows=2).splitlines()
    assert head.split()[-2:] == ["requests", "second"]
    assert [row.split()[0] for row in rows] == ["/", "training/page/", "labs/experiment/"]
    assert float(rows[1].split()[1]) == pytest.approx(34, abs=4)
    assert len({len(row) for row in [head, *rows]}) == 1
