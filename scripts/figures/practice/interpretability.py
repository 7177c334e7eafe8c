"""Figures of docs/practice/interpretability.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, INK, ORANGE, new_row
from snippets.practice.interpretability import (
    Array,
    input_gradient,
    integrated_gradients,
    spot_images,
    train_network,
)


def weights_and_attribution() -> Figure:
    """One image, the weights of the strongest hidden unit, and the attribution of the image's logit."""
    rng = np.random.default_rng(0)
    network = train_network(*spot_images(1000, rng), 16, rng)
    images, labels = spot_images(1000, rng)
    image = images[labels == 1][1]
    attribution = integrated_gradients(lambda path: input_gradient(network, path), image, np.zeros(64), 1000)
    figure, (left, middle, right) = new_row(3, height=2.9)
    _squares(left, image, "the image")
    _squares(middle, network.W1[np.abs(network.W2).argmax()], "weights of one unit,\nthe same for every image")
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
