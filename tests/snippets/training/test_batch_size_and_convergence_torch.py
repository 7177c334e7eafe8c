"""The PyTorch optimizer and scheduler do what the NumPy functions say."""

import numpy as np
import pytest
import torch
from torch.optim.lr_scheduler import LambdaLR

from snippets.training.batch_size_and_convergence import scaled_rate, sgd_steps, warmup_rate
from snippets.training.batch_size_and_convergence_torch import scaled_sgd


def rates(optimizer: torch.optim.Optimizer, scheduler: torch.optim.lr_scheduler.LRScheduler, steps: int) -> list[float]:
    seen = []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return seen


def test_linear_scheduler_warms_up_from_the_base_rate_to_the_scaled_rate() -> None:
    parameter = torch.nn.Parameter(torch.zeros(1))
    peak = scaled_rate(0.1, 256, 8192)
    expected = [warmup_rate(step, 10, start_rate=0.1, peak_rate=peak) for step in range(15)]

    assert peak == pytest.approx(3.2)
    assert rates(*scaled_sgd([parameter], 0.1, 256, 8192, warmup_steps=10), steps=15) == pytest.approx(expected)


def test_lambda_scheduler_gives_the_same_warm_up() -> None:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=3.2)
    scheduler = LambdaLR(optimizer, lambda step: warmup_rate(step, 10, start_rate=1 / 32, peak_rate=1.0))
    expected = [warmup_rate(step, 10, start_rate=0.1, peak_rate=3.2) for step in range(15)]

    assert rates(optimizer, scheduler, steps=15) == pytest.approx(expected)


def test_numpy_sgd_equals_torch_sgd_on_least_squares() -> None:
    rng = np.random.default_rng(0)
    X, y, start = rng.standard_normal((32, 3)), rng.standard_normal(32), rng.standard_normal(3)
    parameter = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.SGD([parameter], lr=0.05)

    for inputs, targets in zip(torch.tensor(X.reshape(4, 8, 3)), torch.tensor(y.reshape(4, 8)), strict=True):
        optimizer.zero_grad()
        (0.5 * (inputs @ parameter - targets).square().mean()).backward()
        optimizer.step()

    np.testing.assert_allclose(parameter.detach().numpy(), sgd_steps(start, X, y, 8, 0.05))
