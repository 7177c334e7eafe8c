"""What docs/representation-learning/contrastive-learning.md claims about InfoNCE, its bound and triplets."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets.representation_learning.contrastive_learning import (
    best_scores,
    clip_loss,
    gaussian_information,
    info_nce,
    info_nce_gradient,
    information_bound,
    log_softmax,
    push,
    similarities,
    triplet_loss,
    unit,
)


def test_info_nce_is_the_cross_entropy_with_the_partner_as_class() -> None:
    rng = np.random.default_rng(0)
    scores = similarities(rng.standard_normal((6, 4)), rng.standard_normal((6, 4)), 0.1)
    classes = torch.arange(6)
    assert info_nce(scores) == pytest.approx(functional.cross_entropy(torch.tensor(scores), classes).item())
    other = functional.cross_entropy(torch.tensor(scores.T), classes).item()
    assert clip_loss(scores) == pytest.approx((info_nce(scores) + other) / 2)
    assert info_nce(scores + 2000 * np.arange(6)[:, None]) == pytest.approx(info_nce(scores))


def test_equal_scores_cost_the_logarithm_of_the_candidates() -> None:
    assert info_nce(np.zeros((4096, 4096))) == pytest.approx(np.log(4096)) == pytest.approx(8.3178, abs=1e-4)
    collapsed = np.ones((8, 3))
    assert info_nce(similarities(collapsed, collapsed, 0.1)) == pytest.approx(np.log(8))  # a constant encoder


def test_similarities_are_cosines_over_the_temperature() -> None:
    first, second = np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([[6.0, 8.0], [0.0, 5.0]])
    np.testing.assert_allclose(similarities(first, second, 0.5), [[2.0, 1.6], [1.2, 0.0]])
    np.testing.assert_allclose(np.linalg.norm(unit(first), axis=1), 1)


def test_the_slope_is_that_of_pytorch_and_falls_on_hard_negatives() -> None:
    rng = np.random.default_rng(0)
    cosines = rng.uniform(-1, 1, (5, 5))
    for temperature in (0.1, 1.0):
        values = torch.tensor(cosines, requires_grad=True)
        functional.cross_entropy(values / temperature, torch.arange(5), reduction="sum").backward()
        assert values.grad is not None
        np.testing.assert_allclose(push(cosines / temperature, temperature), values.grad.numpy())
    row = np.array([[0.8, 0.7, 0.0, -0.5]] * 4)
    shares = []
    for temperature in (0.05, 1.0):
        slopes = push(row / temperature, temperature)[0, 1:]
        shares.append(slopes[0] / slopes.sum())
        np.testing.assert_allclose(push(row / temperature, temperature).sum(axis=1), 0, atol=1e-12)
    assert shares[0] > 0.99
    assert shares[1] < 0.6


def test_gradients_by_the_vectors_are_those_of_pytorch() -> None:
    rng = np.random.default_rng(0)
    arrays = 3 * rng.standard_normal((5, 4)), rng.standard_normal((5, 4))
    first, second = (torch.tensor(array, requires_grad=True) for array in arrays)
    scores = functional.normalize(first, dim=1) @ functional.normalize(second, dim=1).T / 0.3
    functional.cross_entropy(scores, torch.arange(5)).backward()
    for ours, theirs in zip(info_nce_gradient(*arrays, 0.3), (first, second), strict=True):
        assert theirs.grad is not None
        np.testing.assert_allclose(ours, theirs.grad.numpy())


def test_easy_triplets_have_no_loss_and_no_gradient() -> None:
    anchor = torch.zeros(3, 2, dtype=torch.float64, requires_grad=True)
    positive = torch.tensor([[1.0, 0.0]] * 3, dtype=torch.float64)
    negative = torch.tensor([[0.0, 0.5], [0.0, 1.1], [0.0, 3.0]], dtype=torch.float64)  # hard, semi-hard, easy
    losses = functional.triplet_margin_loss(anchor, positive, negative, margin=0.2, eps=0, reduction="none")
    found = triplet_loss(anchor.detach().numpy(), positive.numpy(), negative.numpy(), 0.2)
    np.testing.assert_allclose(found, losses.detach().numpy())
    np.testing.assert_allclose(found, [0.7, 0.1, 0])
    losses.sum().backward()
    assert anchor.grad is not None
    assert (anchor.grad[2] == 0).all()
    assert (anchor.grad[:2] != 0).any(dim=1).all()


def _pairs(correlation: float, dimensions: int, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    x, noise = rng.standard_normal((2, size, dimensions))
    return x, correlation * x + np.sqrt(1 - correlation**2) * noise


def test_known_information_bounds_the_estimate() -> None:
    rng = np.random.default_rng(0)
    for correlation, dimensions in ((0.5, 1), (0.8, 4), (0.95, 10)):
        truth = gaussian_information(correlation, dimensions)
        estimates = [
            information_bound(best_scores(*_pairs(correlation, dimensions, 64, rng), correlation)) for _ in range(40)
        ]
        error = np.std(estimates) / np.sqrt(40)
        assert np.mean(estimates) < min(truth, np.log(64)) + 3 * error
        assert max(estimates) <= np.log(64)
        if truth < 1:
            assert np.mean(estimates) > 0.9 * truth
    assert gaussian_information(0.95, 10) > 2 * np.log(64)


def test_the_best_scores_are_those_of_a_bivariate_normal_density() -> None:
    rho, x, y = 0.6, np.array([[0.3, -1.0]]), np.array([[1.2, 0.4]])
    cov = torch.tensor([[1, rho], [rho, 1]], dtype=torch.float64)
    joint = torch.distributions.MultivariateNormal(torch.zeros(2, dtype=torch.float64), cov)
    alone = torch.distributions.Normal(torch.tensor(0.0, dtype=torch.float64), 1.0)
    expected = sum(
        joint.log_prob(torch.tensor([a, b])) - alone.log_prob(torch.tensor(a)) - alone.log_prob(torch.tensor(b))
        for a, b in zip(x[0], y[0], strict=True)
    )
    assert best_scores(x, y, rho)[0, 0] == pytest.approx(float(expected))
    draws = _pairs(rho, 2, 200_000, np.random.default_rng(0))
    means = [best_scores(x[None], y[None], rho)[0, 0] for x, y in zip(draws[0][:4000], draws[1][:4000], strict=True)]
    assert np.mean(means) == pytest.approx(gaussian_information(rho, 2), abs=0.05)


def test_rows_of_a_log_softmax_are_probabilities() -> None:
    p = np.exp(log_softmax(np.array([[1000.0, 0.0], [0.0, 0.0]])))
    np.testing.assert_allclose(p, np.array([[1.0, 0.0], [0.5, 0.5]]))
