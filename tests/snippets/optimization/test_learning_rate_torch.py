"""The schedules on docs/optimization/learning-rate.md are those of PyTorch."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.optim.lr_scheduler import ExponentialLR, LambdaLR, LRScheduler, OneCycleLR

from snippets.optimization import learning_rate, learning_rate_torch


def sgd(rate: float) -> torch.optim.SGD:
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate, momentum=0.9)


def rates_of(optimizer: torch.optim.SGD, scheduler: LRScheduler, updates: int) -> list[float]:
    """Learning rate used by each update."""
    rates = []
    for _ in range(updates):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(
    ("make", "rule", "updates"),
    [
        (lambda o: ExponentialLR(o, gamma=0.97), lambda t: learning_rate.exponential(t, 0.3, 0.97), 100),
        (lambda o: learning_rate_torch.cosine(o, 100, 0.01), lambda t: learning_rate.cosine(t, 100, 0.3, 0.01), 101),
        (
            lambda o: learning_rate_torch.warmup_cosine(o, 10, 100),
            lambda t: learning_rate.warmup_cosine(t, 10, 100, 0.3),
            100,
        ),
        (lambda o: OneCycleLR(o, max_lr=0.3, total_steps=100), lambda t: learning_rate.one_cycle(t, 100, 0.3), 99),
        (
            lambda o: LambdaLR(o, lambda t: min((t + 1) / 10, (10 / (t + 1)) ** 0.5)),
            lambda t: learning_rate.inverse_square_root(t + 1, 0.3, 10),
            100,
        ),
    ],
    ids=["ExponentialLR", "CosineAnnealingLR", "LinearLR then CosineAnnealingLR", "OneCycleLR", "LambdaLR"],
)
def test_schedule_is_that_of_pytorch(
    make: Callable[[torch.optim.SGD], LRScheduler], rule: Callable[[int], float], updates: int
) -> None:
    optimizer = sgd(0.3)
    rates = rates_of(optimizer, make(optimizer), updates)
    np.testing.assert_allclose(rates, [rule(t) for t in range(updates)], rtol=1e-9, atol=1e-12)


def test_one_cycle_moves_momentum_the_other_way() -> None:
    optimizer = sgd(0.3)
    scheduler = OneCycleLR(optimizer, max_lr=0.3, total_steps=100)
    assert optimizer.param_groups[0]["momentum"] == 0.95
    rates_of(optimizer, scheduler, 29)
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0.3)
    assert optimizer.param_groups[0]["momentum"] == pytest.approx(0.85)


@pytest.mark.parametrize("patience", [0, 1, 2])
def test_plateau_rule_is_that_of_pytorch(patience: int) -> None:
    losses = (np.exp(-np.arange(30) / 5) + 0.1 * np.random.default_rng(0).random(30)).tolist()
    rates = learning_rate.reduce_on_plateau(losses, 0.1, 0.5, patience)
    assert rates == pytest.approx(learning_rate_torch.reduce_on_plateau(losses, 0.1, 0.5, patience))
    assert rates[-1] < 0.1


@pytest.mark.parametrize("patience", [0, 1, 2])
@pytest.mark.parametrize("start", [[np.inf], [np.nan, np.inf], []])
def test_the_plateau_rule_asks_for_one_part_in_ten_thousand(patience: int, start: list[float]) -> None:
    hairs = [1.0, 1 - 0.5e-4, 1 - 1e-4, 1 - 1.5e-4, 1 - 1.6e-4, 1 - 2.2e-4, 0.9, 0.9, 0.9]
    rates = learning_rate.reduce_on_plateau(start + hairs, 0.1, 0.5, patience)
    assert rates == pytest.approx(learning_rate_torch.reduce_on_plateau(start + hairs, 0.1, 0.5, patience))


def test_cosine_scheduler_rises_again_after_its_end() -> None:
    optimizer = sgd(0.3)
    rates = rates_of(optimizer, learning_rate_torch.cosine(optimizer, 100), 151)
    assert rates[100] == pytest.approx(0)
    assert rates[150] == pytest.approx(0.15)


def test_default_rate_of_adam_is_a_thousandth() -> None:
    assert torch.optim.Adam([torch.zeros(1)]).defaults["lr"] == 1e-3
