"""Numbers of `docs/generative-models/gan.md`."""

from functools import cache

import numpy as np

from snippets.foundations.maximum_likelihood import jensen_shannon
from snippets.generative_models import gan
from snippets.generative_models.vae import off_the_ring, ring

RUNS, STEPS = 8, 1200
DATA, MODEL = np.array([0.8, 0.2]), np.array([0.5, 0.5])
CHECKS = (0, 50, 100, 200, 400, 600, 800, 1000, 1200)


def example() -> dict[str, object]:
    """Optimal discriminator, its value and the divergence for two outcomes."""
    D = gan.optimal_discriminator(DATA, MODEL)
    return {"D": D.tolist(), "value": gan.value(D, DATA, MODEL), "divergence": jensen_shannon(DATA, MODEL)}


def slopes() -> dict[str, float]:
    """Absolute slopes of both generator losses in the logit at D = 0.01, and their ratio."""
    saturating, other = (abs(float(each)) for each in gan.generator_slopes(np.log(np.asarray(0.01 / 0.99))))
    return {"saturating": saturating, "other": other, "ratio": other / saturating}


def off(first: int = 0) -> dict[int, gan.Array]:
    """Share of generated points off the ring, by step."""
    return {step: found[0] for step, found in _course(first).items()}


def discriminator(first: int = 0) -> dict[int, gan.Array]:
    """Loss of the discriminators on new points, by step."""
    return {step: found[1] for step, found in _course(first).items()}


def generator(first: int = 0) -> dict[int, gan.Array]:
    """Loss of the generators on new points, by step."""
    return {step: found[2] for step, found in _course(first).items()}


def data(first: int = 0) -> gan.Array:
    """Share of the data that lies off the ring in the same sense."""
    return off_the_ring(ring(5000, np.random.default_rng([first, 7]), RUNS))


def frozen(first: int = 0) -> dict[str, gan.Array]:
    """The same games with a discriminator that stops to learn after 50 steps."""
    game = gan.Game(np.random.default_rng([first, 1]), RUNS, STEPS)
    game.play(50)
    game.play(STEPS - 50, frozen=True)
    return {"off": off_the_ring(game.generate(2000)), "generator": game.losses()[1]}


@cache
def _course(first: int) -> dict[int, tuple[gan.Array, gan.Array, gan.Array]]:
    game = gan.Game(np.random.default_rng([first, 0]), RUNS, STEPS)
    found = {}
    for step in CHECKS:
        game.play(step - game.step)
        found[step] = off_the_ring(game.generate(2000)), *game.losses()
    return found
