"""The formulas of docs/$page.md."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.$module import arithmetic_mean


@executed("$module.arithmetic_mean")
def test_arithmetic_mean(rng: Generator) -> Cases:
    for n in (1, 2, 5):
        x = rng.standard_normal(n)
        yield {r"\bar x": arithmetic_mean(x), "x": x, "n": n}
