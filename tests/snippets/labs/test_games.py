"""The games of the lab on mode collapse: data, what counts as found, gradients by finite differences, rules."""

from collections.abc import Callable

import numpy as np
import pytest

from snippets.generative_models.gan import Layers, forward, initialize, sigmoid
from snippets.labs import games
from snippets.labs.games import Game, Rules


def test_the_data_are_eight_equally_frequent_normals() -> None:
    points = games.ring_of_normals(2, 8000, np.random.default_rng(0))
    near = games.found(points)
    assert points.shape == (2, 8000, 2)
    np.testing.assert_allclose(near.mean(axis=1), np.full((2, 8), 0.989 / 8), atol=0.015)
    assert near.any(axis=2).mean() == pytest.approx(
        1 - np.exp(-4.5), abs=0.005
    )  # beyond 3 deviations, in two dimensions
    np.testing.assert_allclose(np.linalg.norm(games.CENTERS, axis=1), 2)
    near_first = points[near[:, :, 1]]
    np.testing.assert_allclose(near_first.mean(axis=0), [np.sqrt(2), np.sqrt(2)], atol=0.01)
    np.testing.assert_allclose(near_first.std(axis=0), 0.1, atol=0.01)


def test_groups_hold_neighboring_points_side_by_side() -> None:
    points = np.arange(16.0).reshape(2, 4, 2)
    assert games.together(points, 2).tolist() == points.reshape(2, 2, 4).tolist()
    assert games.together(points, 2)[1, 0].tolist() == [8, 9, 10, 11]


@pytest.mark.parametrize("rules", [Rules(), Rules(packed=2), Rules(wasserstein=1.0)])
def test_the_generators_gradients_are_finite_differences(rules: Rules) -> None:
    rng = np.random.default_rng(1)
    generator, discriminator = initialize([2, 4, 2], rng, 1), initialize([2 * rules.packed, 5, 1], rng, 1)
    noise, shift = rng.standard_normal((2, 1, 6, 2))

    def loss() -> float:
        groups = (forward(generator, noise)[-1] + shift).reshape(1, -1, 2 * rules.packed)
        scores = forward(discriminator, groups)[-1]
        return float((-scores if rules.wasserstein else -np.log(sigmoid(scores))).mean())

    compare(generator, games.generators_gradients(generator, discriminator, noise, shift, rules), loss)


@pytest.mark.parametrize(("r1", "weight"), [(0.0, 0.0), (2.0, 0.0), (0.0, 3.0)])
def test_the_opponents_gradients_are_finite_differences(r1: float, weight: float) -> None:
    """The loss itself, with slopes by differences; the same points between for each call."""
    rng = np.random.default_rng(2)
    layers = initialize([2, 5, 1], rng, 1)
    real, fake = rng.standard_normal((2, 1, 6, 2))
    mix = np.random.default_rng(3).random((1, 6, 1))

    def score(points: games.Array) -> games.Array:
        return forward(layers, points)[-1]

    def lengths(points: games.Array) -> games.Array:
        slopes = [(score(points + 1e-4 * axis) - score(points - 1e-4 * axis)) / 2e-4 for axis in np.eye(2)]
        return np.asarray(np.sqrt(slopes[0] ** 2 + slopes[1] ** 2))

    def loss() -> float:
        if weight:
            gap = score(fake).mean() - score(real).mean()
            return float(gap + weight * ((lengths(mix * real + (1 - mix) * fake) - 1) ** 2).mean())
        guesses = -np.log(sigmoid(score(real))) - np.log(1 - sigmoid(score(fake)))
        return float(guesses.mean() + r1 * (lengths(real) ** 2).mean())

    rules = Rules(r1=r1, wasserstein=weight)
    compare(layers, games.opponents_gradients(layers, real, fake, rules, np.random.default_rng(3)), loss)


def compare(layers: Layers, gradients: Layers, loss: Callable[[], float]) -> None:
    """Each gradient with the difference of the losses at both sides."""
    for parameter, gradient in zip(layers, gradients, strict=True):
        for place in np.ndindex(parameter.shape):
            before, losses = parameter[place], []
            for sign in (1, -1):
                parameter[place] = before + sign * 1e-6
                losses.append(loss())
            parameter[place] = before
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[place], abs=1e-4)


def test_a_game_moves_both_players_by_their_own_rates_and_steps() -> None:
    """Adam's first step has the size of the rate, whatever the gradient; noise ends after three quarters."""
    rules = Rules(generator_rate=0.01, discriminator_rate=0.002, discriminator_steps=3, noise=1.0)
    game = Game(rules, 2, 8, np.random.default_rng(4))
    before = [each.copy() for each in (*game.generator, *game.discriminator)]
    game.play(1, B=4)
    moved = [np.abs(new - old).max() for new, old in zip((*game.generator, *game.discriminator), before, strict=True)]
    np.testing.assert_allclose(moved[:6], 0.01, rtol=1e-3)
    assert all(0.002 < each < 0.0061 for each in moved[6:])
    assert game.generate(5).shape == (2, 5, 2)
    assert game.step == 1


def test_equal_rates_cover_more_modes_than_a_slow_opponent() -> None:
    """Means of 16 games: one with equal rates differs from the next by two modes, one with a slow opponent by one."""
    at_a_time = []
    for rules in (Rules(), Rules(discriminator_rate=5e-3)):
        game = Game(rules, 16, 700, np.random.default_rng(5))
        game.play(700, B=32)
        at_a_time.append(games.found(game.generate(1000)).any(axis=1).sum(axis=1).mean())
    assert at_a_time[0] + 1 < at_a_time[1]
