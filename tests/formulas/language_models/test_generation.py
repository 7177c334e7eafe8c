"""The formulas of docs/language-models/generation.md."""

from itertools import chain, combinations

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.language_models.generation import length_normalized, probabilities, top_p


@executed("language_models.generation.probabilities")
def test_probabilities(rng: Generator) -> Cases:
    for T in (0.5, 1.0, 2.0):
        z = rng.standard_normal(4)
        yield {"p": probabilities(z, T), "z": z, "T": T, "i": each(range(1, 5)), "j": each(range(1, 5))}


@executed("language_models.generation.top_p")
def test_top_p(rng: Generator) -> Cases:
    for mass in (0.3, 0.7, 0.95):
        p = rng.dirichlet(np.ones(5))
        subsets = chain.from_iterable(combinations(range(1, 6), size) for size in range(6))
        smallest = min(
            (each for each in subsets if sum(p[i - 1] for i in each) >= mass),
            key=lambda each: (len(each), -sum(p[i - 1] for i in each)),
        )
        yield {
            r"\tilde p": top_p(p, mass),
            "p": p,
            "S": set(smallest),
            r"\rho": mass,
            "i": each(range(1, 6)),
        }


@executed("language_models.generation.length_normalized")
def test_length_normalized(rng: Generator) -> Cases:
    for n, alpha in ((1, 0.7), (4, 0.0), (5, 1.0), (6, 0.6)):
        p = rng.uniform(0.1, 1, n)
        total = float(np.log(p).sum())
        yield {r"\text{score}": length_normalized(total, n, alpha), "n": n, "p": p, r"\alpha": alpha}
