"""The claims of docs/generative-models/vae.md in NumPy: estimators, training on a ring, collapse."""

import numpy as np
import pytest

from snippets.architectures.autoencoders import gaussian_kl
from snippets.generative_models import vae

POINTS, WEIGHTS = np.polynomial.hermite_e.hermegauss(12)


def mean_and_variance(estimates: vae.Array) -> tuple[float, float]:
    mean = float(np.average(estimates, weights=WEIGHTS))
    return mean, float(np.average((estimates - mean) ** 2, weights=WEIGHTS))


def test_both_estimators_are_unbiased_and_the_score_function_has_87_against_4() -> None:
    """E[z²] = μ² + σ² at μ = 2, σ = 1: slopes 2μ and 2σ; the variances are worked by hand."""
    through = vae.reparameterized_gradients(lambda z: 2 * z, 2.0, 1.0, POINTS)
    score = vae.score_gradients(np.square, 2.0, 1.0, POINTS)
    assert mean_and_variance(through[0]) == pytest.approx((4, 4))
    assert mean_and_variance(score[0]) == pytest.approx((4, 87))
    for std in (1.0, 3.0):
        through = vae.reparameterized_gradients(lambda z: 2 * z, 2.0, std, POINTS)
        score = vae.score_gradients(np.square, 2.0, std, POINTS)
        for estimates in (through, score):
            assert [mean_and_variance(each)[0] for each in estimates] == pytest.approx([4, 2 * std])
    fourth = vae.reparameterized_gradients(lambda z: 4 * z**3, 2.0, 3.0, POINTS)  # E[z⁴] = μ⁴ + 6 μ²σ² + 3 σ⁴
    assert [mean_and_variance(each)[0] for each in fourth] == pytest.approx([4 * 8 + 12 * 2 * 9, 12 * 4 * 3 + 12 * 27])


def test_the_score_function_reaches_through_a_step_and_the_slope_does_not() -> None:
    """P(z > 0) for z ~ N(0.5, 1) has the density at 0.5 as its slope in μ; the step itself has none."""
    noise = np.random.default_rng(0).standard_normal(400_000)
    estimates = vae.score_gradients(lambda z: np.where(z > 0, 1.0, 0.0), 0.5, 1.0, noise)[0]
    density = np.exp(-0.125) / np.sqrt(2 * np.pi)
    assert estimates.mean() == pytest.approx(density, abs=4 * estimates.std() / np.sqrt(len(noise)))
    assert np.all(vae.reparameterized_gradients(np.zeros_like, 0.5, 1.0, noise)[0] == 0)


def test_decoded_samples_are_the_mean_of_the_model_without_its_noise() -> None:
    rng = np.random.default_rng(0)
    p = vae.initialize(3, 5, 2, rng, runs=4)
    points = vae.generate(p, 7, np.random.default_rng(1))
    codes = np.random.default_rng(1).standard_normal((4, 7, 2))
    assert points.shape == (4, 7, 3)
    for run in range(4):
        hidden = np.tanh(codes[run] @ p["decoder"][run] + p["decoder_bias"][run])
        np.testing.assert_allclose(points[run], hidden @ p["output"][run] + p["output_bias"][run])
    assert vae.off_the_ring(np.array([[[0.0, 1.2], [1.4, 0.0], [0.6, 0.0], [-0.75, 0.0]]])) == 0.5


def test_without_the_kl_term_the_prior_misses_the_data_and_with_too_much_the_code_is_empty() -> None:
    """Four seeds of one network each, which draw data, weights and noise; half of the training of the page."""
    rng = np.random.default_rng(1)
    X, share, nats, errors = vae.ring(500, rng, 4), {}, {}, {}
    for beta in (0.0, 1.0, 16.0):
        p = vae.train(0.2, beta, rng, 4, steps=700)
        _, mean, log_variance = vae.encode(p, X)
        share[beta] = vae.off_the_ring(vae.generate(p, 500, rng))
        nats[beta] = gaussian_kl(mean, log_variance).mean(axis=1)
        z = mean + np.exp(log_variance / 2) * rng.standard_normal(mean.shape)
        errors[beta] = np.sum((vae.decode(p, z)[1] - X) ** 2, axis=-1).mean(axis=1)
    assert np.all(share[1.0] < 0.35)
    assert np.all(share[0.0] > share[1.0])
    assert share[0.0].mean() > 2 * share[1.0].mean()
    assert np.all(share[16.0] > 0.95)
    assert np.all(nats[16.0] < 0.05)
    assert np.all(nats[1.0] > 1.8)
    assert np.all(errors[0.0] < 0.5 * errors[1.0])
    assert np.all(errors[16.0] > 0.9)


@pytest.mark.parametrize(("variance", "noise_variance"), [(9.0, 1.0), (0.505, 0.04), (0.505, 0.64), (1.0, 0.999)])
def test_a_linear_code_uses_a_direction_if_it_varies_more_than_the_noise(
    variance: float, noise_variance: float
) -> None:
    """Against a search over decoder weight and encoder variance; the best encoder weight is known for each."""
    w, std = np.meshgrid(np.linspace(0, 3, 1201), np.linspace(0.05, 1, 951))
    v = w / (w**2 + noise_variance)  # least squares with the cost μ²/2
    error = (1 - w * v) ** 2 * variance + w**2 * std**2
    kl = 0.5 * (v**2 * variance + std**2 - 1 - 2 * np.log(std))
    best = np.unravel_index(np.argmin(error / (2 * noise_variance) + kl), w.shape)
    found = vae.linear_code_nats(np.array([variance]), noise_variance)
    assert kl[best] == pytest.approx(found[0], abs=0.003)
    assert found[0] <= vae.most_nats(np.array([variance]), noise_variance)


def test_a_mean_over_pixels_leaves_a_quarter_of_a_nat() -> None:
    """‖x − x̂‖²/2s² is the mean over d pixels for s² = d/2, and their sum for s² = 1/2."""
    d, variances = 784, np.full(784, 0.25)  # no variable between 0 and 1 varies more
    assert vae.most_nats(variances, d / 2) == 0.25
    assert vae.most_nats(variances, 1 / 2) == 196
    p = {name: value[0] for name, value in vae.initialize(4, 5, 2, np.random.default_rng(0), 1).items()}
    X, noise = np.random.default_rng(1).random((6, 4)), np.zeros((6, 2))
    _, mean, log_variance = vae.encode(p, X)
    with_mean = np.mean((X - vae.decode(p, mean)[1]) ** 2) + gaussian_kl(mean, log_variance).mean()
    assert vae.loss_and_gradients(p, X, noise, np.sqrt(4 / 2))[0] == pytest.approx(with_mean)
