"""PyTorch counts the same parameters, and one step moves weights as the page says."""

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from snippets.practice import hyperparameter_tuning as numpy_page
from snippets.practice import hyperparameter_tuning_torch as page


@pytest.mark.parametrize("widths", [[784, 512, 10], [784, 256, 256, 10], [5, 1]])
def test_pytorch_counts_as_many_parameters(widths: list[int]) -> None:
    model = page.multilayer_perceptron(widths)
    assert page.parameter_count(model) == numpy_page.parameter_count(widths)
    model[0].requires_grad_(False)
    assert page.parameter_count(model) == numpy_page.parameter_count(widths[1:])


def test_a_relu_stands_between_two_layers_and_none_behind_the_last() -> None:
    torch.manual_seed(0)
    model, X = page.multilayer_perceptron([4, 6, 5, 3]), torch.randn(20, 4)
    W1, b1, W2, b2, W3, b3 = model.parameters()
    hidden = (X @ W1.T + b1).clamp(min=0)
    expected = (hidden @ W2.T + b2).clamp(min=0) @ W3.T + b3
    torch.testing.assert_close(model(X), expected)
    assert (expected < 0).any()


@pytest.mark.parametrize("layers", [1, 3])
def test_the_sawtooth_is_a_network_of_two_relu_units_a_layer(layers: int) -> None:
    fold = torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1)).double()
    with torch.no_grad():
        for parameter, values in zip(fold.parameters(), ([[1], [1]], [0, -0.5], [[2, -4]], [0]), strict=True):
            parameter.copy_(torch.tensor(values))
        x = torch.linspace(-1, 2, 301, dtype=torch.float64)[:, None]  # beyond both ends, too
        expected = torch.nn.Sequential(*[fold] * layers)(x)
    np.testing.assert_allclose(numpy_page.sawtooth(x.numpy(), layers), expected, atol=1e-12)


def loss_of(model: torch.nn.Module, inputs: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(64, inputs, generator=generator)
    return cross_entropy(model(X), torch.randint(0, 10, (64,), generator=generator))


def test_the_ratio_of_sgd_is_rate_times_gradient_over_weight() -> None:
    torch.manual_seed(0)
    model = page.multilayer_perceptron([20, 30, 10])
    loss_of(model, 20).backward()
    weights = {name: weight for name, weight in model.named_parameters() if "weight" in name}
    expected = {name: 0.1 * (w.grad.norm() / w.norm()).item() for name, w in weights.items() if w.grad is not None}
    assert page.step_and_update_ratios(model, torch.optim.SGD(model.parameters(), lr=0.1)) == pytest.approx(expected)


@pytest.mark.parametrize("width", [64, 256, 1024])
def test_adams_first_step_moves_wide_layers_more(width: int) -> None:
    torch.manual_seed(0)
    model = page.multilayer_perceptron([width, width, 10])
    loss_of(model, width).backward()
    measured = page.step_and_update_ratios(model, torch.optim.Adam(model.parameters(), lr=1e-3))
    assert all(value == pytest.approx(1e-3 * (3 * width) ** 0.5, rel=0.04) for value in measured.values())
