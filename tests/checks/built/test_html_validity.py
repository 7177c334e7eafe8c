"""Built pages are valid HTML."""

from scripts.checks.built.html_validity import check
from tests.checks.built.conftest import Built


def test_invalid_html_is_found_with_page_and_rule_and_valid_html_is_not(built: Built) -> None:
    files: dict[str, str | bytes] = {
        "index.html": "<h1>Valid</h1><p>Text.</p>",
        "training/page/index.html": "<h1>The slope</h1>\n<p><div>A block in a paragraph</div></p>",
    }
    (problem,) = check(built(files))
    assert (problem.file, problem.check) == ("docs/training/page.md", "built-html")
    assert problem.message.startswith("Stray end tag '</p>' (close-order)")


def test_site_without_pages_has_nothing_to_validate(built: Built) -> None:
    assert list(check(built({}))) == []
