"""The formulas of the page on word embeddings."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.representation_learning.word_embeddings import (
    negative_sampling,
    noise_distribution,
    shifted_pmi,
    sigmoid,
)


@executed("representation_learning.word_embeddings.negative_sampling")
def test_negative_sampling(rng: Generator) -> Cases:
    v, c, n = rng.standard_normal(3), rng.standard_normal(3), rng.standard_normal((4, 3))
    yield {
        r"\mathcal L": float(negative_sampling(v[None], c[None], n[None]).loss[0]),
        "v_w": v,
        "u_c": c,
        "u": [*n],
        "i": each(range(1, 5)),
        "k": 4,
        r"\sigma": sigmoid,
    }


@executed("representation_learning.word_embeddings.noise_distribution")
def test_noise_distribution(rng: Generator) -> Cases:
    counts = rng.integers(1, 100, 5).astype(float)
    found = noise_distribution(counts)
    yield {"P": lambda c: float(found[int(c) - 1]), "n": counts, "c": each(range(1, 6)), "j": each(range(1, 6))}


@executed("representation_learning.word_embeddings.shifted_pmi")
def test_shifted_pmi(rng: Generator) -> Cases:
    counts = rng.integers(1, 30, (3, 4)).astype(float)
    for k in (1, 5):
        best = shifted_pmi(counts, k)
        for w in range(3):
            for c in range(4):
                yield {
                    "x": float(best[w, c]),
                    "n_{wc}": counts[w, c],
                    "n_w": counts[w].sum(),
                    "n_c": counts[:, c].sum(),
                    "N": counts.sum(),
                    "k": k,
                    r"\mathrm{PMI}": float(shifted_pmi(counts, 1)[w, c]),
                }
