"""The AdamW of docs/optimization/adaptive-optimizers.md decays matrices and spares the rest."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from snippets.optimization import adaptive_optimizers as page
from snippets.optimization.adaptive_optimizers_torch import adamw_for


def test_only_weight_matrices_and_kernels_decay() -> None:
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Linear(4, 3), nn.LayerNorm(3))
    optimizer = adamw_for(model, 0.1, weight_decay=0.5)
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    for name, value in model.named_parameters():
        factor = 0.95 if name in {"0.weight", "2.weight"} else 1.0
        torch.testing.assert_close(value.detach(), factor * before[name])


def test_every_parameter_learns_and_matrices_decay_by_a_hundredth_unless_told_otherwise() -> None:
    model = nn.Sequential(nn.Linear(4, 3), nn.LayerNorm(3))
    groups = adamw_for(model, 0.1).param_groups
    assert {id(p) for group in groups for p in group["params"]} == {id(p) for p in model.parameters()}
    assert [group["weight_decay"] for group in groups] == [0.01, 0.0]


@pytest.mark.parametrize(
    ("kind", "step", "state"),
    [
        (torch.optim.Adagrad, page.adagrad_step, np.zeros(3)),
        (torch.optim.RMSprop, page.rmsprop_step, np.zeros(3)),
        (torch.optim.Adadelta, page.adadelta_step, (np.zeros(3), np.zeros(3))),
    ],
)
@pytest.mark.parametrize("settings", [{}, {"learning_rate": 0.3}])
def test_steps_are_those_of_pytorch_with_the_same_defaults(
    kind: Callable[..., torch.optim.Optimizer], step: Callable[..., Any], state: Any, settings: dict[str, float]
) -> None:
    theta = np.zeros(3)
    parameter = nn.Parameter(torch.tensor(theta))
    optimizer = kind([parameter], **({"lr": settings["learning_rate"]} if settings else {}))
    for gradient in 1e-9 * np.random.default_rng(0).standard_normal((4, 3)):  # so small that ε counts
        theta, state = step(theta, gradient, state, **settings)
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
    np.testing.assert_allclose(theta, parameter.detach(), rtol=1e-7)


def test_adam_with_weight_decay_is_not_adamw_unless_told_so() -> None:
    left = []
    decoupled = partial(torch.optim.Adam, decoupled_weight_decay=True)
    for kind in (torch.optim.Adam, torch.optim.AdamW, decoupled):
        parameter = torch.ones(1, requires_grad=True)
        optimizer = kind([parameter], lr=0.1, weight_decay=0.01)
        parameter.grad = torch.zeros(1)
        optimizer.step()
        left.append(parameter.item())
    assert left == pytest.approx([0.9, 0.999, 0.999], abs=1e-5)


@pytest.mark.parametrize(
    ("kind", "defaults"),
    [
        (torch.optim.Adagrad, {"eps": 1e-10}),
        (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.99, "eps": 1e-8}),
        (torch.optim.Adadelta, {"lr": 1.0, "rho": 0.9, "eps": 1e-6}),
        (torch.optim.Adam, {"lr": 0.001, "betas": (0.9, 0.999), "eps": 1e-8}),
        (torch.optim.AdamW, {"weight_decay": 0.01}),
    ],
)
def test_defaults_that_the_page_names(kind: type, defaults: dict[str, object]) -> None:
    parameters = inspect.signature(kind).parameters
    assert {name: parameters[name].default for name in defaults} == defaults


def test_adam_contains_rmsprop_and_momentum() -> None:
    parameters = [torch.zeros(1, dtype=torch.float64, requires_grad=True) for _ in range(4)]
    rmsprop = torch.optim.RMSprop([parameters[0]], lr=1.0, alpha=0.999)
    no_average = torch.optim.Adam([parameters[1]], lr=1.0, betas=(0.0, 0.999))
    momentum = torch.optim.SGD([parameters[2]], lr=0.1, momentum=0.9)
    huge_epsilon = torch.optim.Adam([parameters[3]], lr=1e8, eps=1e8)
    generator = torch.Generator().manual_seed(0)
    for t in range(1, 101):
        gradient = torch.randn(1, dtype=torch.float64, generator=generator)
        before = [parameter.item() for parameter in parameters]
        for parameter in parameters:
            parameter.grad = gradient.clone()
        for optimizer in (rmsprop, no_average, momentum, huge_epsilon):
            optimizer.step()
        moves = [parameter.item() - old for parameter, old in zip(parameters, before, strict=True)]
        assert moves[1] == pytest.approx(moves[0] * (1 - 0.999**t) ** 0.5, rel=1e-6)
        assert moves[3] == pytest.approx(moves[2] / (1 - 0.9**t), rel=1e-6)


def test_the_first_step_of_rmsprop_is_ten_rates_and_nothing_corrects_it() -> None:
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    parameter.grad = torch.tensor([7.0], dtype=torch.float64)
    torch.optim.RMSprop([parameter]).step()
    assert parameter.item() == pytest.approx(-10 * 0.01)
    assert inspect.signature(torch.optim.RMSprop).parameters["momentum"].default == 0
