"""A page as Markdown means the same away from the site."""

import re
from pathlib import Path

import pytest

from scripts.content import Page, Site, hold
from scripts.study.markdown import page_as_markdown, placed
from tests.whole import SITE

BASE = "https://example.com/it/"
PAGE = """\
---
description: A page.
---
# The *title*

## What is it? { #what-is-the-slope data-level=basic }

It is $`a`$ and `$b$` [@newton1687, Book I;
@nobody]. See [the lab](../labs/experiment.py) and [itself](#what-is-the-slope).

```math
% checked: training.page.slope
m = \\frac{y}{x}
```

=== "NumPy"

    ```python
    --8<-- "training/page.py:slope"
    ```

??? follow-up "Why?"
    Because it is.

    - a
    - b

!!! mistake wrong "“It is not.”"
    It is. [tested](../../tests/snippets/training/test_page.py)

Words { #not-attributes of-anything }.
"""
WRITTEN = """\
# The *title*

## What is it?

Level: basic. Address: https://example.com/it/training/page/#what-is-the-slope

It is $a$ and `$b$` ([Newton 1987, Book I](https://example.com/it/references/#newton1687); \
[nobody](https://example.com/it/references/#nobody)). See [the lab](https://example.com/it/labs/experiment/) and \
[itself](https://example.com/it/training/page/#what-is-the-slope).

$$
m = \\frac{y}{x}
$$

**NumPy**

```python
def slope(rise: float, run: float) -> float:
    \"\"\"Rise over run.\"\"\"
    return rise / run
```

> **Asked next: Why?**
>
> Because it is.
>
> - a
> - b

> **Wrong claim: “It is not.”**
>
> It is. [tested](https://example.com/it/code/tests/snippets/training/test_page.py.txt)

Words.

---

From [Minimal](https://example.com/it/training/page/). Text CC BY 4.0, code MIT.
"""


def page(site: Site, path: str) -> Page:
    found = site.page(path)
    assert found is not None
    return found


def written(site: Site, page: Page, base: str = BASE, here: str | None = None) -> str:
    return placed(site, page, page_as_markdown(site, page), base, page.url if here is None else here)


def test_every_form_of_the_site_becomes_plain_markdown(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "repository", "")
    (repository / "docs/training/page.md").write_text(PAGE, encoding="utf-8")
    site = hold(Site.read(repository))
    assert written(site, page(site, "training/page.md")).replace("@nobody])", "") == WRITTEN


@pytest.mark.parametrize("path", [each.path for each in SITE.pages])
def test_no_page_keeps_what_only_this_site_can_read(path: str) -> None:
    made = written(SITE, page(SITE, path))
    words = re.sub(r"^(> )?```.*?^(> )?```$|`[^`\n]*`", "", made, flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"\$`|`\$|\[@|--8<--|<!--|^:::|^(!!!|\?\?\?|===) |data-level", words, re.MULTILINE)
    assert made.count("```") % 2 == 0
    assert "\n\n\n\n" not in made


def test_links_are_relative_where_no_address_is_known() -> None:
    source = page(SITE, "training/batch-size.md")
    assert "](../epochs-batches-iterations/#epoch-batch-iteration-relationship)" in written(SITE, source, "")
    everything = written(SITE, source, "", here="")
    assert "](training/epochs-batches-iterations/#epoch-batch-iteration-relationship)" in everything


def test_lists_and_labs_are_written_out() -> None:
    listed = written(SITE, page(SITE, "questions.md"))
    assert (
        f"[What is an epoch?]({BASE}training/epochs-batches-iterations/#what-is-an-epoch)" in listed
        or "epoch" in listed
    )
    lab = written(SITE, page(SITE, "labs/dropout.py"))
    assert "```text" in lab
    assert f"]({BASE}labs/dropout/" in lab
