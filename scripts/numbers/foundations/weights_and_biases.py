"""Numbers of `docs/foundations/weights-and-biases.md`."""

import functools

import numpy as np

from snippets.foundations.weights_and_biases import (
    Array,
    boundary,
    dense_layer,
    fit_boundary,
    parameter_count,
    two_clouds,
)

DRAWS = 12


def layer() -> dict[str, list[float]]:
    """Pre-activations and activations of the layer that is worked by hand."""
    inputs, weights, biases = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0], [-1.0, 0.5]]), np.array([-0.5, -1.0])
    before = dense_layer(inputs, weights, biases, lambda z: z)[0]
    after = dense_layer(inputs, weights, biases, lambda z: np.maximum(z, 0))[0]
    return {"before": before.tolist(), "after": after.tolist()}


def distance() -> dict[int, float]:
    """Signed distance of the boundary of w = (3, 4) from the origin, by bias."""
    return {bias: boundary(np.array([3.0, 4.0]), float(bias))[1] for bias in (-10, 0)}


def right() -> dict[str, Array]:
    """Share of the points of two clouds on the right side of the trained boundary, for each draw of the clouds."""
    return {"without": _right(bias=False), "with_bias": _right(bias=True)}


def points() -> Array:
    """Percentage points that the bias is worth, for each draw of the clouds."""
    return 100 * (_right(bias=True) - _right(bias=False))


def parameters() -> dict[str, float]:
    """Weights and biases of a network 784–512–512–10, and the share of the biases."""
    weights, biases = parameter_count([784, 512, 512, 10])
    return {"weights": weights, "biases": biases, "share": biases / (weights + biases)}


def linear() -> int:
    """Parameters of one layer from 784 to 512."""
    return sum(parameter_count([784, 512]))


@functools.cache
def _right(bias: bool) -> Array:
    shares = []
    for seed in range(DRAWS):
        X, labels = two_clouds(np.random.default_rng(seed))
        weight, shift = fit_boundary(X, labels, bias)
        shares.append(np.mean((X @ weight + shift > 0) == labels))
    return np.array(shares)
