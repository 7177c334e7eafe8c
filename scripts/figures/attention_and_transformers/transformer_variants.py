"""Figures of docs/attention-and-transformers/transformer-variants.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.diagrams import arrow, canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure
from scripts.numbers.attention_and_transformers.transformer_variants import EXPERTS
from snippets.attention_and_transformers import transformer_variants as page
from snippets.attention_and_transformers.transformer_variants import Array


def _numbered() -> tuple[Array, Array]:
    """Numbers of 4 × 4 patches in an image, by row and column, and in the order of the tokens, (16,)."""
    grid = np.arange(1.0, 17).reshape(4, 4)
    image = np.kron(grid, np.ones((2, 2)))[None]
    found = page.patches(image, 2)
    assert (np.ptp(found, axis=1) == 0).all(), "a token has the pixels of one patch"
    order = found[:, 0]
    E, b = np.random.default_rng(0).standard_normal((3, 4)), np.zeros(3)
    same = page.embed_patches(np.ones_like(image), 2, E, b)
    assert np.ptp(same, axis=0).max() < 1e-12, "one matrix for all patches: equal ones give equal tokens"
    assert page.vit_parameters(side=5, width=1) - page.vit_parameters(side=4, width=1) == 25 - 16, (
        "each token has a learned position"
    )
    return grid, order


def tokens() -> Figure:
    """An image in patches, and the same patches as a row of tokens behind the class token."""
    figure, axes = canvas(14, 5.2, 3.0)
    grid, order = _numbered()
    assert (order == grid.ravel()).all(), "the patches come row by row"
    corners = [(column * 0.9 + 0.05, 4.2 - row * 0.9) for row in range(4) for column in range(4)]
    rectangles(axes, corners, [0.8] * 16, 0.8, facecolor="none", edgecolor=BLUE, linewidth=1.4)
    for number, (x, y) in zip(grid.ravel(), corners, strict=True):
        label(axes, f"{number:.0f}", x + 0.4, y + 0.4, BLUE, ha="center", va="center", size=9)
    arrow(axes, (3.8, 3.2), (4.5, 3.2))
    label(axes, "one matrix for all patches", 3.9, 4.4, INK, va="center", size=10)
    row = [(5.7 + 0.49 * place, 2.8) for place in range(16)]
    rectangles(axes, row, [0.42] * 16, 0.8, facecolor="none", edgecolor=BLUE, linewidth=1.4)
    for number, (x, y) in zip(order, row, strict=True):
        label(axes, f"{number:.0f}", x + 0.21, y + 0.4, BLUE, ha="center", va="center", size=8)
    rectangles(axes, [(4.8, 2.8)], [0.8], 0.8, facecolor="none", edgecolor=ORANGE, linewidth=1.8)
    label(axes, "class", 5.2, 3.2, ORANGE, ha="center", va="center", size=9)
    label(axes, "+ a learned position for each", 4.8, 2.3, GREEN, size=10)
    arrow(axes, (9.3, 2.0), (9.3, 1.2))
    label(axes, "Transformer encoder: each token attends to all", 9.3, 0.8, INK, ha="center", va="center", size=10)
    return figure


def _changes() -> tuple[Array, Array]:
    """Shifts in pixels, and the recorded relative change of the tokens, mean over images."""
    values = recorded("attention-and-transformers/transformer-variants")
    pixels = np.arange(0.0, 33, 2)
    changes = np.array([values[f"shifted.{count:.0f}"].mean for count in pixels])
    steps = np.diff(changes)
    assert (np.sign(steps) == np.where(pixels[:-1] % 16 < 8, 1, -1)).all(), "most at half a patch"
    assert abs(steps).min() > 0.05, "by a margin"
    return pixels, changes


def shifts() -> Figure:
    """The change of the tokens when the image moves by some pixels."""
    figure, axes = new_figure(height=3.2)
    pixels, changes = _changes()
    whole = pixels % 16 == 0
    assert (abs(changes[whole]) < 1e-9).all(), "a shift by whole patches moves the tokens"
    assert (changes[~whole] > 0.1).all(), "any other changes them"
    axes.plot(pixels, changes, "o-", color=BLUE, markersize=4)
    label(axes, "one patch", 16, 0.5, INK, ha="center")
    label(axes, "two patches", 32.2, 0.5, INK, ha="right")
    axes.set_xticks(range(0, 33, 8))
    axes.set_ylim(-0.03, 0.8)
    axes.set_xlabel("shift of the image, pixels")
    axes.set_ylabel("relative change of the tokens,\nmoved by whole patches")
    return figure


def _loads() -> tuple[Array, Array]:
    """Recorded shares of the tokens by rank of the expert, means over seeds, without and with the balancing loss."""
    values = recorded("attention-and-transformers/transformer-variants")
    free, balanced = (
        np.array([values[f"loads.{name}.{rank}"].mean for rank in range(EXPERTS)]) for name in ("free", "balanced")
    )
    assert max(values["loads.free.used"].runs) < EXPERTS, "without it some expert starves for every seed"
    assert (abs(EXPERTS * balanced - 1) < 0.3).all(), "with the loss all of them work, near the fair share"
    assert min(values["loads.balanced.used"].runs) == EXPERTS, "for every seed"
    return free, balanced


def loads() -> Figure:
    """Shares of the tokens of each expert, from the most loaded to the least, without and with the balancing loss."""
    figure, axes = new_figure(height=3.2)
    free, balanced = _loads()
    assert free[0] > 2 / EXPERTS, "without balancing the first expert has more than twice the fair share"
    assert free[-1] < 0.02 / EXPERTS, "and the last next to nothing: left alone, the router starves experts"
    for shares, color, shift in zip((free, balanced), (ORANGE, BLUE), (-0.4, 0.0), strict=True):
        for rank, height in enumerate(shares, 1):
            rectangles(axes, [(rank + shift, 0.0)], [0.36], float(height), facecolor=color, edgecolor="none")
    axes.axhline(1 / EXPERTS, color=INK, linewidth=1, linestyle="--")
    label(axes, "left bars: no balancing loss", 3.6, 0.33, ORANGE)
    label(axes, "right bars: with balancing loss", 3.6, 0.295, BLUE)
    label(axes, "fair share", 8.5, 1 / EXPERTS + 0.008, INK, ha="right")
    axes.set_xlim(0.4, 8.6)
    axes.set_ylim(0, 0.42)
    axes.set_xlabel("expert, from the most to the least loaded")
    axes.set_ylabel("share of the tokens")
    return figure
