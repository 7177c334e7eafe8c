"""Every step function equals its PyTorch optimizer, step by step, in float64; and how much state each keeps."""

import inspect
from typing import Any

import numpy as np
import pytest
import torch

from snippets.optimization import adaptive_optimizers as adaptive
from snippets.optimization.optimizers import (
    Step,
    look_ahead_step,
    momentum_step,
    nesterov_step,
    plain_step,
    ravine,
)
from snippets.optimization.optimizers_torch import make_optimizer

ZERO = np.zeros(5)


OPTIMIZERS: dict[str, tuple[Step, Any, float]] = {
    "SGD": (plain_step, None, 0.01),
    "momentum": (momentum_step, ZERO, 0.01),
    "Nesterov": (nesterov_step, ZERO, 0.01),
    "AdaGrad": (adaptive.adagrad_step, ZERO, 0.1),
    "RMSprop": (adaptive.rmsprop_step, ZERO, 0.02),
    "AdaDelta": (adaptive.adadelta_step, (ZERO, ZERO), 0.5),
    "Adam": (adaptive.adam_step, (ZERO, ZERO, 0), 0.01),
    "AdamW": (adaptive.adamw_step, (ZERO, ZERO, 0), 0.01),
}


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_numpy_step_equals_pytorch_for_a_hundred_steps(name: str) -> None:
    step, state, rate = OPTIMIZERS[name]
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(5)
    curvature = np.array([0.1, 1.0, 3.0, 10.0, 30.0])
    parameter = torch.tensor(theta, requires_grad=True)
    optimizer = make_optimizer(name, [parameter], rate)
    for _ in range(100):
        noise = rng.standard_normal(5)
        optimizer.zero_grad()
        loss = (0.5 * torch.tensor(curvature) * parameter**2 + torch.tensor(noise) * parameter.cos()).sum()
        loss.backward()
        optimizer.step()
        theta, state = step(theta, curvature * theta - noise * np.sin(theta), state, rate)
        np.testing.assert_allclose(theta, parameter.detach().numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "buffers"),
    [("SGD", 0), ("momentum", 1), ("Nesterov", 1), ("AdaGrad", 1), ("RMSprop", 1), ("AdaDelta", 2), ("Adam", 2)],
)
def test_optimizer_state_in_numbers_per_parameter(name: str, buffers: int) -> None:
    parameter = torch.ones(1000, requires_grad=True)
    optimizer = make_optimizer(name, [parameter], 0.01)
    parameter.sum().backward()
    optimizer.step()
    state = [value for value in optimizer.state[parameter].values() if torch.is_tensor(value) and value.numel() > 1]
    assert sum(value.numel() for value in state) / 1000 == buffers
    assert sum(value.numel() * value.element_size() for value in state) == 4 * 1000 * buffers
    assert {1: 28, 2: 56}.get(buffers, 0) == 7 * 4 * buffers  # GB for 7 billion parameters


def test_dampening_spares_the_first_gradient() -> None:
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=1.0, momentum=0.9, dampening=0.9)
    moves = []
    for _ in range(2):
        before = parameter.item()
        parameter.grad = torch.ones(1)
        optimizer.step()
        moves.append(before - parameter.item())
    assert moves == pytest.approx([1.0, 0.9 + 0.1])


def test_a_drop_of_the_rate_acts_at_once_on_the_velocity() -> None:
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = make_optimizer("momentum", [parameter], 0.1)
    inside, theta, own = 0.0, 0.0, []
    for step in range(101):
        rate = 0.1 if step < 100 else 0.01
        optimizer.param_groups[0]["lr"] = rate
        before = parameter.item()
        parameter.grad = torch.ones(1, dtype=torch.float64)
        optimizer.step()
        inside = 0.9 * inside + rate * 1.0
        theta -= inside
        own.append((before - parameter.item(), inside))
    assert own[99] == pytest.approx((1.0, 1.0), abs=1e-3)
    assert own[100] == pytest.approx((0.1, 0.91), abs=1e-3)


def test_framework_nesterov_follows_the_look_ahead_point() -> None:
    hessian = ravine(0.3)
    theta = ahead = np.array([1.0, -2.0])
    velocity = stored = np.zeros(2)
    for _ in range(100):
        theta, velocity = look_ahead_step(theta, lambda point: hessian @ point, velocity, 0.005)
        ahead, stored = nesterov_step(ahead, hessian @ ahead, stored, 0.005)
        np.testing.assert_allclose(ahead, theta - 0.005 * 0.9 * velocity, rtol=1e-9, atol=1e-14)


def test_gradient_averaging_convention_is_the_same_path_at_a_rescaled_rate() -> None:
    hessian = ravine(0.3)
    theta = other = np.array([1.0, -2.0])
    velocity = average = np.zeros(2)
    for _ in range(100):
        theta, velocity = momentum_step(theta, hessian @ theta, velocity, 0.005)
        average = 0.9 * average + 0.1 * (hessian @ other)
        other = other - 0.05 * average
        np.testing.assert_allclose(other, theta, rtol=1e-9, atol=1e-14)


def test_muon_moves_all_directions_of_a_matrix_about_equally_far() -> None:
    rotations = [torch.linalg.qr(torch.randn(32, 32, generator=torch.Generator().manual_seed(k)))[0] for k in (0, 1)]
    weights = torch.nn.Parameter(torch.zeros(32, 32))
    weights.grad = rotations[0] @ torch.diag(torch.logspace(0, -2, 32)) @ rotations[1]  # a hundredfold spread
    torch.optim.Muon([weights], lr=1.0, weight_decay=0.0).step()
    moved = torch.linalg.svdvals(weights.detach())
    assert 0.5 < moved.min() <= moved.max() < 1.5
    with pytest.raises(ValueError, match="2D parameters"):
        torch.optim.Muon([torch.nn.Parameter(torch.zeros(3))])


@pytest.mark.parametrize(
    ("kind", "rate"),
    [("SGD", 0.001), ("Adam", 0.001), ("AdamW", 0.001), ("Adagrad", 0.01), ("RMSprop", 0.01)],
)
def test_default_rates(kind: str, rate: float) -> None:
    assert inspect.signature(getattr(torch.optim, kind)).parameters["lr"].default == rate
