"""The formula of the example."""

from numpy.random import Generator
from snippets.training.page import mean

from scripts.evidence.formulas.binding import Cases, executed


@executed("training.page.mean")
def test_mean(rng: Generator) -> Cases:
    x = list(rng.standard_normal(4))
    yield {r"\bar x": mean(x), "x": x, "B": 4}
