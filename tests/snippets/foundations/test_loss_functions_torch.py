"""The losses of docs/foundations/loss-functions.md agree with PyTorch's."""

import numpy as np
import pytest
import torch
from torch.distributions import Laplace, Normal
from torch.nn import functional

from snippets.foundations import loss_functions as losses
from snippets.foundations import loss_functions_torch as twins

RNG = np.random.default_rng(0)
PREDICTION, TARGET = 3 * RNG.standard_normal(200), RNG.standard_normal(200)
SCORE, LABEL = 3 * RNG.standard_normal(200), RNG.choice([-1.0, 1.0], 200)
DELTA = 1.7


def test_regression_losses_agree() -> None:
    twin = twins.regression_losses(torch.tensor(PREDICTION), torch.tensor(TARGET), DELTA)
    huber = losses.huber_loss(PREDICTION, TARGET, DELTA).mean()
    assert twin["squared error"].item() == pytest.approx(losses.squared_error(PREDICTION, TARGET).mean())
    assert twin["absolute error"].item() == pytest.approx(losses.absolute_error(PREDICTION, TARGET).mean())
    assert twin["Huber"].item() == pytest.approx(huber)
    assert twin["Huber / delta"].item() == pytest.approx(huber / DELTA)


def test_smooth_l1_and_huber_are_equal_only_at_one() -> None:
    pair = torch.tensor(PREDICTION), torch.tensor(TARGET)
    assert torch.allclose(functional.smooth_l1_loss(*pair), functional.huber_loss(*pair))
    assert not torch.allclose(functional.smooth_l1_loss(*pair, beta=DELTA), functional.huber_loss(*pair, delta=DELTA))


def test_autograd_gives_the_same_gradients() -> None:
    prediction = torch.tensor(PREDICTION, requires_grad=True)
    twin = twins.regression_losses(prediction, torch.tensor(TARGET), DELTA)
    expected = losses.regression_gradients(PREDICTION, TARGET, DELTA)
    for name, gradient in zip(("squared error", "absolute error", "Huber"), expected, strict=True):
        (computed,) = torch.autograd.grad(twin[name], prediction, retain_graph=True)
        np.testing.assert_allclose(200 * computed.numpy(), gradient, rtol=1e-12)


def test_likelihoods_agree_with_the_distributions() -> None:
    prediction, target = torch.tensor(PREDICTION), torch.tensor(TARGET)
    for scale in (0.2, 3.0):
        gaussian = -Normal(prediction, scale).log_prob(target)
        laplace = -Laplace(prediction, scale).log_prob(target)
        np.testing.assert_allclose(losses.gaussian_nll(PREDICTION, TARGET, scale), gaussian.numpy())
        np.testing.assert_allclose(losses.laplace_nll(PREDICTION, TARGET, scale), laplace.numpy())


def test_margin_losses_agree_and_soft_margin_is_binary_cross_entropy() -> None:
    score, label = torch.tensor(SCORE), torch.tensor(LABEL)
    soft = losses.soft_margin_loss(SCORE, LABEL).mean()
    assert twins.soft_margin_loss(score, label).item() == pytest.approx(soft)
    assert functional.binary_cross_entropy_with_logits(score, (label + 1) / 2).item() == pytest.approx(soft)
    hinge = losses.hinge_loss(SCORE, LABEL).mean()
    assert twins.hinge_loss(score, label).item() == pytest.approx(hinge)
    assert functional.hinge_embedding_loss(score, label).item() != pytest.approx(hinge, rel=0.1)


def test_class_weights_move_the_optimal_probability() -> None:
    logit = torch.zeros(10, requires_grad=True)
    target = torch.tensor([1.0] + 9 * [0.0])
    loss = functional.binary_cross_entropy_with_logits(logit, target, pos_weight=torch.tensor(9.0))
    (gradient,) = torch.autograd.grad(loss, logit)
    assert gradient.sum().item() == pytest.approx(0, abs=1e-7)


def test_a_column_against_a_vector_compares_every_pair() -> None:
    target = torch.arange(4.0)
    with pytest.warns(UserWarning, match="different to the input size"):
        loss = functional.mse_loss(target[:, None], target)
    assert loss.item() == 2.5


def test_poisson_loss_takes_the_logarithm_of_the_rate_and_is_lowest_at_the_mean() -> None:
    log_rate, counts = torch.tensor([0.3, 1.2]), torch.tensor([0.0, 5.0])
    by_hand = (log_rate.exp() - counts * log_rate).mean()
    torch.testing.assert_close(torch.nn.PoissonNLLLoss()(log_rate, counts), by_hand)
    rates = torch.linspace(0.5, 5, 451)
    losses = torch.stack([torch.nn.PoissonNLLLoss()(rate.log().expand(2), counts) for rate in rates])
    assert rates[losses.argmin()].item() == pytest.approx(2.5, abs=0.02)
