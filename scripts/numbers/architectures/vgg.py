"""Numbers of `docs/architectures/vgg.md`."""

import numpy as np

from snippets.architectures.convolutional_networks import receptive_field
from snippets.architectures.vgg import BLOCKS, Layer, influence_profile, stack_parameters, vgg16_layers

LAYERS = vgg16_layers()
CONVOLUTIONS = [layer for layer in LAYERS if layer.name.startswith("conv")]
DENSE = [layer for layer in LAYERS if layer.name.startswith("fc")]
PARTS = {
    **{f"block{number}": [layer for layer in CONVOLUTIONS if layer.name[4] == str(number)] for number in range(1, 6)},
    **{f"dense{number}": [layer] for number, layer in enumerate(DENSE, 1)},
    "convolutions": CONVOLUTIONS,
    "dense": DENSE,
    "all": CONVOLUTIONS + DENSE,
}
"""Rows of the table and their sums."""


def parameters() -> dict[str, int]:
    """Weights and biases of each part."""
    return {name: sum(layer.parameters for layer in layers) for name, layers in PARTS.items()}


def millions_of_parameters() -> dict[str, float]:
    """The same in millions."""
    return {name: count / 1e6 for name, count in parameters().items()}


def work() -> dict[str, float]:
    """Millions of multiply-adds of each part."""
    return {name: sum(layer.multiply_adds for layer in layers) / 1e6 for name, layers in PARTS.items()}


def billions_of_work() -> dict[str, float]:
    """The same in billions."""
    return {name: millions / 1e3 for name, millions in work().items()}


def work_on_large_maps() -> float:
    """Billions of multiply-adds of blocks 1 and 2, on maps of 224 and 112 pixels."""
    return billions_of_work()["block1"] + billions_of_work()["block2"]


def first_of_block3() -> dict[str, float]:
    """The first convolution of block 3: its parameters, millions of multiply-adds, millions of output values."""
    layer = next(layer for layer in CONVOLUTIONS if layer.name == "conv3-1")
    return {
        "parameters": layer.parameters,
        "work": layer.multiply_adds / 1e6,
        "outputs": _values([layer]) / 1e6,
        "megabytes": 4 * _values([layer]) / 1e6,
    }


def work_of_a_layer() -> float:
    """Millions of multiply-adds of the second layer of a block, where halving the side meets doubling the width."""
    return next(layer.multiply_adds for layer in CONVOLUTIONS if layer.name == "conv2-2") / 1e6


def outputs() -> dict[str, float]:
    """Millions of output values of each part."""
    return {name: _values(layers) / 1e6 for name, layers in PARTS.items()}


def shares() -> dict[str, float]:
    """Of the parameters in dense layers, of the work in them, of the activations in the first two layers."""
    parameters_, work_ = parameters(), work()
    return {
        "dense_parameters": parameters_["dense"] / parameters_["all"],
        "first_dense_parameters": parameters_["dense1"] / parameters_["all"],
        "dense_work": work_["dense"] / work_["all"],
        "first_activations": _values(CONVOLUTIONS[:2]) / _values(CONVOLUTIONS),
    }


def megabytes() -> dict[str, float]:
    """In single precision: of the parameters, and of the convolutions' outputs for one image."""
    return {"parameters": 4 * parameters()["all"] / 1e6, "activations": 4 * _values(CONVOLUTIONS) / 1e6}


def with_global_pooling() -> int:
    """Parameters with global average pooling and one dense layer to 1000 classes."""
    return parameters()["convolutions"] + 512 * 1000 + 1000


def stack() -> dict[str, float]:
    """Three 3 × 3 convolutions of 256 channels on 56 × 56 pixels against one 7 × 7, and two against one 5 × 5."""
    three, seven = stack_parameters(3, 3, 256), stack_parameters(7, 1, 256)
    two, five = stack_parameters(3, 2, 256), stack_parameters(5, 1, 256)
    return {
        "weights_three": three,
        "weights_seven": seven,
        "work_three": three * 56**2 / 1e9,
        "work_seven": seven * 56**2 / 1e9,
        "maps_three": 3 * 56**2 * 256 * 4 / 1e6,
        "maps_seven": 56**2 * 256 * 4 / 1e6,
        "more": seven / three - 1,
        "fewer": 1 - three / seven,
        "fewer_than_five": 1 - two / five,
    }


def field() -> dict[str, int]:
    """Receptive field of the last pooling, of 20 layers, and the pixels of it that carry 95 % of the influence."""
    network = [pair for _, depth in BLOCKS for pair in [(3, 1)] * depth + [(2, 2)]]
    profile = influence_profile(20)
    half = len(profile) // 2
    central = next(2 * reach + 1 for reach in range(half) if np.sum(profile[half - reach : half + reach + 1]) >= 0.95)
    return {"network": receptive_field(network), "twenty": len(profile), "central": central}


def _values(layers: list[Layer]) -> int:
    return sum(int(np.prod(layer.output)) for layer in layers)
