"""PyTorch and the NumPy snippets of docs/training/weight-initialization.md agree."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.init import _calculate_fan_in_and_fan_out as torch_fans

from snippets.training import weight_initialization as page
from snippets.training import weight_initialization_torch as twin


@pytest.mark.parametrize("shape", [(128, 256), (64, 32, 3, 3), (8, 4, 5), (6, 2, 3, 5, 7)])
def test_fans_equal_those_of_torch(shape: tuple[int, ...]) -> None:
    assert page.fan_in_and_fan_out(shape) == torch_fans(torch.empty(shape))


def test_fans_of_the_printed_layers() -> None:
    assert page.fan_in_and_fan_out((64, 32, 3, 3)) == (288, 576)
    assert torch_fans(nn.Conv2d(32, 64, 3).weight) == (288, 576)
    depthwise = nn.Conv2d(64, 64, 3, groups=64).weight
    assert torch_fans(depthwise) == (9, 576)  # fan-out ignores the groups: each input feeds only 9 outputs


@pytest.mark.parametrize("name", ["xavier", "he"])
def test_bounds_and_standard_deviations_equal_those_of_torch_init(name: str) -> None:
    torch.manual_seed(0)
    weight = torch.empty(512, 1024)
    variance = page.weight_variance(name, 1024, 512)
    (nn.init.xavier_uniform_ if name == "xavier" else he_uniform)(weight)
    bound = page.uniform_bound(variance)
    assert weight.abs().max().item() == pytest.approx(bound, rel=1e-4)
    assert weight.abs().max().item() <= bound * (1 + 1e-6)
    (nn.init.xavier_normal_ if name == "xavier" else he_normal)(weight)
    assert weight.std().item() == pytest.approx(np.sqrt(variance), rel=0.01)


def he_uniform(weight: torch.Tensor) -> torch.Tensor:
    return nn.init.kaiming_uniform_(weight, nonlinearity="relu")


def he_normal(weight: torch.Tensor) -> torch.Tensor:
    return nn.init.kaiming_normal_(weight, nonlinearity="relu")


def test_gains_square_to_the_factor_on_one_over_fan_in() -> None:
    for slope in (0.0, 0.2, 1.0):
        gain = nn.init.calculate_gain("leaky_relu", slope)
        assert gain**2 / 100 == pytest.approx(page.weight_variance("he", 100, 50, slope))
    assert nn.init.calculate_gain("relu") == pytest.approx(np.sqrt(2))
    assert nn.init.calculate_gain("tanh") == pytest.approx(5 / 3)
    assert nn.init.calculate_gain("selu") == 0.75
    assert nn.init.calculate_gain("linear") ** 2 / 100 == page.weight_variance("lecun", 100, 50)


@pytest.mark.parametrize("layer", [nn.Linear(256, 512), nn.Conv2d(32, 64, 3)])
def test_default_of_linear_and_conv_is_uniform_within_one_over_root_fan_in(
    layer: nn.Linear | nn.Conv2d,
) -> None:
    fan_in = page.fan_in_and_fan_out(tuple(layer.weight.shape))[0]
    largest = layer.weight.abs().max().item()
    assert largest <= fan_in**-0.5 * (1 + 1e-6)
    assert largest == pytest.approx(fan_in**-0.5, rel=1e-3)
    assert layer.weight.var().item() == pytest.approx(1 / (3 * fan_in), rel=0.05)
    assert nn.init.calculate_gain("leaky_relu", 5**0.5) ** 2 == pytest.approx(1 / 3)


def test_attention_projections_start_with_xavier_uniform() -> None:
    weight = nn.MultiheadAttention(64, 4).in_proj_weight  # query, key and value stacked: (192, 64)
    assert weight.abs().max().item() == pytest.approx(np.sqrt(6 / (64 + 192)), rel=1e-3)


@pytest.mark.parametrize(("activation", "variance"), [("relu", 2 / 512), ("tanh", 2 / 768), ("selu", 1 / 512)])
def test_init_calls_give_the_variance_of_the_scheme(activation: str, variance: float) -> None:
    torch.manual_seed(1)
    layer = nn.Linear(512, 256)
    twin.draw_weights(layer, activation)
    assert layer.weight.var().item() == pytest.approx(variance, rel=0.02)
    assert not layer.bias.any()


def test_special_cases() -> None:
    start, end, output, lstm = nn.Linear(16, 32), nn.Linear(32, 16), nn.Linear(16, 1), nn.LSTM(16, 8)
    twin.special_cases(end, output, lstm, 0.01)
    x = torch.randn(5, 16)
    block = x + end(torch.relu(start(x)))
    assert torch.equal(block, x)  # the block is the identity …
    torch.autograd.backward(block.square().sum())
    assert end.weight.grad is not None
    assert end.weight.grad.any()  # … and still learns, from its last layer on
    assert start.weight.grad is not None
    assert not start.weight.grad.any()
    assert output.bias.sigmoid().item() == pytest.approx(0.01)

    parameters = {name: parameter.detach() for name, parameter in lstm.named_parameters()}
    bias = parameters["bias_ih_l0"] + parameters["bias_hh_l0"]
    assert bias.tolist() == [0.0] * 8 + [1.0] * 8 + [0.0] * 16
    assert torch.sigmoid(bias[8]).item() == pytest.approx(0.731, abs=5e-4)
    for gate in torch.split(parameters["weight_hh_l0"], 8):
        torch.testing.assert_close(gate @ gate.T, torch.eye(8))


def test_dropout_tells_equal_units_apart_and_without_it_they_stay_equal() -> None:
    torch.manual_seed(0)
    apart = []
    for drop in (0.0, 0.5):
        hidden = nn.Linear(3, 4)
        network = nn.Sequential(hidden, nn.Tanh(), nn.Dropout(drop), nn.Linear(4, 1))
        for parameter in network.parameters():
            nn.init.constant_(parameter, 0.1)
        network(torch.randn(8, 3)).square().mean().backward()
        gradient = hidden.weight.grad
        assert gradient is not None
        apart.append(float((gradient - gradient[0]).abs().max() / gradient.abs().max()))
    assert apart[0] < 1e-6
    assert apart[1] > 0.1
