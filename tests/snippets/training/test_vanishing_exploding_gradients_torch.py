"""PyTorch and the NumPy snippets of docs/training/vanishing-exploding-gradients.md agree."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.training import vanishing_exploding_gradients as page
from snippets.training import vanishing_exploding_gradients_torch as twin


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_backward_signal_equals_autograd(name: str) -> None:
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((6, 6)) for _ in range(5)]
    inputs, output_gradient = rng.standard_normal((3, 6)), rng.standard_normal((3, 6))
    x = h = torch.tensor(inputs, requires_grad=True)
    for weight in weights:
        h = getattr(torch, name)(h @ torch.tensor(weight).T)
    torch.autograd.backward(h, torch.tensor(output_gradient))
    slopes = page.forward_pass(inputs, weights, name)[1]
    assert x.grad is not None
    np.testing.assert_allclose(page.backward_signal(output_gradient, weights, slopes)[0], x.grad, rtol=1e-8, atol=1e-12)


def test_gain_of_batch_norm_residual_blocks_equals_autograd() -> None:
    rng = np.random.default_rng(3)
    x = h = torch.tensor(rng.standard_normal((64, 16)), requires_grad=True)
    for _ in range(6):
        weight = np.sqrt(2 / 16) * rng.standard_normal((16, 16))
        z = nn.functional.batch_norm(h @ torch.tensor(weight).T, None, None, training=True)
        h = h + 0.5 * torch.relu(z)
    output_gradient = torch.tensor(rng.standard_normal((64, 16)))
    torch.autograd.backward(h, output_gradient)
    assert x.grad is not None
    gain = page.block_gradient_gain(6, np.random.default_rng(3), 1.0, 0.5, True, width=16)
    assert gain == pytest.approx((x.grad.norm() / output_gradient.norm()).item(), rel=1e-8)


def test_clip_grad_norm_adds_1e_6_to_the_norm() -> None:
    rng = np.random.default_rng(1)
    gradients = [rng.standard_normal((3, 2)), rng.standard_normal(3)]
    parameters = [nn.Parameter(torch.zeros(g.shape, dtype=torch.float64)) for g in gradients]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = torch.tensor(gradient)
    norm = nn.utils.clip_grad_norm_(parameters, max_norm=0.5).item()
    exact = page.clip_by_global_norm(gradients, 0.5)
    for parameter, expected in zip(parameters, exact, strict=True):
        assert parameter.grad is not None
        np.testing.assert_allclose(parameter.grad, expected * norm / (norm + 1e-6), rtol=1e-12)
        np.testing.assert_allclose(parameter.grad, expected, rtol=1e-6)


def test_clipping_spreads_one_nan_to_every_parameter_and_an_infinity_zeroes_the_others() -> None:
    for bad, other in [(torch.nan, torch.nan), (torch.inf, 0.0)]:
        parameters = [nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))]
        parameters[0].grad, parameters[1].grad = torch.tensor([bad]), torch.tensor([1.0])
        nn.utils.clip_grad_norm_(parameters, max_norm=1.0)
        assert torch.isnan(parameters[0].grad).all()
        assert parameters[1].grad.item() == pytest.approx(other, nan_ok=True)


def test_clipped_update_moves_by_the_learning_rate_and_rejects_nan() -> None:
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = torch.cat([p.detach().flatten() for p in model.parameters()])
    inputs = torch.ones(8, 4)
    norm = twin.clip_by_global_norm(1e3 * model(inputs).sum(), model, optimizer)
    after = torch.cat([p.detach().flatten() for p in model.parameters()])
    assert norm == pytest.approx(8e3 * np.sqrt(5), rel=1e-5)
    assert (after - before).norm().item() == pytest.approx(0.1, rel=1e-4)
    with pytest.raises(RuntimeError, match="non-finite"):
        twin.clip_by_global_norm(torch.nan * model(inputs).sum(), model, optimizer)


def test_ratios_show_the_vanishing_gradient_of_a_sigmoid_network() -> None:
    torch.manual_seed(0)
    layers: list[nn.Module] = []
    for _ in range(10):
        layers += [nn.Linear(32, 32), nn.Sigmoid()]
    model = nn.Sequential(*layers)
    model(torch.randn(16, 32)).square().mean().backward()
    ratios = twin.gradient_to_weight_ratios(model)
    assert len(ratios) == 20
    assert ratios["0.weight"] < 1e-6 * ratios["18.weight"]


def test_ratios_of_a_healthy_network_are_finite_though_biases_and_shifts_begin_at_zero() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 8), nn.LayerNorm(8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 1))
    for layer in (model[0], model[4]):
        nn.init.zeros_(layer.get_parameter("bias"))
    model(torch.randn(16, 8)).square().mean().backward()
    ratios = twin.gradient_to_weight_ratios(model)
    assert set(ratios) == {"0.weight", "1.weight", "3.weight", "4.weight"}
    assert all(0 < ratio < 1e3 for ratio in ratios.values())


def test_ratio_of_a_parameter_by_hand() -> None:
    model = nn.Sequential(nn.Linear(2, 1, bias=False), nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False))
    for layer, weights in enumerate(([[3.0, 0.0]], [[2.0]], [[7.0]])):
        model[layer].weight = nn.Parameter(torch.tensor(weights))
    model[1](model[0](torch.tensor([1.0, 1.0]))).backward()  # the last layer takes no part
    ratios = twin.gradient_to_weight_ratios(model)
    assert ratios == pytest.approx({"0.weight": 2 * 2**0.5 / 3, "1.weight": 3 / 2})


def test_clipping_forgets_the_gradients_of_the_step_before() -> None:
    model = nn.Linear(2, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.weight.grad = torch.tensor([[5.0, 5.0]])
    assert twin.clip_by_global_norm(model(torch.tensor([3.0, 4.0])).sum(), model, optimizer) == pytest.approx(5)


def test_adam_steps_equal_torch_adam() -> None:
    gradients = np.array([1.0, 1.0, 1e4, 1.0, -2.0])
    parameter = nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = torch.optim.Adam([parameter], lr=1e-3)
    for gradient, step in zip(gradients, page.adam_steps(gradients), strict=True):
        before = parameter.item()
        parameter.grad = torch.tensor([gradient])
        optimizer.step()
        assert before - parameter.item() == pytest.approx(step, rel=1e-9)
