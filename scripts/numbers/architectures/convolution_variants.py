"""Numbers of `docs/architectures/convolution-variants.md`."""

import numpy as np

from snippets.architectures.convolution_arithmetic import layer_cost
from snippets.architectures.convolution_variants import (
    convolution_matrix,
    cost_ratio,
    intensity,
    mobilenet_work,
    transposed_convolve,
    transposed_size,
)


def saving() -> float:
    """How many times fewer multiply-adds a separable 3 × 3 convolution to 256 channels needs."""
    return 1 / cost_ratio(3, 256)


def layer() -> dict[str, float]:
    """Weights and millions of multiply-adds on 14 × 14 positions, 512 channels in and out, 3 × 3."""
    ordinary, depthwise, pointwise = (layer_cost(k, 512, 512, 14, g) for k, g in ((3, 1), (3, 512), (1, 1)))
    grouped = layer_cost(3, 512, 512, 14, 32)
    named = {"ordinary": ordinary, "grouped": grouped, "depthwise": depthwise, "pointwise": pointwise}
    found = {f"{name}.weights": float(parameters - 512) for name, (parameters, _) in named.items()}
    found |= {f"{name}.work": work / 1e6 for name, (_, work) in named.items()}
    both = depthwise[1] + pointwise[1]
    return found | {"separable.work": both / 1e6, "separable.saving": ordinary[1] / both}


def operations_per_byte() -> dict[str, float]:
    """Of the same layer: floating-point operations per byte moved."""
    return {
        "ordinary": intensity(3, 512, 512, 14, 1),
        "depthwise": intensity(3, 512, 512, 14, 512),
        "pointwise": intensity(1, 512, 512, 14, 1),
    }


def mobilenet() -> dict[str, float]:
    """Millions of weights and multiply-adds of MobileNet-224; shares by kind of layer."""
    counts = mobilenet_work()
    weights, work = (sum(column) for column in zip(*counts.values(), strict=True))
    return {
        "weights": weights / 1e6,
        "work": work / 1e6,
        "pointwise.work": counts["pointwise"][1] / work,
        "pointwise.weights": counts["pointwise"][0] / weights,
        "depthwise.work": counts["depthwise"][1] / work,
    }


def sizes() -> dict[str, int]:
    """Positions of transposed convolutions from seven."""
    return {
        "four": transposed_size(7, 4, 2, 1),
        "three": transposed_size(7, 3, 2, 1),
        "padded": transposed_size(7, 3, 2, 1, 1),
    }


def worked() -> dict[str, list[float]]:
    """Means of pairs of 1, 3, 5, 7, and what their transpose makes of the means."""
    matrix = convolution_matrix(np.array([0.5, 0.5]), 4, stride=2, padding=0)
    means = matrix @ np.array([1.0, 3, 5, 7])
    return {"means": means.tolist(), "back": (matrix.T @ means).tolist()}


def painted() -> list[float]:
    """The inputs 1 and 2, painted by the kernel 1, 2, 1 two apart."""
    return list(transposed_convolve(np.array([1.0, 2]), np.array([1.0, 2, 1]), stride=2, padding=0))


def alternating() -> dict[str, float]:
    """Neighboring outputs of a constant input under the kernel 1, 3, 2, 1 and stride 2."""
    output = transposed_convolve(np.ones(5), np.array([1.0, 3, 2, 1]), stride=2, padding=1)
    return {"even": float(output[2]), "odd": float(output[1])}
