"""Numbers of `docs/architectures/convolution-arithmetic.md`."""

import numpy as np

from snippets.architectures.convolution_arithmetic import (
    Layer,
    layer_cost,
    pool_signal,
    receptive_fields,
    resnet50,
    touched,
    vgg16_until_pooling,
)
from snippets.architectures.convolutional_networks import output_size


def stem() -> int:
    """Positions from 224 pixels with a 7 × 7 kernel, stride 2, padding 3."""
    return output_size(224, 7, stride=2, padding=3)


def layer() -> dict[str, float]:
    """A 3 × 3 convolution from 64 to 128 channels with 56 × 56 outputs: parameters, and millions of multiply-adds."""
    parameters, work = layer_cost(3, 64, 128, 56)
    return {"parameters": parameters, "work": work / 1e6, "operations": 2 * work / 1e6}


def field() -> dict[str, int]:
    """Receptive fields in pixels."""
    networks = {
        "vgg_before": vgg16_until_pooling(last_pooling=False),
        "vgg_after": vgg16_until_pooling(last_pooling=True),
        "resnet_2015": resnet50(stride_in_3x3=False),
        "resnet_torchvision": resnet50(stride_in_3x3=True),
        "growing": [Layer(3, 1, dilation) for dilation in (1, 2, 4)],
        "equal": [Layer(3, 1, 2)] * 3,
        "undilated": [Layer(3)] * 3,
    }
    return {name: receptive_fields(layers)[-1][0] for name, layers in networks.items()}


def reached() -> dict[str, int]:
    """Positions that stacks of dilated layers really read."""
    stacks = {"growing": (1, 2, 4), "equal": (2, 2, 2), "hybrid": (1, 2, 3)}
    return {name: len(touched(dilations)) for name, dilations in stacks.items()}


def worked_fields() -> dict[str, int]:
    """A 7 × 7 convolution of stride 2, a 3 × 3 pooling of stride 2, a 3 × 3 convolution: field after each."""
    fields = receptive_fields([Layer(7, 2), Layer(3, 2), Layer(3)])
    return {f"{place}": field for place, (field, _) in enumerate(fields, 1)}


def change() -> dict[str, float]:
    """Largest change of a pooled value when the signal 0, 0, 1, 1, … moves by one."""
    signal = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])
    changes = {}
    for name, blur in (("plain", False), ("blurred", True)):
        before, after = pool_signal(signal, blur), pool_signal(np.roll(signal, 1), blur)
        changes[name] = float(np.abs(after - before).max())
    return changes
