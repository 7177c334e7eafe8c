"""The PyTorch blocks on docs/architectures/resnet.md agree with NumPy and with the counts."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import relu

from snippets.architectures.resnet import input_gradient, residual_block, resnet_parameters
from snippets.architectures.resnet_torch import BasicBlock, Bottleneck, resnet, start_as_identity


@pytest.mark.parametrize("projection", [False, True])
def test_autograd_gives_the_output_and_gradient_of_numpy(projection: bool) -> None:
    rng = np.random.default_rng(0)
    outputs = 5 if projection else 4
    x, W_1, W_2 = (rng.standard_normal(shape) for shape in ((3, 4), (6, 4), (outputs, 6)))
    x[0] = 0  # the sum is exactly 0 there, where the slope of a ReLU counts as 0
    W_s = rng.standard_normal((5, 4)) if projection else None
    dy = rng.standard_normal((3, outputs))
    x_torch = torch.tensor(x, requires_grad=True)
    carried = x_torch if W_s is None else x_torch @ torch.tensor(W_s).T
    y = relu(relu(x_torch @ torch.tensor(W_1).T) @ torch.tensor(W_2).T + carried)
    y.backward(torch.tensor(dy))
    assert x_torch.grad is not None
    np.testing.assert_allclose(y.detach().numpy(), residual_block(x, W_1, W_2, W_s)[0], rtol=1e-12)
    np.testing.assert_allclose(x_torch.grad.numpy(), input_gradient(dy, x, W_1, W_2, W_s), rtol=1e-10)


def test_basic_block_adds_before_the_last_relu() -> None:
    torch.manual_seed(0)
    block, x = BasicBlock(8, 8).eval(), torch.randn(2, 8, 6, 6)
    assert torch.equal(block(x), relu(block.branch(x) + x))


@pytest.mark.parametrize(
    ("block", "inputs", "outputs"),
    [(BasicBlock, 8, 16), (BasicBlock, 16, 16), (Bottleneck, 8, 64), (Bottleneck, 64, 64)],
)
def test_projection_halves_the_map_and_changes_the_channels_or_not(
    block: type[BasicBlock] | type[Bottleneck], inputs: int, outputs: int
) -> None:
    module, x = block(inputs, 16, stride=2), torch.randn(2, inputs, 6, 6)
    assert module(x).shape == (2, outputs, 3, 3) == module.shortcut(x).shape
    assert next(tuple(p.shape) for p in module.shortcut.parameters()) == (outputs, inputs, 1, 1)


@pytest.mark.parametrize("block", [BasicBlock(8, 8), Bottleneck(32, 8)])
def test_a_last_scale_of_zero_starts_the_block_as_the_identity(block: BasicBlock | Bottleneck) -> None:
    x = torch.rand(2, 32 if isinstance(block, Bottleneck) else 8, 6, 6)
    assert not torch.equal(block(x), x)
    start_as_identity(block)
    assert torch.equal(block(x), x)
    block(x).square().sum().backward()
    gradient = block.branch[-1].weight.grad
    assert isinstance(gradient, torch.Tensor)
    assert gradient.abs().sum() > 0  # the branch wakes up with the first update


@pytest.mark.parametrize(
    ("block", "kind", "blocks", "depth", "parameters"),
    [
        (BasicBlock, "basic", (2, 2, 2, 2), 18, 11_689_512),
        (BasicBlock, "basic", (3, 4, 6, 3), 34, 21_797_672),
        (Bottleneck, "bottleneck", (3, 4, 6, 3), 50, 25_557_032),
        (Bottleneck, "bottleneck", (3, 4, 23, 3), 101, 44_549_160),
        (Bottleneck, "bottleneck", (3, 8, 36, 3), 152, 60_192_808),
    ],
)
def test_the_built_network_holds_the_counted_parameters(
    block: type[BasicBlock] | type[Bottleneck], kind: str, blocks: tuple[int, ...], depth: int, parameters: int
) -> None:
    with torch.device("meta"):  # shapes without memory
        network = resnet(block, blocks)
        assert network(torch.empty(1, 3, 64, 64)).shape == (1, 1000)
    assert sum(p.numel() for p in network.parameters()) == resnet_parameters(kind, blocks) == parameters
    layers = [name for name, part in network.named_modules() if isinstance(part, nn.Conv2d | nn.Linear)]
    assert depth == sum("shortcut" not in name for name in layers)  # the number in a network's name
