"""The PyTorch attributions equal the NumPy ones."""

import numpy as np
import torch
from torch import Tensor, nn

from snippets.practice import interpretability, interpretability_torch


def test_autograd_gives_the_same_gradient_and_attribution() -> None:
    rng = np.random.default_rng(0)
    W1, b1, W2 = rng.standard_normal((5, 3)), rng.standard_normal(5), rng.standard_normal(5)
    network = interpretability.Network(W1, b1, W2, 0.5)
    model = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1)).double()
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), (W1, b1, W2[None], np.array([0.5])), strict=True):
            parameter.copy_(torch.tensor(value))
    X = rng.standard_normal((4, 3))
    gradient = interpretability_torch.input_gradient(model, torch.tensor(X))
    np.testing.assert_allclose(gradient, interpretability.input_gradient(network, X), rtol=1e-12)
    inputs = torch.tensor(X)
    interpretability_torch.input_gradient(model, inputs)
    assert not inputs.requires_grad  # what the caller has is left as it was
    ours = interpretability.integrated_gradients(
        lambda path: interpretability.input_gradient(network, path), X[0], X[1], 50
    )
    theirs = interpretability_torch.integrated_gradients(model, torch.tensor(X[0]), torch.tensor(X[1]), 50)
    np.testing.assert_allclose(theirs.detach(), ours, rtol=1e-12)


def test_at_the_kink_of_a_relu_both_take_the_slope_of_its_flat_side() -> None:
    model = nn.Sequential(nn.Linear(2, 1, bias=False), nn.ReLU()).double()
    with torch.no_grad():
        next(model.parameters()).copy_(torch.tensor([[3.0, -1.0]]))
    network = interpretability.Network(np.array([[3.0, -1.0]]), np.zeros(1), np.ones(1), 0.0)
    X = np.array([[1.0, 3.0], [1.0, 2.0]])  # on the kink, and above it
    ours = interpretability.input_gradient(network, X)
    assert ours.tolist() == interpretability_torch.input_gradient(model, torch.tensor(X)).tolist() == [[0, 0], [3, -1]]


class Cubes(nn.Module):
    """The sum of the cubes of an image, of which the slope is three times the square."""

    def forward(self, images: Tensor) -> Tensor:
        return (images**3).sum(dim=(1, 2, 3))


def test_three_steps_through_cubes_are_worked_by_hand() -> None:
    """From 0 to 6 the slopes at 1, 3 and 5 are 3, 27 and 75: their mean 35 times 6, where 216 is exact."""
    baseline = torch.tensor([[[0.0, 6.0], [-3.0, 6.0]]], dtype=torch.float64)
    image = torch.tensor([[[6.0, 0.0], [3.0, 6.0]]], dtype=torch.float64)
    expected = torch.tensor([[[210.0, -210.0], [48.0, 0.0]]], dtype=torch.float64)
    found = interpretability_torch.integrated_gradients(Cubes(), image, baseline, 3)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=0)


def test_attribution_stays_on_the_device_of_its_image() -> None:
    image = torch.ones(1, 2, 2, device="meta")
    assert interpretability_torch.integrated_gradients(Cubes(), image, image, 3).device.type == "meta"
