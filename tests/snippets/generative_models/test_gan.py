"""The claims of docs/generative-models/gan.md in NumPy: the optimal discriminator, slopes, a game on the ring."""

import numpy as np
import pytest

from snippets.generative_models import gan
from snippets.generative_models.vae import off_the_ring

p, q = np.array([0.8, 0.2]), np.array([0.5, 0.5])


def test_gradient_ascent_on_the_discriminator_ends_at_the_optimum() -> None:
    """Each D(x) is a sigmoid of its own logit; no formula for the optimum is used."""
    rng = np.random.default_rng(0)
    for data, model in ((p, q), (rng.dirichlet(np.full(5, 4.0)), rng.dirichlet(np.full(5, 4.0)))):
        logits = np.zeros(len(data))
        for _ in range(8000):
            D = gan.sigmoid(logits)
            logits += data * (1 - D) - model * D
        np.testing.assert_allclose(gan.optimal_discriminator(data, model), D, atol=1e-6)
        assert gan.value(D, data, model) == pytest.approx(gan.best_value(data, model), abs=1e-9)


def test_the_example_of_the_page_and_the_two_ends() -> None:
    D = gan.optimal_discriminator(p, q)
    assert [f"{each:.3f}" for each in D] == ["0.615", "0.286"]
    by_hand = 0.8 * np.log(8 / 13) + 0.2 * np.log(2 / 7) + 0.5 * np.log(5 / 13) + 0.5 * np.log(5 / 7)
    assert gan.value(D, p, q) == pytest.approx(by_hand)
    assert gan.best_value(q, q) == pytest.approx(-np.log(4))
    assert gan.value(np.array([0.5, 0.5]), p, q) == pytest.approx(-np.log(4))


def test_the_saturating_slope_vanishes_where_fakes_are_recognized() -> None:
    logits, step = np.array([-30.0, -4.595, 0.0, 3.0]), 1e-5
    saturating, non_saturating = gan.generator_slopes(logits)

    def slope(sign: float) -> gan.Array:
        """Of log(1 + exp(sign · a)): −log(1 − D) for +1, −log D for −1."""
        above, below = np.logaddexp(0, sign * (logits + step)), np.logaddexp(0, sign * (logits - step))
        return (above - below) / (2 * step)

    np.testing.assert_allclose(saturating, -slope(1), atol=1e-8)
    np.testing.assert_allclose(non_saturating, slope(-1), atol=1e-8)
    assert gan.sigmoid(logits)[1] == pytest.approx(0.01, rel=1e-2)
    assert non_saturating[1] / saturating[1] == pytest.approx(99, rel=1e-2)


def test_the_game_ends_at_log_4_and_log_2_with_points_on_the_ring() -> None:
    """Three games, which draw weights, noise and data; fewer steps than on the page."""
    game = gan.Game(np.random.default_rng(2), 3, steps=800)
    before = off_the_ring(game.generate(500))
    game.play(800)
    loss, other = game.losses(500)
    after = off_the_ring(game.generate(500))
    np.testing.assert_allclose(loss, np.log(4), atol=0.1)
    np.testing.assert_allclose(other, np.log(2), atol=0.1)
    assert np.all(after < 0.2)
    assert np.all(before > 0.4)


def test_with_a_frozen_discriminator_the_loss_falls_and_the_points_are_worthless() -> None:
    """Medians of eight games: one generator in fifty or so finds a loophole on the ring."""
    game = gan.Game(np.random.default_rng(3), 8, steps=700)
    game.play(50)
    game.play(650, frozen=True)
    assert np.median(game.losses(500)[1]) < 0.3
    assert np.median(off_the_ring(game.generate(500))) > 0.8
