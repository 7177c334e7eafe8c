"""The claims of docs/architectures/autoencoders.md in NumPy: PCA, denoising, KL term, ELBO, anomalies."""

import numpy as np
import pytest

from snippets.architectures import autoencoders as ae
from tests.draws import drawing

STDS = np.array([3, 2, 1.5, 1, 0.5, 0.3])
X = ae.rotated_gaussian(500, STDS, np.random.default_rng(0))
ENCODER, DECODER = ae.train_linear_autoencoder(X, 2, 2000, 0.01, np.random.default_rng(1))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_linear_autoencoder_reaches_the_error_of_pca(size: int) -> None:
    encoder, decoder = ae.train_linear_autoencoder(X, size, 2000, 0.01, np.random.default_rng(1))
    trained = ae.reconstruction_error(X, X @ encoder @ decoder)
    assert trained == pytest.approx(ae.pca_error(X, size), rel=1e-3)
    singular_values = np.linalg.svd(X, compute_uv=False)
    assert ae.pca_error(X, size) == pytest.approx(np.sum(singular_values[size:] ** 2) / 500)
    assert ae.pca_error(X, 0) == pytest.approx(np.sum(X**2) / 500)


def test_it_spans_the_subspace_of_pca_but_not_its_axes() -> None:
    """What the start has along the last axis, variance 0.09, fades slowest: by exp(−2 · rate · steps · 0.09) ≈ 1e-8."""
    farthest = []
    for seed in range(4):
        encoder, decoder = ae.train_linear_autoencoder(X, 2, 10_000, 0.01, np.random.default_rng(seed))
        top = ae.principal_directions(X)[1][:, :2]
        np.testing.assert_allclose(np.linalg.pinv(decoder) @ decoder, top @ top.T, atol=1e-5)
        np.testing.assert_allclose(encoder @ decoder, top @ top.T, atol=1e-5)
        cosines = np.abs(decoder / np.linalg.norm(decoder, axis=1, keepdims=True) @ top)
        farthest.append(cosines.max(axis=1).min())
    assert min(farthest) < 0.999  # a row of the decoder is an axis by accident only: of four starts, one is 2.6° off


def test_any_invertible_map_of_the_code_gives_the_same_reconstruction() -> None:
    mixing = np.array([[10.0, 3.0], [0.0, 0.1]])
    before, after = X @ ENCODER @ DECODER, X @ ENCODER @ mixing @ np.linalg.inv(mixing) @ DECODER
    np.testing.assert_allclose(after, before, atol=1e-10)
    assert np.ptp(np.cov((X @ ENCODER @ mixing).T) / np.cov((X @ ENCODER).T)) > 10


def test_full_code_copies_the_input_and_denoising_does_not() -> None:
    assert ae.pca_error(X, 6) == 0
    np.testing.assert_allclose(ae.denoising_map(np.diag([9.0, 1.0, 0.09]), 0.0), np.eye(3))


def test_denoising_map_is_the_least_squares_solution_and_gives_the_numbers_on_the_page() -> None:
    rng = np.random.default_rng(0)
    clean = rng.standard_normal((200_000, 3)) * [3, 1, 0.3] @ np.array([[0.6, 0.8, 0], [-0.8, 0.6, 0], [0, 0, 1]])
    noisy = clean + rng.standard_normal(clean.shape)
    fitted = np.linalg.lstsq(noisy, clean, rcond=None)[0].T
    np.testing.assert_allclose(ae.denoising_map(clean.T @ clean / len(clean), 1.0), fitted, atol=0.01)
    shares = np.diag(ae.denoising_map(np.diag([9.0, 1.0, 0.09]), 1.0))
    assert shares.round(2).tolist() == [0.9, 0.5, 0.08]
    assert ae.reconstruction_error(clean, noisy) == pytest.approx(3, abs=0.03)
    assert ae.reconstruction_error(clean, noisy @ fitted.T) == pytest.approx(1.48, abs=0.02)


def test_kl_term_agrees_with_monte_carlo_and_a_hand_worked_number() -> None:
    mean, log_variance = np.array([1.0, -0.5]), np.log([0.25, 2.0])
    z = mean + np.exp(log_variance / 2) * np.random.default_rng(0).standard_normal((200_000, 2))
    log_q = -0.5 * np.sum((z - mean) ** 2 / np.exp(log_variance) + log_variance, axis=1)
    ratio = log_q + 0.5 * np.sum(z**2, axis=1)  # the 2π cancel
    standard_error = ratio.std() / np.sqrt(len(ratio))
    assert ae.gaussian_kl(mean, log_variance) == pytest.approx(ratio.mean(), abs=4 * standard_error)
    assert ae.gaussian_kl(np.zeros(3), np.zeros(3)) == 0
    assert ae.gaussian_kl(np.array([1.0]), np.log([0.25])) == pytest.approx(0.8181, abs=5e-5)


def test_elbo_is_the_log_likelihood_at_the_exact_posterior_and_less_elsewhere() -> None:
    x, weight, noise_std = np.array([1.2, -0.4]), np.array([[1.5, 0.5]]), 0.6
    noise = np.random.default_rng(0).standard_normal((100_000, 1))
    marginal = weight.T @ weight + noise_std**2 * np.eye(2)  # x = zᵀW + ε, z ~ N(0, 1)
    exact = -0.5 * (x @ np.linalg.solve(marginal, x) + np.log(np.linalg.det(2 * np.pi * marginal)))
    variance = 1 / (1 + float(np.sum(weight**2)) / noise_std**2)
    mean = variance * (weight @ x) / noise_std**2

    def elbo(mean: ae.Array, log_variance: ae.Array) -> tuple[float, float]:
        values = ae.evidence_lower_bound(x, mean, log_variance, lambda z: z @ weight, noise_std, noise)
        return float(values.mean()), float(values.std() / np.sqrt(len(values)))

    best, standard_error = elbo(mean, np.log([variance]))
    assert best == pytest.approx(exact, abs=4 * standard_error)
    assert elbo(mean, np.zeros(1))[0] < exact - 0.1
    assert elbo(mean + 0.5, np.log([variance]))[0] < exact - 0.1


def test_an_anomaly_inside_the_subspace_has_no_reconstruction_error() -> None:
    variances, directions = ae.principal_directions(X)
    inside, beside = 20 * np.sqrt(variances[0]) * directions[:, 0], 5 * np.sqrt(variances[5]) * directions[:, 5]
    top = directions[:, :2]
    errors = np.sum((X - X @ top @ top.T) ** 2, axis=1)
    assert np.sum((inside - top @ top.T @ inside) ** 2) < 1e-20 < errors.min()
    assert np.sum((beside - top @ top.T @ beside) ** 2) < errors.mean()  # five deviations, still unremarkable


def test_training_follows_the_slope_of_the_error() -> None:
    """Three steps, with the gradient by finite differences, from a tenth of what is drawn."""
    rng = np.random.default_rng(0)
    X, first, second = rng.standard_normal((6, 3)), rng.standard_normal((3, 2)), rng.standard_normal((2, 3))

    def error(theta: ae.Array) -> float:
        return float(np.mean(np.sum((X @ theta[:6].reshape(3, 2) @ theta[6:].reshape(2, 3) - X) ** 2, axis=1)))

    theta = 0.1 * np.concatenate([first.ravel(), second.ravel()])
    for _ in range(3):
        slope = [(error(theta + step) - error(theta - step)) / 2e-5 for step in 1e-5 * np.eye(12)]
        theta = theta - 0.05 * np.array(slope)
    encoder, decoder = ae.train_linear_autoencoder(X, 2, 3, 0.05, drawing(standard_normal=[first, second]))
    np.testing.assert_allclose(np.concatenate([encoder.ravel(), decoder.ravel()]), theta, atol=1e-9)
