"""PyTorch's forms against the NumPy functions and against a loop."""

import math

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
    push,
    similarities,
    triplet_loss,
)
from snippets.representation_learning.contrastive_learning_torch import clip_loss as clip_loss_torch
from snippets.representation_learning.contrastive_learning_torch import nt_xent
from tests.snippets.representation_learning.test_contrastive_learning import _pairs


def test_nt_xent_equals_a_loop_over_queries() -> None:
    torch.manual_seed(0)
    first, second = torch.randn(3, 4, dtype=torch.float64), torch.randn(3, 4, dtype=torch.float64)
    views = torch.nn.functional.normalize(torch.cat([first, second]), dim=1)
    losses = []
    for i in range(6):
        others = [j for j in range(6) if j != i]
        partner = views[i] @ views[(i + 3) % 6] / 0.5
        losses.append(torch.logsumexp(torch.stack([views[i] @ views[j] / 0.5 for j in others]), dim=0) - partner)
    assert nt_xent(first, second, 0.5).item() == pytest.approx(torch.stack(losses).mean().item())
    same = torch.ones(5, 2)
    assert nt_xent(same, same, 0.5).item() == pytest.approx(math.log(9))


def test_nt_xent_stays_on_the_device_of_its_views() -> None:
    views = torch.empty(3, 4, device="meta")
    assert nt_xent(views, views, 0.5).device.type == "meta"


def test_clip_loss_equals_the_numpy_one_and_stops_at_a_scale_of_100() -> None:
    torch.manual_seed(0)
    images, texts = torch.randn(5, 3, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    for log_scale, temperature in ((math.log(10), 0.1), (math.log(1000), 0.01)):
        found = clip_loss_torch(images, texts, torch.tensor(log_scale, dtype=torch.float64))
        assert found.item() == pytest.approx(clip_loss(similarities(images.numpy(), texts.numpy(), temperature)))


def test_info_nce_is_the_cross_entropy_with_the_partner_as_class() -> None:
    rng = np.random.default_rng(0)
    scores = similarities(rng.standard_normal((6, 4)), rng.standard_normal((6, 4)), 0.1)
    classes = torch.arange(6)
    assert info_nce(scores) == pytest.approx(functional.cross_entropy(torch.tensor(scores), classes).item())
    other = functional.cross_entropy(torch.tensor(scores.T), classes).item()
    assert clip_loss(scores) == pytest.approx((info_nce(scores) + other) / 2)
    assert info_nce(scores + 2000 * np.arange(6)[:, None]) == pytest.approx(info_nce(scores))


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


def test_a_collapsed_encoder_pays_the_margin_for_each_triplet() -> None:
    same = np.full((3, 2), 0.6)
    np.testing.assert_allclose(triplet_loss(same, same, same, 0.2), 0.2)


def test_the_best_scores_are_those_of_a_bivariate_normal_density() -> None:
    rho, x, y = 0.6, np.array([[0.3, -1.0, 0.5]]), np.array([[1.2, 0.4, -2.0]])
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
