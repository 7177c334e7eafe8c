"""PyTorch side of docs/optimization/loss-landscape.md."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.optimization.loss_landscape_torch import curvature, gradient_norm


class Saddle(nn.Module):
    """x² − y² + xy as a module of two parameters."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self.x, self.y = nn.Parameter(torch.tensor([x])), nn.Parameter(torch.tensor([[y]]))

    def forward(self) -> torch.Tensor:
        return (self.x**2).sum() - (self.y**2).sum() + (self.x * self.y).sum()


def test_the_norm_is_that_of_the_whole_gradient() -> None:
    model = Saddle(1.0, 2.0)
    model().backward()
    assert gradient_norm(model).item() == pytest.approx(np.hypot(2 * 1 + 2, -2 * 2 + 1))
    critical = Saddle(0.0, 0.0)
    critical().backward()
    assert gradient_norm(critical).item() == 0


@pytest.mark.parametrize(("direction", "expected"), [((1.0, 0.0), 2.0), ((0.0, 1.0), -2.0), ((1.0, 2.0), 2 - 8 + 4)])
def test_curvature_is_the_quadratic_form_of_the_hessian(direction: tuple[float, float], expected: float) -> None:
    model = Saddle(0.3, -0.7)
    along = [torch.tensor([direction[0]]), torch.tensor([[direction[1]]])]
    assert curvature(model(), model, along).item() == pytest.approx(expected, rel=1e-5)


def test_curvature_sums_over_the_components_of_each_parameter() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
    inputs, direction = torch.randn(5, 3).double(), [torch.randn_like(p) for p in model.parameters()]
    with torch.no_grad():
        values = []
        for step in (1e-3, -2e-3, 1e-3):  # forth, back, and to the middle again
            for parameter, along in zip(model.parameters(), direction, strict=True):
                parameter.add_(step * along)
            values.append(model(inputs).square().mean().item())
    second = (values[0] - 2 * values[2] + values[1]) / 1e-6
    assert curvature(model(inputs).square().mean(), model, direction).item() == pytest.approx(second, rel=1e-3)
