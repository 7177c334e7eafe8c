"""The formulas of the page on training end to end."""

from statistics import NormalDist

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.practice.end_to_end_training import wilson_interval


@executed("practice.end_to_end_training.wilson_interval", words=("for 95 %",))
def test_wilson_interval(rng: Generator) -> Cases:
    for z in (1.96, NormalDist().inv_cdf(0.975)):
        for correct, total in ((0, 10), (10, 10), (90, 100), (int(rng.integers(1, 50)), 50)):
            yield {"a": correct / total, "n": total, "z": z, "result": (wilson_interval(correct, total, z), None)}
