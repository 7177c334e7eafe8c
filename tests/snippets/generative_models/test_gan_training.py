"""The claims of docs/generative-models/gan-training.md in NumPy: games, distances, critics, scores."""

from itertools import permutations

import numpy as np
import pytest

from snippets.generative_models import gan, gan_training


def test_simultaneous_steps_spiral_outward_and_steps_in_turn_stay_on_a_bounded_cycle() -> None:
    rate, steps = 0.2, 400
    together = np.linalg.norm(gan_training.play((1.0, 0.0), rate, steps), axis=1)
    np.testing.assert_allclose(together[1:] / together[:-1], np.sqrt(1 + rate**2))
    in_turn = gan_training.play((1.0, 0.0), rate, steps, in_turn=True)
    far = np.linalg.norm(in_turn, axis=1)
    assert 0.8 < far.min() < far.max() < 1.2
    assert np.linalg.norm(in_turn[-50:], axis=1).max() == pytest.approx(far.max(), rel=1e-2)
    assert (np.diff(np.sign(in_turn[:, 0])) != 0).sum() > 20


def test_a_penalty_on_the_slope_of_the_critic_brings_the_game_to_rest() -> None:
    """Both ways of stepping; two steps by hand."""
    for in_turn in (False, True):
        course = gan_training.play((1.0, 0.0), 0.1, 600, in_turn=in_turn, penalty=1.0)
        assert np.linalg.norm(course[-1]) < 1e-4
    by_hand = [(1.0, 0.5), (0.5, 0.5 + 1.0 * (1.0 - 0.4 * 0.5))]
    np.testing.assert_allclose(gan_training.play((1.0, 0.5), 1.0, 1, penalty=0.4), by_hand)
    in_turn_by_hand = [(1.0, 0.5), (0.5, 0.5 + 1.0 * (0.5 - 0.4 * 0.5))]
    np.testing.assert_allclose(gan_training.play((1.0, 0.5), 1.0, 1, in_turn=True, penalty=0.4), in_turn_by_hand)


def test_the_transport_distance_is_the_least_over_all_pairings() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal(5), rng.standard_normal(5) + 1
    best = min(np.mean(np.abs(x - y[list(order)])) for order in permutations(range(5)))
    assert gan_training.wasserstein_1(x, y) == pytest.approx(best)


def test_gradients_of_the_critic_are_finite_differences() -> None:
    rng = np.random.default_rng(0)
    critic = gan.initialize([2, 6, 5, 1], rng, 1)
    real, fake, mixed = rng.standard_normal((3, 1, 7, 2))
    _, gradients = gan_training.critic_gradients(critic, real, fake, mixed, 10.0)
    step = 1e-6
    for parameter, gradient in zip(critic, gradients, strict=True):
        for place in np.ndindex(parameter.shape):
            before, losses = parameter[place], []
            for sign in (1, -1):
                parameter[place] = before + sign * step
                losses.append(gan_training.critic_gradients(critic, real, fake, mixed, 10.0)[0][0])
            parameter[place] = before
            assert (losses[0] - losses[1]) / (2 * step) == pytest.approx(gradient[place], abs=1e-5)


def test_runs_at_once_are_those_of_each() -> None:
    rng = np.random.default_rng(0)
    critic = gan.initialize([2, 4, 1], rng, 2)
    real, fake, mixed = rng.standard_normal((3, 2, 5, 2))
    losses, gradients = gan_training.critic_gradients(critic, real, fake, mixed, 10.0)
    for run in range(2):
        alone = [each[run] for each in critic]
        loss, steps = gan_training.critic_gradients(alone, real[run], fake[run], mixed[run], 10.0)
        assert losses[run] == pytest.approx(loss)
        for every, step in zip(gradients, steps, strict=True):
            np.testing.assert_allclose(every[run], step, atol=1e-12)


def test_the_penalty_measures_the_slopes_of_the_critic() -> None:
    """Slopes by finite differences, for both targets; at target 0 their mean square."""
    rng = np.random.default_rng(0)
    critic = gan.initialize([2, 8, 8, 1], rng, 2)
    X, step = rng.standard_normal((2, 9, 2)), 1e-6

    def score(points: gan.Array) -> gan.Array:
        return gan.forward(critic, points)[-1][..., 0]

    slopes = [(score(X + step * axis) - score(X - step * axis)) / (2 * step) for axis in np.eye(2)]
    lengths = np.sqrt(slopes[0] ** 2 + slopes[1] ** 2)
    for target in (0.0, 1.0):
        penalty, _ = gan_training.slope_penalty(critic, X, target)
        np.testing.assert_allclose(penalty, ((lengths - target) ** 2).mean(axis=1), rtol=1e-6)


def test_power_iteration_finds_the_largest_singular_value_from_below() -> None:
    rng = np.random.default_rng(0)
    W = rng.standard_normal((7, 5))
    largest = np.linalg.svd(W, compute_uv=False)[0]
    assert gan_training.spectral_norm(W, 200, rng) == pytest.approx(largest)
    v = W.T @ W @ np.random.default_rng(7).standard_normal(5)
    once = gan_training.spectral_norm(W, 1, np.random.default_rng(7))
    assert once == pytest.approx(np.linalg.norm(W @ v) / np.linalg.norm(v))
    assert once < largest


def test_the_frechet_distance_of_normals() -> None:
    """Hand-worked on a line; a rotation changes nothing; diagonal covariances by their deviations."""
    rng = np.random.default_rng(0)
    one = gan_training.frechet_distance(np.zeros(1), np.array([[4.0]]), np.ones(1) * 3, np.array([[1.0]]))
    assert one == pytest.approx(3**2 + (2 - 1) ** 2)
    first, second = rng.uniform(0.5, 2, (2, 3))
    means = rng.standard_normal((2, 3))
    diagonal = gan_training.frechet_distance(means[0], np.diag(first**2), means[1], np.diag(second**2))
    assert diagonal == pytest.approx(((means[0] - means[1]) ** 2).sum() + ((first - second) ** 2).sum())
    turn, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    A, B = (M @ M.T for M in rng.standard_normal((2, 3, 3)))
    straight = gan_training.frechet_distance(means[0], A, means[1], B)
    turned = gan_training.frechet_distance(turn @ means[0], turn @ A @ turn.T, turn @ means[1], turn @ B @ turn.T)
    assert turned == pytest.approx(straight)
    values, vectors = np.linalg.eigh(A)
    half = vectors * np.sqrt(values) @ vectors.T  # tr (AB)^½ is also tr (A^½ B A^½)^½, of a symmetric matrix
    root = np.sqrt(np.linalg.eigvalsh(half @ B @ half)).sum()
    expected = ((means[0] - means[1]) ** 2).sum() + np.trace(A + B) - 2 * root
    assert straight == pytest.approx(expected)


def test_copies_of_the_data_have_the_best_score_and_few_samples_a_bad_one() -> None:
    """The training set scores 0; new samples of the same distribution more, and the more the fewer they are."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((2000, 16)) + 3
    assert gan_training.frechet_of_samples(X, X) == pytest.approx(0, abs=1e-6)
    scores = [gan_training.frechet_of_samples(X, rng.standard_normal((N, 16)) + 3) for N in (50, 200, 2000)]
    assert scores[0] > 2 * scores[1] > 4 * scores[2] > 0
    assert gan_training.frechet_of_samples(X[:5], X) > scores[0]  # covariances of rank 4: no root of a negative number
    line = rng.standard_normal((500, 1))
    expected = (line.std(ddof=1) - 2 * line.std(ddof=1)) ** 2 + line.mean() ** 2
    assert gan_training.frechet_of_samples(line, 2 * line) == pytest.approx(expected)


def test_precision_is_about_what_is_made_and_recall_about_what_is_missing() -> None:
    """On a line, by hand: real points 0, 1, 3, 10, reaching 3, 2, 3 and 9 far, each to its second neighbor."""
    real = np.array([[0.0], [1.0], [3.0], [10.0]])
    made = np.array([[-2.5], [-3.5], [18.5], [19.0], [19.5]])
    precision, _ = gan_training.precision_and_recall(real, made, 2)
    assert precision == 0.6  # −3.5 and 19.5 are out of all reach
    rng = np.random.default_rng(1)
    few, others = rng.standard_normal((2, 400, 2))
    third, fourth = (gan_training.precision_and_recall(few, others, k) for k in (3, 4))
    assert gan_training.precision_and_recall(few, others) == third != fourth
    both = np.concatenate([rng.normal(-1, 0.2, (200, 1)), rng.normal(1, 0.2, (200, 1))])
    precision, recall = gan_training.precision_and_recall(both, rng.normal(1, 0.2, (200, 1)))  # one of two heaps
    assert precision > 0.85
    assert recall == pytest.approx(0.5, abs=0.05)
