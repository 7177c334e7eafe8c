"""The PyTorch VGG-16 of docs/architectures/vgg.md has the counted shapes, parameters and work."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from snippets.architectures.vgg import stack_parameters, vgg16_layers
from snippets.architectures.vgg_torch import vgg16


def meta_network() -> nn.Sequential:
    """Shapes without memory: nothing is allocated or computed on the meta device."""
    with torch.device("meta"):
        return vgg16()


@pytest.mark.parametrize(("kernel", "depth", "channels"), [(3, 3, 4), (7, 1, 4), (5, 2, 3), (1, 4, 6)])
def test_weights_of_a_stack_are_those_of_its_convolutions(kernel: int, depth: int, channels: int) -> None:
    stack = nn.Sequential(*(nn.Conv2d(channels, channels, kernel, bias=False) for _ in range(depth)))
    assert stack_parameters(kernel, depth, channels) == sum(weights.numel() for weights in stack.parameters())


def test_parameters_layer_by_layer() -> None:
    modules = [module for module in meta_network() if isinstance(module, nn.Conv2d | nn.Linear)]
    counted = [layer.parameters for layer in vgg16_layers() if layer.parameters]
    assert [sum(p.numel() for p in module.parameters()) for module in modules] == counted
    assert sum(counted) == 138_357_544


@pytest.mark.parametrize("side", [224, 250])  # pooling drops the odd row of 125 and of 31 pixels
def test_shapes_layer_by_layer(side: int) -> None:
    x = torch.zeros(1, 3, side, side, device="meta")
    shapes: list[tuple[int, ...]] = []
    for module in meta_network():
        x = module(x)
        if isinstance(module, nn.Conv2d | nn.MaxPool2d):
            shapes.append((x.shape[2], x.shape[3], x.shape[1]))
        elif isinstance(module, nn.Linear):
            shapes.append((x.shape[1],))
    assert shapes == [layer.output for layer in vgg16_layers(side)]


def test_multiply_adds_are_half_the_operations_pytorch_counts() -> None:
    with FlopCounterMode(display=False) as counter:
        meta_network()(torch.zeros(1, 3, 224, 224, device="meta"))
    assert counter.get_total_flops() == 2 * sum(layer.multiply_adds for layer in vgg16_layers())


def test_half_of_the_values_behind_the_first_two_dense_layers_are_dropped() -> None:
    torch.manual_seed(0)
    modules = list(meta_network())
    dropped = [place for place, layer in enumerate(modules) if isinstance(layer, nn.Dropout)]
    assert [modules[place - 2].out_features for place in dropped] == [4096, 4096]  # a dense layer, then a ReLU
    for layer in (modules[place] for place in dropped):
        left = layer.train()(torch.ones(10_000))
        assert (left == 0).float().mean().item() == pytest.approx(0.5, abs=0.02)
