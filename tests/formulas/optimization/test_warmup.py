"""The formulas of the page on warmup."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.optimization.warmup import linear_warmup, settled_size, transformer_rate, update_sizes


@executed("optimization.warmup.linear_warmup")
def test_linear_warmup(rng: Generator) -> Cases:
    for t in (1, 30, 100, 250):
        yield {r"\eta_t": linear_warmup(t, 100, 0.3), r"\eta_{\max}": 0.3, "t": float(t), "T_w": 100.0}


@executed("optimization.warmup.transformer_rate")
def test_transformer_rate(rng: Generator) -> Cases:
    for t in (1, 3999, 4001, 50_000):
        yield {r"\eta_t": transformer_rate(t, 512, 4000), "d": 512.0, "t": float(t), "T_w": 4000.0}


@executed("optimization.warmup.settled_size", approx=0.05, seeds=1)
def test_settled_size(rng: Generator) -> Cases:
    """Measured over 1000 weights after 1000 steps, whose own error is about 3 %."""
    for beta in (0.9, 0.5):
        sizes = update_sizes(rng.standard_normal((1000, 1000)), (beta, 0.999))
        yield {"u": float(np.sqrt(np.mean(sizes[-100:] ** 2))), r"\beta_1": beta, "last": settled_size(beta)}
