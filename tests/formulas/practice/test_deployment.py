"""The formulas of the page on deployment."""

from math import exp, inf, lgamma, log

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.foundations.cross_entropy import kl_divergence
from snippets.practice.deployment import (
    dequantize,
    expected_stability_index,
    population_stability_index,
    quantize,
    weight_reading_time,
)


@executed("practice.deployment.weight_reading_time")
def test_weight_reading_time(rng: Generator) -> Cases:
    for bits in (4, 8, 32):
        parameters, bandwidth = rng.uniform(1e6, 1e10), rng.uniform(1e9, 1e12)
        bound = weight_reading_time(parameters, bits, bandwidth)
        for share in (0.999, 1.0, 1.5):
            yield {
                "t": share * bound,
                "P": parameters,
                "b": bits,
                r"\text{bandwidth}": bandwidth,
                "tight": share == 1,
                "fails": share < 1,
                "last": bound,
            }


@executed("practice.deployment.quantize")
def test_quantize(rng: Generator) -> Cases:
    """Random weights; ±1.5 s, which are off by half a step, one of them through the clip; weights out of the range."""
    worst = np.array([-1.5, 1.5])
    for w, bits in ((rng.standard_normal(9), 3), (rng.random(4), 8), (-rng.random(4), 2), (worst, 2)):
        quantized = quantize(w[None], bits)
        case = {
            "s": quantized.scale.item(),
            "z": quantized.zero_point.item(),
            "b": bits,
            r"w_{\min}": min(w.min(), 0.0),
            r"w_{\max}": max(w.max(), 0.0),
        }
        for weight, integer, restored in zip(w, quantized.integers[0], dequantize(quantized)[0], strict=True):
            yield {**case, "w": weight, "q": integer, r"\hat w": restored, "tight": w is worst}
        largest = case["s"] * (2**bits - 1 - case["z"])
        yield {**case, "w": largest + 2 * case["s"], "q": 2**bits - 1, r"\hat w": largest, "fails": True}
        yield {**case, "w": -case["s"] * (case["z"] + 2), "q": 0, r"\hat w": -case["s"] * case["z"], "fails": True}


@executed("practice.deployment.population_stability_index")
def test_population_stability_index(rng: Generator) -> Cases:
    reference, current = rng.dirichlet(np.ones(4), 2)
    for shares in (current, reference):
        yield {
            r"\mathrm{PSI}": population_stability_index(reference, shares),
            "K": 4,
            "c": shares,
            "r": reference,
            r"\mathrm{KL}": lambda p, q: kl_divergence(p[None], np.log(q)[None]),
        }


def share_moments(share: float, size: float) -> tuple[float, float, float]:
    """Means of c, ln c and c ln c for the share c of one bin among `size` examples, whose count is binomial.

    An empty bin, which is less probable than 10⁻⁴⁰ in the cases below, is left out.
    """
    if size == inf:
        return share, log(share), share * log(share)
    n = int(size)
    counts = np.arange(1, n + 1)
    chosen = [lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) for k in counts]
    chances = np.array(
        [exp(ways + k * log(share) + (n - k) * log(1 - share)) for ways, k in zip(chosen, counts, strict=True)]
    )
    shares = counts / n
    return float(chances @ shares), float(chances @ np.log(shares)), float(chances @ (shares * np.log(shares)))


@executed("practice.deployment.expected_stability_index", approx=0.02, seeds=1)
def test_expected_stability_index(rng: Generator) -> Cases:
    """Both samples are independent, so that E[(c − r) ln(c/r)] needs no more than the moments of each bin."""
    for bins, n, m in ((2, 400.0, 300.0), (5, inf, 1000.0), (4, 1500.0, 600.0)):
        mean = 0.0
        for share in np.arange(1, bins + 1) * 2 / (bins * (bins + 1)) if bins < 5 else np.full(bins, 1 / bins):
            c, log_c, c_log_c = share_moments(float(share), m)
            r, log_r, r_log_r = share_moments(float(share), n)
            mean += c_log_c + r_log_r - c * log_r - r * log_c
        yield {
            r"\mathbb E[\mathrm{PSI}\mid\text{no drift}]": mean,
            "K": bins,
            "n": n,
            "m": m,
            "last": expected_stability_index(bins, n, m),
        }
