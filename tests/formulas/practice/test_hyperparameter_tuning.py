"""The formulas of the page on hyperparameter tuning."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import from_zero
from snippets.practice.hyperparameter_tuning import hit_probability, parameter_count


@executed("practice.hyperparameter_tuning.hit_probability")
def test_hit_probability(rng: Generator) -> Cases:
    for trials, top in ((0, 0.05), (1, 0.05), (60, 0.05), (3, 1.0), (int(rng.integers(2, 100)), rng.random())):
        yield {"P": hit_probability(trials, top), "f": top, "n": trials}


@executed("practice.hyperparameter_tuning.parameter_count")
def test_parameter_count(rng: Generator) -> Cases:
    for widths in ([3, 1], [int(width) for width in rng.integers(2, 50, 4)]):
        yield {"n": from_zero(widths), "L": len(widths) - 1, "result": parameter_count(widths)}
