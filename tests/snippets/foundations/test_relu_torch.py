"""PyTorch and the NumPy snippets of docs/foundations/relu.md agree."""

import numpy as np
import torch
from torch import nn

from snippets.foundations import relu as page
from snippets.foundations import relu_torch as twin


def test_dead_fractions_equal_the_numpy_mask() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 50), nn.ReLU(), nn.Linear(50, 40), nn.ReLU(), nn.Linear(40, 1)).double()
    inputs = torch.rand(20, 3, dtype=torch.float64)
    first = model[0](inputs)
    second = model[2](first.relu())
    expected = [page.silent_units(z.detach().numpy()).mean() for z in (first, second)]
    assert np.allclose(twin.dead_fractions(model, inputs), expected)
    assert min(expected) > 0


def test_derivatives_at_zero_differ_between_spellings() -> None:
    assert twin.slope_at_zero(torch.relu) == 0
    assert twin.slope_at_zero(lambda z: z.clamp(min=0)) == 1
    assert twin.slope_at_zero(lambda z: torch.maximum(z, torch.zeros(1))) == 0.5
    assert all(page.is_subgradient_at_zero(slope) for slope in (0, 0.5, 1))


def test_a_dead_unit_gets_no_gradient_and_weight_decay_does_not_revive_it() -> None:
    torch.manual_seed(1)
    unit, inputs = nn.Linear(4, 1), torch.rand(32, 4)
    nn.init.constant_(unit.bias, -5.0)
    parameters = list(unit.parameters())
    for _ in range(200):
        gradients = torch.autograd.grad((unit(inputs).relu() - 1).square().mean(), parameters)
        assert not any(gradient.any() for gradient in gradients)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.data -= 0.1 * (gradient + 0.1 * parameter.data)
    assert (unit(inputs) < 0).all()  # weights and bias shrink by one factor: no sign changes


def test_batch_norm_leaves_no_unit_silent_at_the_start() -> None:
    torch.manual_seed(2)
    z = torch.randn(64, 30) - 8
    assert page.silent_units(z.numpy().astype(np.float64)).all()
    normalized = nn.BatchNorm1d(30)(z).detach().numpy().astype(np.float64)
    assert not page.silent_units(normalized).any()
