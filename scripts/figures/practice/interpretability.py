"""Figures of docs/practice/interpretability.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, INK, ORANGE, new_row
from snippets.practice.interpretability import (
    Array,
    Network,
    input_gradient,
    integrated_gradients,
    spot_images,
    train_network,
)

LEFT = np.arange(64) % 8 < 4
"""Which pixels lie in the left half."""


def _attribution(network: Network, image: Array, steps: int) -> Array:
    """Integrated gradients of the image's logit against a black image."""
    return integrated_gradients(lambda path: input_gradient(network, path), image, np.zeros(64), steps)


def weights_and_attribution() -> Figure:
    """One image, the weights of the strongest hidden unit, and the attribution of the image's logit."""
    rng = np.random.default_rng(0)
    network = train_network(*spot_images(1000, rng), 16, rng)
    images, labels = spot_images(1000, rng)
    image = images[labels == 1][1]
    weights, attribution = network.W1[np.abs(network.W2).argmax()], _attribution(network, image, 1000)
    deciding, other = (image > 0.5) & LEFT, (image > 0.5) & ~LEFT
    assert deciding.sum() == other.sum() == 4, "a bright spot of 2 by 2 in each half"
    assert np.abs(weights[LEFT]).sum() > 0.75 * np.abs(weights).sum(), "the large weights lie over the left half"
    assert np.mean(weights[LEFT] > 0) > 0.75, "and are mostly positive"
    assert np.abs(attribution[deciding]).sum() > 0.5 * np.abs(attribution).sum(), "the deciding spot has the most of it"
    assert np.abs(attribution[other]).max() < 0.3 * attribution.max(), "the other spot has little"
    assert np.sum(attribution[other] < 0) > np.sum(attribution[other] > 0), "most of that is negative"
    for each in images[labels == 1][:20]:
        found = _attribution(network, each, 50).argmax()
        assert ((each > 0.5) & LEFT)[found], "in every image the largest attribution is on its own deciding spot"
    figure, (left, middle, right) = new_row(3, height=2.9)
    _squares(left, image, "the image")
    _squares(middle, weights, "weights of one unit,\nthe same for every image")
    _squares(right, attribution, "integrated gradients\nof this image")
    return figure


def _squares(axes: Axes, values: Array, name: str) -> None:
    """Square area is magnitude; filled is positive, hollow is negative; under 4 % of the largest is left out."""
    for index, value in enumerate(values / np.abs(values).max()):
        side = 0.9 * np.sqrt(abs(value))
        if abs(value) < 0.04:
            continue
        corner = (index % 8 + 0.5 - side / 2, index // 8 + 0.5 - side / 2)
        face, edge = (BLUE, "none") if value > 0 else ("none", ORANGE)
        axes.add_patch(Rectangle(corner, side, side, facecolor=face, edgecolor=edge))
    axes.axvline(4, color=INK, linestyle=":", linewidth=1)
    axes.set_xlim(0, 8)
    axes.set_ylim(8, 0)
    axes.set_aspect("equal")
    axes.set_xticks([0, 4, 8])
    axes.set_yticks([0, 4, 8])
    axes.grid(False)
    axes.set_xlabel(name)
