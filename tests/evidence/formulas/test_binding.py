"""A binding holds the formula of a page, and the tag on the page says how."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from numpy.random import Generator

from scripts.content import Site, hold
from scripts.evidence.formulas.binding import Binding, Cases, checked_instead, executed
from scripts.evidence.formulas.pages import file_of, page_of, printed
from scripts.evidence.formulas.relations import Settings
from tests.conftest import FILES


def slope(rise: float, run: float) -> float:
    return rise / run


def cases(rng: Generator) -> Cases:
    rise, run = rng.uniform(1, 2, 2)
    yield {"m": slope(rise, run), "y": rise, "x": run}


def without_snippet(rng: Generator) -> Cases:
    yield {"m": 2, "y": 4, "x": 2}


def holds(rng: Generator) -> None:
    assert slope(4, 2) == 2


def message(site: Site, test: Callable[[Generator], object], page: str, tex: str = "", instead: str = "") -> str:
    """What a binding of the formula of the minimal page says, with other lines in the formula's place."""
    text = FILES["docs/training/page.md"].replace("% checked: training.page.slope\nm = \\frac{y}{x}", page)
    (site.root / "docs/training/page.md").write_text(text, encoding="utf-8")
    binding = Binding("training.page.slope", 1, test, Settings(), tex=tex, instead=instead)
    problem = binding.problem(printed(hold(Site.read(site.root)).root).get(("training.page.slope", 1)))
    return str(problem) if problem else ""


EXECUTED = "% executed: training.page.slope\n"
CHECKED = "% checked: training.page.slope\n% instead: a hand-worked slope\n"
INSTEAD = {"tex": r"m = \frac{y}{x}", "instead": "a hand-worked slope"}


def test_a_formula_that_holds(site: Site) -> None:
    assert message(site, cases, EXECUTED + r"m = \frac{y}{x}") == ""
    assert message(site, holds, CHECKED + "m =\n  \\frac{y}{x}", **INSTEAD) == ""


@pytest.mark.parametrize(
    ("test", "page", "changed", "expected"),
    [
        (cases, EXECUTED + r"m = \frac{x}{y}", {}, "page.md:15: formulas: training.page.slope: m = .* does not hold"),
        (cases, EXECUTED + "m =\n  \\frac{y}{\\propto}", {}, "page.md:16: formulas: .*cannot read"),
        (cases, CHECKED + r"m = \frac{y}{x}", {}, "the binding says % executed:, the page % checked:"),
        (without_snippet, EXECUTED + r"m = \frac{y}{x}", {}, "the binding does not call training.page.slope"),
        (holds, CHECKED + r"m = \frac{y}{2x}", INSTEAD, "the formula has changed since"),
        (holds, CHECKED.replace("hand", "machine") + r"m = \frac{y}{x}", INSTEAD, "the page says “a machine-worked"),
        (holds, "% checked: training.page.slope\n" + INSTEAD["tex"], INSTEAD, "the page says “”"),
        (cases, r"m = \frac{y}{x}", {}, "test_binding.py:.* no page has formula 1 tagged training.page.slope"),
    ],
)
def test_what_does_not_hold_is_named_with_its_line(
    site: Site, test: Callable[[Generator], object], page: str, changed: dict[str, str], expected: str
) -> None:
    assert re.search(expected, message(site, test, page, **changed))


def test_decorated_functions_are_tests_without_arguments() -> None:
    for test in (executed("a.b")(cases), checked_instead("a.b", "c", tex="d")(holds)):
        with pytest.raises(AssertionError, match=r"no page has formula 1 tagged a\.b"):
            test()


def test_files_mirror_pages() -> None:
    root = Path("root")
    file = "tests/formulas/training/test_batch_size.py"
    assert page_of(root, root / file) == "training/batch-size.md"
    assert page_of(root, root / file.replace(".py", "_torch.py")) == "training/batch-size.md"
    assert file_of("training/batch-size.md") == file
