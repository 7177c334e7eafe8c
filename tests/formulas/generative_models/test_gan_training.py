"""The formulas of docs/generative-models/gan-training.md."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, checked_instead, executed
from scripts.evidence.formulas.values import Outcomes, from_zero
from snippets.generative_models.gan import initialize
from snippets.generative_models.gan_training import critic_gradients, frechet_distance, play, wasserstein_1


@executed("generative_models.gan_training.play")
def test_growth(rng: Generator) -> Cases:
    """Any start and rate; the first and the last of some steps."""
    eta, start = rng.uniform(0.05, 1), (rng.standard_normal(), rng.standard_normal())
    course = play(start, eta, 4)
    for t in (0, 3):
        yield {"x": from_zero(course[:, 0]), "y": from_zero(course[:, 1]), "t": t, r"\eta": eta}


@executed("generative_models.gan_training.play", nth=2)
def test_bounded_cycle(rng: Generator) -> Cases:
    """Any start and rate; y answers the x that has moved."""
    eta, start = rng.uniform(0.05, 1), (rng.standard_normal(), rng.standard_normal())
    course = play(start, eta, 4, in_turn=True)
    for t in (0, 3):
        yield {"x": from_zero(course[:, 0]), "y": from_zero(course[:, 1]), "t": t, r"\eta": eta}


@checked_instead(
    "generative_models.gan_training.wasserstein_1",
    "four points on each side; every critic that goes up or down by the distance from one point to the next is tried",
    tex=r"""W_1(p, p_g) = \max_{\lVert f\rVert_{\mathrm L}\le1}\ \mathbb E[f(x)] - \mathbb E[f(G(z))]""",
)
def test_wasserstein_1(rng: Generator) -> None:
    """Between neighboring points the best critic is as steep as it may be, one way or the other."""
    x, made = rng.standard_normal(4), rng.standard_normal(4)
    places = np.sort(np.concatenate([x, made]))
    best = -np.inf
    for ways in product([-1, 1], repeat=len(places) - 1):
        f = np.concatenate([[0], np.cumsum(ways * np.diff(places))])
        best = max(best, np.interp(x, places, f).mean() - np.interp(made, places, f).mean())
    np.testing.assert_allclose(best, wasserstein_1(x, made))


@executed("generative_models.gan_training.critic_gradients")
def test_critic_loss(rng: Generator) -> Cases:
    """A critic with one hidden layer, slopes by finite differences of the function itself."""
    critic = initialize([2, 5, 1], rng, 1)
    real, fake, mixed = rng.standard_normal((3, 1, 6, 2))

    def score(point: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        z = point @ critic[0][0] + critic[1][0, 0]
        return float((np.where(z > 0, z, 0.2 * z) @ critic[2][0] + critic[3][0, 0])[0])

    losses, _ = critic_gradients(critic, real, fake, mixed, 7.0)
    yield {
        "f": score,
        "x": Outcomes(list(real[0])),
        r"\hat x": Outcomes(list(mixed[0])),
        "z": Outcomes(list(fake[0] - 1)),
        "G": lambda z: z + 1,
        r"\lambda": 7.0,
        r"\mathcal L": losses[0],
    }


@executed("generative_models.gan_training.frechet_distance")
def test_frechet_distance(rng: Generator) -> Cases:
    """Three dimensions."""
    means = rng.standard_normal((2, 3))
    A, B = (M @ M.T for M in rng.standard_normal((2, 3, 3)))
    yield {
        r"\mu": means[0],
        r"\mu_g": means[1],
        r"\Sigma": A,
        r"\Sigma_g": B,
        r"\mathrm{FID}": frechet_distance(means[0], A, means[1], B),
    }
