"""A page that has become something else than its source says is found."""

from pathlib import Path

import pytest

from scripts.checks.built.agreement import check
from tests.checks.built.conftest import Built

RIGHT = """<article><h1 id="page">Page</h1><h2>What?</h2><ul><li>a</li><li>b <span class="katex">x</span></li></ul>
<table><tr><th>a</th></tr><tr><td>1</td></tr></table><div class="highlight"><pre><code>x</code></pre></div>
<div class="admonition"><p class="admonition-title">t</p><ol><li>c</li></ol></div>
<details class="follow-up"><summary>q?</summary></details>
<span class="katex-display"><span class="katex">y</span></span></article>"""
SOURCE = """# Page

## What?

- a
- b $`x`$

| a |
| --- |
| 1 |

```python
x
```

!!! note "t"
    1. c

??? follow-up "q?"
    Words.

```math
% definition
y
```
"""


@pytest.fixture(autouse=True)
def _source(repository: Path) -> None:
    (repository / "docs" / "training" / "page.md").write_text(SOURCE, encoding="utf-8")


def test_page_that_is_what_its_source_says_is_fine(built: Built) -> None:
    assert list(check(built({"training/page/index.html": RIGHT}))) == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("<li>a</li>", "", "2 list items, its source 3"),
        ("<li>c</li>", "<li>c</li><li>d</li>", "4 list items, its source 3"),
        ("<tr><td>1</td></tr>", "", "1 rows of tables, its source 2"),
        ("<table>", "<table><table>", "2 tables, its source 1"),
        ("<h2>What?</h2>", "", "1 headings, its source 2"),
        ("<h2>What?</h2>", "<h2>What?</h2><h1>1 in every list</h1>", "3 headings, its source 2"),
        ('<span class="katex">x</span>', "", "0 inline formulas, its source 1"),
        ('<span class="katex-display">', "<span>", "0 display formulas, its source 1"),
        ('<div class="highlight">', "<div>", "0 blocks of code, its source 1"),
        ('<p class="admonition-title">t</p>', "", "1 boxes, its source 2"),
    ],
)
def test_difference_is_found(before: str, after: str, what: str, built: Built) -> None:
    assert RIGHT.count(before) == 1
    pages: dict[str, str | bytes] = {"training/page/index.html": RIGHT.replace(before, after)}
    messages = [problem.message for problem in check(built(pages))]
    assert any(what in message for message in messages), messages
