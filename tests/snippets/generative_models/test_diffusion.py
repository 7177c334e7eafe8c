"""The claims of docs/generative-models/diffusion.md in NumPy."""

from statistics import NormalDist

import numpy as np
import pytest

from snippets.generative_models import diffusion, gan
from snippets.generative_models.vae import off_the_ring

BETAS = diffusion.linear_betas()
SHARES = diffusion.signal_shares(BETAS)
QUANTILES = np.array([NormalDist().inv_cdf((place + 0.5) / 400) for place in range(400)])
MEANS, STD, WEIGHTS = np.array([-1.0, 2.0]), 0.4, np.array([0.3, 0.7])


def exact(x: diffusion.Array, t: int) -> diffusion.Array:
    return diffusion.mixture_noise(x, SHARES[t - 1], MEANS, STD, WEIGHTS)


def test_noising_step_by_step_is_the_closed_form() -> None:
    """Mean and variance of x_t for a fixed x0: each step multiplies by √(1 − β) and adds variance β."""
    mean, variance = 1.0, 0.0
    for t, beta in enumerate(BETAS, 1):
        mean, variance = mean * np.sqrt(1 - beta), variance * (1 - beta) + beta
        if t in (1, 2, 500, 1000):
            assert diffusion.noised(np.array(1.0), SHARES[t - 1], np.array(0.0)) == pytest.approx(mean)
            assert diffusion.noised(np.array(0.0), SHARES[t - 1], np.array(1.0)) ** 2 == pytest.approx(variance)
    assert SHARES[-1] == pytest.approx(4.04e-5, rel=1e-2)
    assert SHARES[258] > 0.5 > SHARES[259]
    assert (len(BETAS), BETAS[0], BETAS[-1]) == (1000, 1e-4, 0.02)


def test_the_exact_noise_is_the_score_and_the_posterior_mean() -> None:
    """Against a difference quotient of the log density, and against averages of true noise near a point."""
    share, x, h = 0.4, np.linspace(-3, 3, 13), 1e-5

    def log_density(x: diffusion.Array) -> diffusion.Array:
        variance = share * STD**2 + 1 - share
        return np.asarray(np.log(np.exp(-((x[:, None] - np.sqrt(share) * MEANS) ** 2) / (2 * variance)) @ WEIGHTS))

    score = (log_density(x + h) - log_density(x - h)) / (2 * h)
    found = diffusion.mixture_noise(x, share, MEANS, STD, WEIGHTS)
    np.testing.assert_allclose(found, -np.sqrt(1 - share) * score, atol=1e-6)
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(400_000)
    data = MEANS[(rng.random(len(noise)) < WEIGHTS[1]).astype(int)] + STD * rng.standard_normal(len(noise))
    near = np.abs(diffusion.noised(data, share, noise) - 1.0) < 0.02
    assert noise[near].mean() == pytest.approx(found[8], abs=4 / np.sqrt(near.sum()))


def test_both_samplers_recover_a_mixture_from_its_exact_noise() -> None:
    rng = np.random.default_rng(1)
    truth = float(WEIGHTS @ MEANS), float(np.sqrt(STD**2 + WEIGHTS @ MEANS**2 - (WEIGHTS @ MEANS) ** 2))
    straight = diffusion.sample_ddim(exact, QUANTILES, BETAS, 200)
    drawn = diffusion.sample_ddpm(exact, rng.standard_normal(2000), BETAS, rng)
    assert (straight.mean(), straight.std()) == pytest.approx(truth, abs=0.04)
    assert (drawn.mean(), drawn.std()) == pytest.approx(truth, abs=4 * truth[1] / np.sqrt(2000))
    assert np.mean(straight < 0.5) == pytest.approx(WEIGHTS[0], abs=0.02)
    assert diffusion.sample_ddim(exact, QUANTILES, BETAS, 2).std() < 0.8 * truth[1]


def test_the_last_step_adds_no_noise_and_ddim_can_jump_to_the_data() -> None:
    """The true noise known, one DDIM step from anywhere gives x0; the last DDPM step gives it for one step in all."""
    rng = np.random.default_rng(0)
    x0, noise = rng.standard_normal(6), rng.standard_normal(6)
    x = diffusion.noised(x0, SHARES[700], noise)
    np.testing.assert_allclose(diffusion.ddim_step(x, noise, SHARES[700], 1.0), x0)
    one = np.array([0.3])
    x = diffusion.noised(x0, 0.7, noise)
    np.testing.assert_allclose(diffusion.sample_ddpm(lambda x, t: noise, x, one, rng), x0)


def test_samplers_call_the_network_at_the_right_steps_and_add_noise_but_for_the_last() -> None:
    betas, called = np.array([0.1, 0.3, 0.4, 0.2]), []

    def denoise(x: diffusion.Array, t: int) -> diffusion.Array:
        called.append(t)
        return 0.5 * x + t

    start = np.array([0.7, -1.2])
    drawn = diffusion.sample_ddpm(denoise, start, betas, np.random.default_rng(0))
    rng, x, left = np.random.default_rng(0), start, [0.9, 0.63, 0.378, 0.3024]
    for t in (4, 3, 2, 1):
        noise = rng.standard_normal(2)
        x = diffusion.ddpm_step(x, 0.5 * x + t, betas[t - 1], left[t - 1], noise if t > 1 else np.zeros(2))
    np.testing.assert_allclose(drawn, x)
    straight = diffusion.sample_ddim(denoise, start, betas, 2)
    assert called == [4, 3, 2, 1, 4, 2]
    x = start
    for t, share, following in ((4, 0.3024, 0.63), (2, 0.63, 1.0)):
        x = diffusion.ddim_step(x, 0.5 * x + t, share, following)
    np.testing.assert_allclose(straight, x)
    called.clear()
    diffusion.sample_ddim(denoise, start, diffusion.linear_betas(10, 0.1, 0.2), 4)
    assert called == [10, 8, 5, 2]


def test_half_of_a_ddim_step_and_the_other_half_are_the_whole() -> None:
    """While the predicted noise stays the same; the level in between does not matter, and the way back is open."""
    x, predicted = np.random.default_rng(0).standard_normal((2, 5))
    whole = diffusion.ddim_step(x, predicted, 0.2, 0.9)
    for between in (0.3, 0.7):
        half = diffusion.ddim_step(x, predicted, 0.2, between)
        np.testing.assert_allclose(diffusion.ddim_step(half, predicted, between, 0.9), whole)
    np.testing.assert_allclose(diffusion.ddim_step(whole, predicted, 0.9, 0.2), x)
    np.testing.assert_allclose(diffusion.ddim_step(x, 0 * x, 0.25, 1.0), 2 * x)  # all of it is signal


def test_a_step_of_ddpm_is_the_posterior_given_the_predicted_data() -> None:
    rng = np.random.default_rng(0)
    x, predicted, t = rng.standard_normal(5), rng.standard_normal(5), 300
    beta, share, before = BETAS[t], SHARES[t], SHARES[t - 1]
    x0 = (x - np.sqrt(1 - share) * predicted) / np.sqrt(share)
    mean = (np.sqrt(before) * beta * x0 + np.sqrt(1 - beta) * (1 - before) * x) / (1 - share)
    step = diffusion.ddpm_step(x, predicted, beta, share, np.zeros(5))
    np.testing.assert_allclose(step, mean)
    np.testing.assert_allclose(diffusion.ddpm_step(x, predicted, beta, share, np.ones(5)) - mean, np.sqrt(beta))


def test_the_exact_noise_in_two_dimensions_is_the_score() -> None:
    """Three normals in the plane, against difference quotients; along a line it is that of one dimension."""
    rng = np.random.default_rng(1)
    means, weights, share, h = rng.standard_normal((3, 2)), np.array([0.2, 0.3, 0.5]), 0.6, 1e-5
    x = 2 * rng.standard_normal((5, 2))

    def log_density(x: diffusion.Array) -> diffusion.Array:
        away = ((x[:, None] - np.sqrt(share) * means) ** 2).sum(axis=2)
        return np.asarray(np.log(np.exp(-away / (2 * (share * STD**2 + 1 - share))) @ weights))

    slopes = [(log_density(x + h * axis) - log_density(x - h * axis)) / (2 * h) for axis in np.eye(2)]
    found = diffusion.mixture_noise(x, share, means, STD, weights)
    np.testing.assert_allclose(found, -np.sqrt(1 - share) * np.stack(slopes, axis=1), atol=1e-6)
    flat = np.stack([x[:, 0], np.zeros(5)], axis=1), np.stack([means[:, 0], np.zeros(3)], axis=1)
    np.testing.assert_allclose(
        diffusion.mixture_noise(flat[0], share, flat[1], STD, weights)[:, 0],
        diffusion.mixture_noise(x[:, 0], share, means[:, 0], STD, weights),
    )


def test_guidance_narrows_the_class_and_pushes_it_past_its_mean() -> None:
    """Two classes at ±1; without guidance samples have the mean and the deviation of the class."""
    both, one = np.array([-1.0, 1.0]), np.array([1.0])

    def sampled(w: float) -> diffusion.Array:
        def denoise(x: diffusion.Array, t: int) -> diffusion.Array:
            alone = diffusion.mixture_noise(x, SHARES[t - 1], one, 0.5, np.ones(1))
            return diffusion.guided(alone, diffusion.mixture_noise(x, SHARES[t - 1], both, 0.5, np.full(2, 0.5)), w)

        return diffusion.sample_ddim(denoise, QUANTILES, BETAS, 100)

    plain, strong = sampled(0.0), sampled(3.0)
    assert (plain.mean(), plain.std()) == pytest.approx((1, 0.5), abs=0.03)
    assert strong.mean() > 1.5
    assert strong.std() < 0.3


def test_a_trained_network_samples_the_ring() -> None:
    """Two networks, which draw data, weights and noise; half of the training of the page."""
    rng = np.random.default_rng(3)
    betas = diffusion.linear_betas(100, 1e-3, 0.2)
    denoise = diffusion.train(betas, rng, 2, steps=900)
    start = rng.standard_normal((2, 300, 2))
    off = {steps: off_the_ring(diffusion.sample_ddim(denoise, start, betas, steps)) for steps in (2, 20)}
    assert np.all(off[20] < 0.25)
    assert np.all(off[2] > 0.6)
    assert np.all(off_the_ring(diffusion.sample_ddpm(denoise, start, betas, rng)) < 0.35)


def test_the_network_is_told_the_noise_level() -> None:
    inputs = diffusion.network_input(np.array([[[3.0, 4.0]], [[1.0, 2.0]]]), np.array([[[0.36]], [[0.64]]]))
    np.testing.assert_allclose(inputs, [[[3, 4, 0.6, 0.8]], [[1, 2, 0.8, 0.6]]])
    layers = gan.initialize([4, 3, 2], np.random.default_rng(0), 1)
    assert gan.forward(layers, inputs[:1])[-1].shape == (1, 1, 2)
