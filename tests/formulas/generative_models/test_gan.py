"""The formulas of docs/generative-models/gan.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.generative_models.gan import best_value, generator_slopes, optimal_discriminator, sigmoid, value


@executed("generative_models.gan.value")
def test_value(rng: Generator) -> Cases:
    """Real examples are drawn from eight, fakes by eight noises; a discriminator of one logit for each example."""
    x, z, a = rng.standard_normal(8), rng.standard_normal(8), rng.standard_normal(3)

    def discriminator(x: float) -> float:
        return float(sigmoid(np.asarray(a[0] + a[1] * x + a[2] * x**2)))

    def generator(z: float) -> float:
        return float(np.tanh(z) + 0.3)

    places = [*x, *map(generator, z)]
    real, fake = np.repeat([1, 0], 8) / 8, np.repeat([0, 1], 8) / 8
    yield {
        "x": Outcomes(list(x)),
        "z": Outcomes(list(z)),
        "D": discriminator,
        "G": generator,
        "V": lambda D, G: value(np.array([D(place) for place in places]), real, fake),
    }


@executed("generative_models.gan.optimal_discriminator")
def test_optimal_discriminator(rng: Generator) -> Cases:
    """Four outcomes; the best D of each is found on a grid."""
    p, q = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    for x in range(4):
        yield {
            "D^*": lambda x: optimal_discriminator(p, q)[x],
            "x": x,
            "p": lambda x: p[x],
            "p_g": lambda x: q[x],
        }


@executed("generative_models.gan.best_value")
def test_best_value(rng: Generator) -> Cases:
    """The divergence from its definition, the value from the optimal discriminator."""
    p, q = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    mean = (p + q) / 2
    yield {
        "V^*": value(optimal_discriminator(p, q), p, q),
        r"\mathrm{JSD}(p\,\Vert\,p_g)": 0.5 * p @ np.log(p / mean) + 0.5 * q @ np.log(q / mean),
        "result": best_value(p, q),
    }


@executed("generative_models.gan.generator_slopes")
def test_generator_slopes(rng: Generator) -> Cases:
    """Any logit."""
    a = rng.normal(scale=2)
    yield {
        "a": a,
        r"\sigma": lambda a: 1 / (1 + np.exp(-a)),
        "result": tuple(map(float, generator_slopes(np.asarray(a)))),
    }
