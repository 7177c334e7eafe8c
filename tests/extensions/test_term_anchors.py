"""Terms of the glossary can be linked to."""

from pathlib import Path

from scripts.content import read_page
from tests.extensions.conftest import Render

TEXT = """\
learning rate (LR)
:   A step size.

`softmax` and *more*
:   A function.
"""


def test_term_has_the_anchor_that_the_checks_expect(render: Render, tmp_path: Path) -> None:
    (tmp_path / "glossary.md").write_text(TEXT, encoding="utf-8")
    terms = read_page(tmp_path / "glossary.md", "glossary.md").terms
    shown = render(f"*[LR]: learning rate\n\n{TEXT}").xpath("//dt/@id")
    assert shown == [term.id for term in terms] == ["learning-rate-lr", "softmax-and-more"]
