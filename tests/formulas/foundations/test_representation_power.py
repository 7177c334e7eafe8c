"""The formulas of the page on representation power."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.foundations.representation_power import one_hidden_layer, perceptron_step, tent


def relu(z: float) -> float:
    """The larger of z and 0."""
    return max(z, 0.0)


@executed("foundations.representation_power.perceptron_step")
def test_perceptron_step(rng: Generator) -> Cases:
    for label in (0, 1):
        for sum_of_inputs, b in ((2.0, -1.0), (1.0, -2.0), (-1.0, 2.0), (-2.0, 1.0), (0.0, 0.0)):
            x = rng.standard_normal(3)
            w = sum_of_inputs * x / (x @ x)
            new, bias = perceptron_step(w, b, x, label)
            yield {r"\hat y": float(sum_of_inputs + b > 0), "y": label, "w": w, "x": x, "b": b, "w'": new, "b'": bias}


@executed("foundations.representation_power.one_hidden_layer")
def test_one_hidden_layer(rng: Generator) -> Cases:
    knots, values = np.sort(rng.uniform(-1, 1, 5)), rng.standard_normal(5)
    slopes = [0.0, *((values[1:] - values[:-1]) / (knots[1:] - knots[:-1]))]
    for x in (-1.5, *rng.uniform(-1, 1, 3), 2.0):
        yield {
            "g": lambda x: float(one_hidden_layer(np.array([x]), knots, values)[0]),
            "x": x,
            "c": Indexed(lambda j: knots[int(j)]),
            "v": Indexed(lambda j: values[int(j)]),
            "s": Indexed(lambda j: slopes[int(j)]),
            "j": each(range(1, 5)),
            "n": 4,
            r"\operatorname{ReLU}": relu,
        }


@executed("foundations.representation_power.tent")
def test_tent(rng: Generator) -> Cases:
    for x in (-0.5, 0.0, 0.5, 1.5, *rng.random(2)):
        yield {"t": lambda x: float(tent(np.array(x))), "x": x, r"\operatorname{ReLU}": relu}
