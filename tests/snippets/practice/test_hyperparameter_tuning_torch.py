"""PyTorch counts the same parameters, and one step moves weights as the page says."""

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


@pytest.mark.parametrize(("width", "ratio"), [(64, 0.014), (256, 0.028), (1024, 0.055)])
def test_adams_first_step_moves_wide_layers_more(width: int, ratio: float) -> None:
    torch.manual_seed(0)
    model = page.multilayer_perceptron([width, width, 10])
    loss_of(model, width).backward()
    measured = page.step_and_update_ratios(model, torch.optim.Adam(model.parameters(), lr=1e-3))
    assert all(value == pytest.approx(1e-3 * (3 * width) ** 0.5, rel=0.04) for value in measured.values())
    assert round(1e-3 * (3 * width) ** 0.5, 3) == ratio
