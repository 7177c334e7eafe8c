"""The formulas of the page on interpretability."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.practice.interpretability import Array, Network, integrated_gradients, network_output, rescale_hidden


@executed("practice.interpretability.rescale_hidden")
def test_rescale_hidden(rng: Generator) -> Cases:
    """One hidden unit, active for one input and silent for the opposite one."""
    w, b, v, a = rng.standard_normal(3), 0.1, rng.standard_normal(), rng.uniform(1.5, 9.0)
    network = Network(w[None], np.array([b]), np.array([v]), 0.0)
    for x in (w, -w, rng.standard_normal(3)):
        yield {
            "v": v,
            "a": a,
            "w": w,
            "b": b,
            "x": x,
            r"\operatorname{ReLU}": lambda z: max(z, 0.0),
            "result": network_output(rescale_hidden(network, np.array([a])), x[None])[0],
            "last": network_output(network, x[None])[0],
        }


@executed("practice.interpretability.integrated_gradients")
def test_integrated_gradients(rng: Generator) -> Cases:
    """A cubic function: its slopes are quadratic, and 2000 steps of the midpoint rule good to seven digits."""
    weights, x, baseline = rng.standard_normal((3, 3))

    def function(at: Array) -> float:
        return float((at @ weights) ** 3 + at[0] * at[1])

    def gradient(points: Array) -> Array:
        outer = 3 * (points @ weights)[:, None] ** 2 * weights
        return np.asarray(outer + points[:, [1, 0, 2]] * [1, 1, 0])

    attributed = integrated_gradients(gradient, x, baseline, 2000)
    yield {
        "A": Indexed(lambda j: lambda at: attributed[j - 1]),
        "f": function,
        "x": x,
        "x'": baseline,
        "d": 3,
        "j": each([1, 2, 3]),
    }
