"""The formulas of the page on precision and memory."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.systems.precision_and_memory import Half, float_format, kept_activations, mixed_precision_step


@executed("systems.precision_and_memory.float_format")
def test_float_format(rng: Generator) -> Cases:
    for e, m in ((5, 10), (8, 7), (8, 23), (5, 2), (4, 3)):
        limits = float_format(e, m)
        yield {
            r"x_{\max}": limits.largest,
            r"x_{\text{normal}}": limits.smallest_normal,
            r"x_{\min}": limits.smallest,
            r"\varepsilon": limits.spacing_at_one,
            "b": 2 ** (e - 1) - 1,
            "e": e,
            "m": m,
        }


@executed("systems.precision_and_memory.mixed_precision_step", tolerance=1e-6)  # the step is one of fp32
def test_mixed_precision_step(rng: Generator) -> Cases:
    master = rng.standard_normal(3).astype(np.float32)
    gradient = 1e-7 * rng.standard_normal(3)

    def backward(weights: Half, loss_scale: float) -> Half:
        return (gradient * loss_scale).astype(np.float16)

    for S in (1.0, 1024.0):
        yield {
            r"\theta\leftarrow": mixed_precision_step(master, backward, 1e6, S).astype(np.float64),
            r"\theta": master.astype(np.float64),
            r"\eta": 1e6,
            "S": S,
            "r": lambda values: np.asarray(values).astype(np.float16).astype(np.float64),
            "g": gradient,
        }


@executed("systems.precision_and_memory.kept_activations")
def test_kept_activations(rng: Generator) -> Cases:
    L = int(rng.integers(2, 50)) ** 2
    for c in (1, 2, L):
        yield {"K": lambda c, L=L: kept_activations(L, c), "c": c, "L": L}
    yield {"K": lambda c: kept_activations(L, c), "c": L**0.5, "L": L, "tight": True}
