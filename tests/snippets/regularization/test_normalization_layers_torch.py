"""PyTorch side of docs/regularization/normalization-layers.md."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from snippets.regularization import normalization_layers as ours
from snippets.regularization.batch_normalization import batch_norm
from snippets.regularization.normalization_layers_torch import ChannelNorm, layers, rms_norm, token_norms


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def random_affine(module: nn.Module) -> tuple[ours.Array, ours.Array]:
    """Gain and bias of a layer, drawn anew so that a forgotten one shows."""
    weight, bias = module.get_parameter("weight"), module.get_parameter("bias")
    nn.init.normal_(weight)
    nn.init.normal_(bias)
    return weight.detach().numpy(), bias.detach().numpy()


def test_four_layers_for_images_are_one_formula_over_other_axes() -> None:
    x = torch.randn(5, 4, 3, 2, dtype=torch.float64)
    modules = {name: module.double() for name, module in layers(4, 3, 2).items()}
    gains = {name: random_affine(module) for name, module in modules.items()}
    found = {name: module(x).detach().numpy() for name, module in modules.items()}
    weight, bias = gains["layer"]
    assert weight.shape == (4, 3, 2)
    np.testing.assert_allclose(found["layer"], weight * ours.normalize(x.numpy(), (1, 2, 3)) + bias)
    np.testing.assert_allclose(found["batch"], batch_norm(x.numpy(), *gains["batch"]))
    np.testing.assert_allclose(found["group"], ours.group_norm(x.numpy(), 2, *gains["group"]))
    np.testing.assert_allclose(found["instance"], ours.group_norm(x.numpy(), 4, *gains["instance"]))


def test_one_group_has_the_statistics_of_layer_norm_and_other_parameters() -> None:
    x = torch.randn(5, 4, 3, 2)
    layer, group = layers(4, 3, 2)["layer"], nn.GroupNorm(1, 4)
    torch.testing.assert_close(layer(x), group(x))
    counts = [sum(each.numel() for each in module.parameters()) for module in (layer, group)]
    assert counts == [2 * 4 * 3 * 2, 2 * 4]


def test_layer_norm_for_tokens_and_its_gradients_equal_numpy() -> None:
    x = torch.randn(2, 3, 8, dtype=torch.float64, requires_grad=True)
    g = torch.randn(2, 3, 8, dtype=torch.float64)
    layer = token_norms(8)["layer"].double()
    assert isinstance(layer, nn.LayerNorm)
    gamma, beta = random_affine(layer)
    y = layer(x)
    y.backward(g)
    np.testing.assert_allclose(y.detach(), ours.layer_norm(x.detach().numpy(), gamma, beta))
    expected = ours.layer_norm_gradient(g.numpy(), x.detach().numpy(), gamma)
    assert x.grad is not None
    for found, want in zip((x.grad, layer.weight.grad, layer.bias.grad), expected, strict=True):
        assert found is not None
        np.testing.assert_allclose(found.numpy(), want, atol=1e-12)


def test_rms_norm_and_its_gradients_equal_numpy() -> None:
    x = torch.randn(2, 3, 8, dtype=torch.float64, requires_grad=True)
    g = torch.randn(2, 3, 8, dtype=torch.float64)
    layer = token_norms(8)["rms"].double()
    assert isinstance(layer, nn.RMSNorm)
    nn.init.normal_(layer.weight)
    gamma = layer.weight.detach().numpy()
    y = layer(x)
    y.backward(g)
    assert x.grad is not None
    np.testing.assert_allclose(y.detach(), ours.rms_norm(x.detach().numpy(), gamma))
    by_x, by_gamma = ours.rms_norm_gradient(g.numpy(), x.detach().numpy(), gamma)
    np.testing.assert_allclose(x.grad, by_x, atol=1e-12)
    assert layer.weight.grad is not None
    np.testing.assert_allclose(layer.weight.grad.numpy(), by_gamma)


def test_layer_norm_has_twice_the_parameters_of_rms_norm_and_no_buffers() -> None:
    norms = token_norms(16)
    assert [sum(p.numel() for p in norms[name].parameters()) for name in ("layer", "rms")] == [32, 16]
    assert sum(1 for norm in norms.values() for _ in norm.buffers()) == 0
    x = torch.randn(3, 16)
    for norm in norms.values():
        assert torch.equal(norm.train()(x), norm.eval()(x))


def test_convnext_normalizes_the_channels_at_each_position() -> None:
    x = torch.randn(2, 4, 3, 3, dtype=torch.float64)
    layer = ChannelNorm(4).double()
    gamma, beta = random_affine(layer)
    want = gamma[:, None, None] * ours.normalize(x.numpy(), (1,)) + beta[:, None, None]
    np.testing.assert_allclose(layer(x).detach(), want)


def naive(x: Tensor) -> Tensor:
    """RMSNorm without gain, computed in the type of its input."""
    return x / (x.square().mean(dim=-1, keepdim=True) + 1e-6).sqrt()


def test_squares_overflow_in_half_precision_unless_statistics_are_float32() -> None:
    x = torch.tensor([300.0, -300.0, 300.0, 300.0], dtype=torch.float16)
    assert x.square().isinf().all()
    assert torch.equal(naive(x), torch.zeros_like(x))
    by_hand = rms_norm(x, torch.ones(4, dtype=torch.float16))
    assert by_hand.dtype == torch.float16
    torch.testing.assert_close(by_hand, x / 300)
    torch.testing.assert_close(token_norms(4)["rms"].half()(x), x / 300)
    torch.testing.assert_close(functional.rms_norm(x, (4,)), x / 300)


def test_rms_norm_by_hand_equals_pytorch() -> None:
    x, gamma = 0.001 * torch.randn(5, 8), torch.randn(8)
    torch.testing.assert_close(rms_norm(x, gamma), functional.rms_norm(x, (8,), gamma, eps=1e-6))


def test_default_epsilons_differ_and_too_small_ones_vanish_in_half_precision() -> None:
    assert nn.LayerNorm(4).eps == nn.GroupNorm(1, 4).eps == 1e-5
    assert nn.RMSNorm(4).eps is None  # that is, the machine epsilon
    tiny = torch.tensor([[1e-3, -1e-3]])
    root = (1e-6 + torch.finfo(torch.float32).eps) ** 0.5
    torch.testing.assert_close(functional.rms_norm(tiny, (2,)), tiny / root)
    smaller, usual = torch.tensor([1e-8, 1e-6]).half().tolist()
    assert smaller == 0 < usual
