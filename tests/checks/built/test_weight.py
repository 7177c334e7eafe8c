"""Pages stay within their budgets."""

import random

from scripts.checks.built.weight import LAB_FIGURE, LAB_HTML, TOPIC_HTML, TOPIC_TOTAL, check, loaded
from tests.checks.built.conftest import Built

TOPIC, LAB = "training/page/index.html", "labs/experiment/index.html"


def noise(size: int) -> str:
    """Text that gzip makes no smaller than `size` bytes."""
    return random.Random(0).randbytes(size).hex()


def test_light_pages_are_fine_and_pages_outside_of_sections_are_not_weighed(built: Built) -> None:
    files: dict[str, str | bytes] = {TOPIC: noise(1000), LAB: noise(1000), "index.html": noise(TOPIC_TOTAL)}
    assert list(check(built(files))) == []


def test_topic_page_with_too_much_html_is_found(built: Built) -> None:
    (problem,) = check(built({TOPIC: noise(TOPIC_HTML)}))
    assert problem.file == "docs/training/page.md"
    assert problem.message.endswith(f"bytes of HTML; at most {TOPIC_HTML}: split the page")


def test_topic_page_that_loads_too_much_is_found_each_file_counted_once(built: Built) -> None:
    body = '<img src="../../a.png" alt=""><img src="../../a.png" alt=""><script src="../../a.js"></script>'
    half = TOPIC_TOTAL // 2
    assert list(check(built({TOPIC: body, "a.png": bytes(half), "a.js": "x"}))) == []
    (problem,) = check(built({TOPIC: body, "a.png": bytes(half), "a.js": noise(half)}))
    assert problem.message.endswith(f"bytes in all; at most {TOPIC_TOTAL}")


def test_modules_of_interactive_figures_are_weighed_with_all_that_they_import(built: Built) -> None:
    files: dict[str, str | bytes] = {
        TOPIC: '<script src="../../a.js" type="module"></script><figure data-interactive="turning-line"></figure>',
        "a.js": 'import "./b.js";\nimport(`./figures/${name}.js`);\n',
        "b.js": "// small",
        "javascripts/figures/turning-line.js": 'import {\n  plot,\n  slider,\n} from "../parts.js";\n',
        "javascripts/figures/another.js": noise(TOPIC_TOTAL),
        "javascripts/parts.js": 'export * from "./figures/turning-line.js";\n',
    }
    site = built(files)
    assert loaded(site, site.by_path[TOPIC]) == {*files} - {TOPIC, "javascripts/figures/another.js"}
    assert list(check(site)) == []
    (problem,) = check(built(files | {"javascripts/parts.js": noise(TOPIC_TOTAL)}))
    assert problem.message.endswith(f"bytes in all; at most {TOPIC_TOTAL}")


def test_lab_is_weighed_without_its_figures(built: Built) -> None:
    heavy = noise(LAB_HTML)
    half = heavy[: LAB_FIGURE - 1000]
    assert list(check(built({LAB: f"<figure>\n{half}</figure><p>light</p><figure>{half}</figure>"}))) == []
    (problem,) = check(built({LAB: f"<p>{heavy}</p>"}))
    assert problem.message.endswith(f"bytes of HTML without figures; at most {LAB_HTML}")


def test_figure_of_a_lab_with_too_many_points_is_found(built: Built) -> None:
    figures = "<figure>light</figure>" + f"<figure>{'M1 1' * LAB_FIGURE}</figure>"
    (problem,) = check(built({LAB: figures}))
    assert problem.message.startswith("figure 2 has ")


def test_text_is_weighed_compressed(built: Built) -> None:
    assert list(check(built({TOPIC: "a" * 10 * TOPIC_TOTAL}))) == []
