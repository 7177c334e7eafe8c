"""The formulas of the page on pretraining."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.language_models.pretraining import (
    Fit,
    bits_per_byte,
    block_parameters,
    compute_optimal,
    next_token_loss,
    parametric_loss,
    training_flops,
    visible,
)


@executed("language_models.pretraining.visible")
def test_visible(rng: Generator) -> Cases:
    T, m = 5, int(rng.integers(0, 6))
    index = each(range(1, T + 1))
    yield {"M": visible(T, m).astype(float), "m": m, "i": index, "j": index}


@executed("language_models.pretraining.next_token_loss")
def test_next_token_loss(rng: Generator) -> Cases:
    T, V = 5, 7
    p, x = rng.dirichlet(np.ones(V), T), rng.integers(V, size=T)
    yield {r"\mathcal L": next_token_loss(p, x), "T": T, "p": p, "x": x + 1}


@executed("language_models.pretraining.training_flops")
def test_training_flops(rng: Generator) -> Cases:
    L, d, D = map(int, rng.integers(1, 100, 3))
    N = block_parameters(L, d)
    yield {"N": N, "L": L, "d": d, "C": training_flops(N, D), "D": D}


def draw(rng: Generator) -> Fit:
    return Fit(rng.uniform(1, 2), rng.uniform(1, 9), rng.uniform(1, 9), rng.uniform(0.2, 0.5), rng.uniform(0.2, 0.5))


def symbols(fit: Fit) -> dict[str, float]:
    return {"A": fit.A, "B": fit.B, r"\alpha": fit.alpha, r"\beta": fit.beta}


@executed("language_models.pretraining.parametric_loss")
def test_parametric_loss(rng: Generator) -> Cases:
    fit = draw(rng)
    N, D = rng.uniform(1, 9, 2)
    yield {
        "L": lambda N, D: parametric_loss(N, D, fit),
        "N": N,
        "D": D,
        **symbols(fit),
        "E": fit.E,
    }


@executed("language_models.pretraining.compute_optimal")
def test_compute_optimal(rng: Generator) -> Cases:
    fit, C = draw(rng), rng.uniform(10, 1000)
    N, D = compute_optimal(C, fit)
    G, _ = compute_optimal(6.0, fit)
    yield {r"\alpha": fit.alpha, r"\beta": fit.beta, "N^*": N, "D^*": D, "C": C, "G": G}


@executed("language_models.pretraining.compute_optimal", nth=2)
def test_constant_of_the_optimum(rng: Generator) -> Cases:
    fit = draw(rng)
    G, _ = compute_optimal(6.0, fit)
    yield {**symbols(fit), "G": G}


@executed("language_models.pretraining.bits_per_byte")
def test_bits_per_byte(rng: Generator) -> Cases:
    loss, tokens, size = rng.uniform(1, 5), int(rng.integers(1, 100)), int(rng.integers(100, 500))
    yield {
        r"\text{bits per byte}": bits_per_byte(loss, tokens, size),
        r"\mathcal L": loss,
        r"n_{\text{tokens}}": tokens,
        r"n_{\text{bytes}}": size,
    }
