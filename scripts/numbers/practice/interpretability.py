"""Numbers of `docs/practice/interpretability.md`; every run draws images, weights and untrained networks anew."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from snippets.practice import interpretability as page

Runs = NDArray[np.float64]
RUNS = 6
COPIES = ((1, 1, 1), (2, 0, 1), (5, -3, 1))
"""Weights that predict the same if the second input is a copy of the first."""


def toy(first: int = 0) -> dict[str, Runs]:
    """Test error, shares of the deciding spot in three maps, correlations of trained and untrained maps."""
    runs = [_toy(seed) for seed in range(first, first + RUNS)]
    return {name: np.array([run[name] for run in runs]) for name in runs[0]}


def _toy(seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    network = page.train_network(*page.spot_images(1000, rng), 16, rng)
    images, labels = page.spot_images(1000, rng)
    strongest = network.W1[np.abs(network.W2).argmax()]
    shares, correlations = [], []
    for x in images[labels == 1][:100]:
        spot = (x > 0.5) & (np.arange(64) % 8 < 4)
        W1, W2 = rng.normal(0, np.sqrt(2 / 64), (16, 64)), rng.normal(0, np.sqrt(2 / 16), 16)
        trained, untrained = (_maps(net, x) for net in (network, page.Network(W1, np.zeros(16), W2, 0.0)))
        shares.append([map_[spot].sum() / map_.sum() for map_ in (*trained, np.abs(strongest))])
        correlations.append([np.corrcoef(a, b)[0, 1] for a, b in zip(trained, untrained, strict=True)])
    names = ("attribution", "gradient", "weights", "attribution correlation", "gradient correlation")
    means = np.concatenate([np.mean(shares, axis=0), np.mean(correlations, axis=0)])
    wrong = np.mean((page.network_output(network, images) > 0) != labels)
    return {"error": float(wrong)} | dict(zip(names, means.tolist(), strict=True))


def _maps(network: page.Network, x: page.Array) -> tuple[page.Array, page.Array]:
    """Absolute integrated gradients and absolute gradient of one image."""
    gradient = partial(page.input_gradient, network)
    return np.abs(page.integrated_gradients(gradient, x, np.zeros(64), 100)), np.abs(gradient(x[None])[0])


def saturated() -> dict[str, float]:
    """Slope of 1 − ReLU(1 − x) at 2, and its attribution from 0."""
    network = page.Network(np.array([[-1.0]]), np.array([1.0]), np.array([-1.0]), 1.0)
    gradient, two = partial(page.input_gradient, network), np.array([2.0])
    total = page.integrated_gradients(gradient, two, np.zeros(1), 100)
    return {"slope": float(gradient(two[None])[0, 0]), "attribution": float(total[0])}


def expected_rise() -> list[dict[str, int]]:
    """Of the squared error, 2 w², for first, copy, third and both copies; the models of COPIES."""
    return [{"first": 2 * u**2, "copy": 2 * v**2, "third": 2 * w**2, "both": 2 * (u + v) ** 2} for u, v, w in COPIES]
