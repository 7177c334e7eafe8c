"""Numbers of `docs/architectures/convolutional-networks.md`."""

import numpy as np

from snippets.architectures.convolutional_networks import (
    as_dense_matrix,
    convolution_parameters,
    output_size,
    receptive_field,
    shift_profile,
)


def matrix() -> dict[str, int]:
    """Numbers in the matrix of a dense layer of six inputs and four outputs, and in that of a convolution."""
    weights = as_dense_matrix(np.array([1.0, 2.0, 3.0]), 6)
    return {"dense": weights.size, "convolution": len(np.unique(weights[weights != 0]))}


def edge() -> dict[str, list[float]]:
    """Response of the filter (−1, 0, 1) to a step in a row of six pixels, and to the same step one pixel further on."""
    step = as_dense_matrix(np.array([-1.0, 0.0, 1.0]), 6)
    rows = {"here": [0, 0, 0, 9, 9, 9], "shifted": [0, 0, 0, 0, 9, 9]}
    return {name: (step @ np.array(row, float)).tolist() for name, row in rows.items()}


def parameters() -> dict[str, int]:
    """Of 3 × 3 filters from 3 to 64 channels, of a dense layer on 224 × 224 × 3 values, and times on twice the side."""
    dense, larger = (side**2 * 3 * 1000 for side in (224, 448))
    return {"convolution": convolution_parameters(3, 3, 64), "dense": dense, "larger": larger // dense}


def positions() -> dict[str, int]:
    """Output pixels from 224: of a padded 3 × 3 convolution, of 2 × 2 pooling."""
    return {"convolution": output_size(224, 3, padding=1), "pooling": output_size(224, 2, stride=2)}


def field() -> dict[int, int]:
    """Side of what a unit sees after one, two and three 3 × 3 layers."""
    return {depth: receptive_field([(3, 1)] * depth) for depth in (1, 2, 3)}


def mismatch() -> dict[str, float]:
    """Least and largest mismatch at shifts that are no multiple of 8, with pooling and with a global average behind."""
    found: dict[str, float] = {}
    for name, average in (("pooled", False), ("averaged", True)):
        profile = np.delete(shift_profile(pool=True, average=average), [0, 8, 16])
        found |= {f"{name}.least": float(profile.min()), f"{name}.largest": float(profile.max())}
    return found
