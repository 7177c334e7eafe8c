"""PyTorch and the NumPy snippets of docs/foundations/activation-functions.md agree; softmax and losses."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.foundations import activation_functions as page
from snippets.foundations import activation_functions_torch as twin

Z = np.array([-20.0, -3.0, -0.7, -1e-3, 0.0, 0.2, 1.0, 4.0, 20.0])


def numpy_version(name: str) -> tuple[page.Array, page.Array]:
    if name in ("sigmoid", "tanh"):
        return page.saturating(name, Z)
    if name in ("gelu", "silu", "softplus"):
        return page.smooth(name, Z)
    return page.rectifier(name, Z, 1.0 if name == "elu" else 0.01)


@pytest.mark.parametrize("name", twin.ACTIVATIONS)
def test_values_and_slopes_equal_those_of_torch(name: str) -> None:
    z = torch.tensor(Z, requires_grad=True)
    value = twin.ACTIVATIONS[name](z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    assert numpy_version(name)[0] == pytest.approx(value.detach().numpy(), abs=3e-9)  # softplus: linear above 20
    assert numpy_version(name)[1] == pytest.approx(slope.numpy(), abs=3e-9)


def test_prelu_learns_its_slope() -> None:
    module = nn.PReLU(dtype=torch.float64)
    assert module.weight.item() == 0.25
    output = module(torch.tensor(Z))
    assert page.rectifier("leaky_relu", Z, 0.25)[0] == pytest.approx(output.detach().numpy())
    (gradient,) = torch.autograd.grad(output.sum(), module.weight)
    assert gradient.item() == pytest.approx(np.minimum(Z, 0).sum())


def test_tanh_formula_of_gelu_is_off_by_at_most_half_a_thousandth() -> None:
    z = torch.linspace(-8, 8, 16_001, dtype=torch.float64)
    gap = (nn.functional.gelu(z) - nn.functional.gelu(z, approximate="tanh")).abs().max().item()
    assert 4e-4 < gap < 5e-4


def test_swiglu_equals_the_module_and_two_thirds_of_the_width_keep_the_parameters() -> None:
    torch.manual_seed(0)
    block = twin.SwiGLU(6, 8).double()
    X = torch.randn(4, 6, dtype=torch.float64)
    arrays = [layer.weight.detach().numpy().T for layer in (block.gate, block.value, block.output)]
    assert page.swiglu(X.numpy(), *arrays) == pytest.approx(block(X).detach().numpy())
    size = 768
    assert sum(weight.numel() for weight in twin.SwiGLU(size, 2048).parameters()) == 2 * size * 3072 == 4_718_592


def test_softmax_and_its_jacobian_equal_those_of_torch() -> None:
    logits = np.array([2.0, 1.0, 0.0])
    z = torch.tensor(logits)
    assert page.softmax(logits, 0.5) == pytest.approx(torch.softmax(z / 0.5, dim=0).numpy())
    outputs = torch.softmax(z.requires_grad_(), dim=0)
    jacobian = torch.stack([torch.autograd.grad(output, z, retain_graph=True)[0] for output in outputs])
    assert page.softmax_jacobian(page.softmax(logits)) == pytest.approx(jacobian.numpy())
    assert np.all(page.softmax_jacobian(page.softmax(logits)) != 0)  # not element-wise
    assert page.softmax_jacobian(page.softmax(logits)).sum(axis=1) == pytest.approx(0)  # a shift changes nothing
    assert page.softmax(logits + 7.5) == pytest.approx(page.softmax(logits))
    assert page.softmax(np.array([1000.0, 1001.0])) == pytest.approx([0.269, 0.731], abs=5e-4)
    with np.errstate(over="ignore", invalid="ignore"):
        naive = np.exp(np.array([1000.0, 1001.0]))
        assert np.isnan(naive / naive.sum()).all()


@pytest.mark.parametrize(
    ("temperature", "printed"), [(0.5, [0.867, 0.117, 0.016]), (1, [0.665, 0.245, 0.090]), (2, [0.506, 0.307, 0.186])]
)
def test_printed_temperatures(temperature: float, printed: list[float]) -> None:
    assert page.softmax(np.array([2.0, 1.0, 0.0]), temperature).round(3).tolist() == printed


def test_two_classes_are_a_sigmoid_and_three_times_the_logits_keep_the_ranking() -> None:
    pair = np.array([-0.4, 1.3])
    assert page.softmax(pair)[1] == pytest.approx(page.saturating("sigmoid", np.array(1.7))[0])
    assert page.softmax(np.array([6.0, 3.0, 0.0]))[0] == pytest.approx(0.950, abs=5e-4)
    labels = np.array([2.0, 2.0, -1.0])
    assert page.softmax(labels).round(3).tolist() == [0.488, 0.488, 0.024]
    assert page.saturating("sigmoid", labels)[0].round(3).tolist() == [0.881, 0.881, 0.269]


def test_gradient_of_cross_entropy_is_p_minus_y_and_losses_take_logits() -> None:
    logits, target = np.array([2.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])
    z = torch.tensor(logits[None], requires_grad=True)
    class_loss, label_loss, _ = twin.losses_on_logits(z, torch.tensor([1]), torch.tensor(target[None]), z.detach())
    (gradient,) = torch.autograd.grad(class_loss, z)
    assert page.cross_entropy(logits, target) == pytest.approx(class_loss.item())
    assert page.cross_entropy_gradient(logits, target) == pytest.approx(gradient[0].numpy())
    assert page.cross_entropy_gradient(logits, target).round(3).tolist() == [0.665, -0.755, 0.090]
    assert label_loss.item() == pytest.approx(np.mean(np.logaddexp(0, logits) - target * logits))


def test_losses_after_a_sigmoid_lose_the_gradient() -> None:
    loss = nn.functional
    z = torch.tensor([-200.0], requires_grad=True)
    after = loss.binary_cross_entropy(z.sigmoid(), torch.ones(1))
    assert after.item() == 100
    assert torch.autograd.grad(after, z)[0].item() == 0
    on_logits = loss.binary_cross_entropy_with_logits(z, torch.ones(1))
    assert (on_logits.item(), torch.autograd.grad(on_logits, z)[0].item()) == (200, -1)
    z = torch.tensor([-10.0], requires_grad=True)
    paired = loss.binary_cross_entropy_with_logits(z, torch.ones(1))
    assert torch.autograd.grad(paired, z)[0].item() == pytest.approx(-1, abs=1e-4)
    squared = 0.5 * (z.sigmoid() - 1).square().sum()
    assert torch.autograd.grad(squared, z)[0].item() == pytest.approx(-4.5e-5, rel=0.02)
