"""PyTorch side of docs/foundations/maximum-likelihood.md."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal
from torch.nn import functional

from snippets.foundations import maximum_likelihood as ours
from snippets.foundations.maximum_likelihood_torch import kl_between, kl_loss


def test_the_loss_is_the_divergence_of_the_target_from_the_model() -> None:
    torch.manual_seed(0)
    logits, targets = torch.randn(6, 4, dtype=torch.float64), torch.softmax(torch.randn(6, 4).double(), dim=1)
    rows = zip(targets.numpy(), torch.softmax(logits, dim=1).numpy(), strict=True)
    expected = np.mean([ours.kl_divergence(p, q) for p, q in rows])
    assert kl_loss(logits, targets).item() == pytest.approx(expected)
    mean = functional.kl_div(functional.log_softmax(logits, dim=1), targets, reduction="none").mean()
    assert mean.item() == pytest.approx(expected / 4)


def test_cross_entropy_and_divergence_have_the_same_gradient() -> None:
    torch.manual_seed(0)
    logits, targets = torch.randn(6, 4, requires_grad=True), torch.softmax(torch.randn(6, 4), dim=1)
    gradients = [
        torch.autograd.grad(loss, logits)[0]
        for loss in (kl_loss(logits, targets), functional.cross_entropy(logits, targets))
    ]
    torch.testing.assert_close(gradients[0], gradients[1])


def test_normals() -> None:
    for first, second in (((0.0, 1.0), (1.0, 2.0)), ((1.0, 2.0), (0.0, 1.0)), ((-3.0, 0.2), (4.0, 0.7))):
        found = kl_between(Normal(*first), Normal(*second)).item()
        assert found == pytest.approx(ours.gaussian_kl(*first, *second), rel=1e-5)


def test_probabilities_in_place_of_their_logarithms_give_nothing_above_zero() -> None:
    """Σ t (log t − q): neither term can be positive."""
    q, targets = torch.softmax(torch.randn(1000, 4), dim=1), torch.softmax(3 * torch.randn(1000, 4), dim=1)
    found = functional.kl_div(q, targets, reduction="none").sum(dim=1)
    assert found.max().item() < 0
    certain = functional.kl_div(torch.tensor([[0.0, 1.0]]), torch.tensor([[1.0, 0.0]]), reduction="batchmean")
    assert certain.item() == 0
