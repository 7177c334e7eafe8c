"""A minimal repository that every check accepts, for tests that must not depend on the pages of the site."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Parallel tests share the cores, so one thread each is fastest. NumPy, which the imports below load, looks only then.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
import yaml
from hypothesis import settings

from scripts.checks import sources
from scripts.content import Site, current


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Called by pytest-xdist, which `make build` goes without, where there are several workers."""
    from tests.schedule import Scheduling

    return Scheduling(config, log)


settings.register_profile("any machine", deadline=None)  # a busy one is no fault of the code
settings.load_profile("any machine")

FILES = {
    "mkdocs.yml": """\
site_name: Minimal
site_url: !ENV [MINIMAL_SITE_URL, "http://localhost:8000/"]
nav:
  - Home: index.md
  - Training:
      - training/page.md
  - Labs:
      - labs/experiment.py
  - Corrections: corrections.md
  - Glossary: glossary.md
  - References: references.md
""",
    "docs/index.md": """\
---
description: The first page of the smallest repository that all the checks accept.
---
# Home

Begin with [the slope](training/page.md).
""",
    "docs/training/page.md": """\
---
description: What the slope of a line is and how a short function computes it from two points.
read_first: []
---
# The slope of a line

A page with two questions, and [an experiment](../labs/experiment.py).

## What is the slope? { #what-is-the-slope data-level=basic }

The slope is the rise of a line over its run [@newton1687]. It is the same everywhere on the line.

```math
% checked: training.page.slope
m = \\frac{y}{x}
```

Here $`y`$ is the rise and $`x`$ is the run.[^1]

=== "NumPy"

    ```python
    --8<-- "training/page.py:slope"
    ```

![A straight line through the origin, with its rise and its run.](page/straight-line.svg)
*A straight line has one slope.*

[^1]: Both have the same unit.

## Does the slope change? { #does-the-slope-change data-level=intermediate }

No: on a straight line the slope is constant. See [its definition](#what-is-the-slope).

!!! mistake wrong "“The slope grows along the line.”"
    The slope of a straight line is the same between any two of its points [@newton1687, Book I].
""",
    "docs/training/page/straight-line.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 10L10 0" stroke="#2b83c4"/></svg>
""",
    "docs/labs/experiment.py": """\
# ---
# description: A short experiment that measures the slope of a line between several of its points.
# jupyter: {}
# ---

# %% [markdown]
# # An experiment
#
# **Claim on trial.** “A line has many slopes.” **Verdict.** One, that of [the page](../training/page.md).
#
# ## Method

# %%
assert max(4 / 2, 1) == 2

# %% [markdown]
# ## Limits
#
# Straight lines only.
#
# ## At scale
#
# The line is as long as you like.
""",
    "docs/labs/experiment/record.yml": """\
fingerprint: '0000000000000000'
seal: be6e7c0ce16fe38b
values: {}
""",
    "docs/corrections.md": """\
---
description: Claims about slopes that people repeat, each with a verdict and what is right instead.
---
# Corrections

::: corrections
""",
    "docs/glossary.md": """\
---
description: The terms of this smallest repository, in alphabetical order, each in one sentence.
---
# Glossary

rise over run (ROR)
:   The height gained on the way.

slope
:   The rise over the run.
""",
    "docs/references.md": """\
---
description: The works that the pages of this smallest repository cite, in alphabetical order.
---
# References

::: references
""",
    "docs/_data/bibliography.bib": """\
@book{newton1687,
  author = {Newton, Isaac},
  title = {Principia},
  year = {1987},
  isbn = {978-0-520-08816-0},
}
""",
    "docs/_data/abbreviations.md": "*[ROR]: rise over run\n",
    "docs/_data/macros.json": "{}\n",
    "docs/_data/published.yml": """\
pages:
  index.md: []
  training/page.md: [what-is-the-slope, does-the-slope-change]
  labs/experiment.py: []
  corrections.md: []
  glossary.md: []
  references.md: []
moved: {}
""",
    "docs/_data/figures.yml": """\
figures:
  training/page:
    code: 6e4135bbab5ab83d
    straight-line.svg: 11626568422e45b4
""",
    "docs/_data/verified.yml": """\
answers:
  does-the-slope-change: 2026-11-20 3d27fc51
  what-is-the-slope: 2026-11-20 b6da1f55
corrections:
  the-slope-grows-along-the-line: 2026-11-20 e29e1303
captions:
  training/page/straight-line.svg: 2026-11-20 6e0b86ae
works:
  newton1687: 2026-11-20 bd72af52
""",
    "snippets/training/page.py": '''\
"""Slopes."""


# --8<-- [start:slope]
def slope(rise: float, run: float) -> float:
    """Rise over run."""
    return rise / run


# --8<-- [end:slope]
''',
    "tests/snippets/training/test_page.py": """\
from snippets.training.page import slope


def test_slope_is_rise_over_run() -> None:
    assert slope(4, 2) == 2
""",
    "scripts/figures/training/page.py": '''\
"""Figures of the page."""

from snippets.training.page import slope


def straight_line() -> None:
    """Nothing needs to be drawn here."""
    assert slope(4, 2) == slope(2, 1), "it has one slope"
''',
}


def ledger() -> dict[str, dict[str, object]]:
    """A ledger with as many entries as the five source documents have."""
    names = [f"{document}-Q{n:02}" for document, count in sources.ENTRIES.items() for n in range(1, count + 1)]
    return {
        "entries": dict.fromkeys(names, "what-is-the-slope"),
        "residue": {f"F{n:02}": "Deleted." for n in range(1, sources.RESIDUE + 1)},
        "errata": {f"E{n:02}": ["the-slope-grows-along-the-line"] for n in range(1, sources.ERRATA + 1)},
    }


@pytest.fixture(autouse=True)
def current_site_stays() -> Iterator[None]:
    """The site that a test holds is the current one in that test alone, whichever test comes next in the process."""
    before = current._held
    yield
    current._held = before


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The root of a minimal repository on which every source check is silent."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "docs/_data/sources.yml").write_text(yaml.safe_dump(ledger(), sort_keys=False), encoding="utf-8")
    return tmp_path


@pytest.fixture
def site(repository: Path) -> Site:
    """The minimal repository, read."""
    return Site.read(repository)
