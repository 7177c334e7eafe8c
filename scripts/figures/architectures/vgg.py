"""Figures of docs/architectures/vgg.md."""

from collections import Counter

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.architectures.convolutional_networks import receptive_field
from snippets.architectures.vgg import BLOCKS, influence_profile, vgg16_layers

Place = tuple[int, int]

KINDS = ("1", "2", "3", "4", "5", "fc")


def blocks() -> Figure:
    """The five blocks as boxes: height is the side of the maps, width the number of channels."""
    figure, axes = new_figure(height=3.3)
    x = 0.0
    layers = vgg16_layers()
    maps = [layer.output for layer in layers if layer.name.endswith("-1")]
    last, dense = layers[-4].output, [layer.output[0] for layer in layers[-3:]]
    sides, widths = (np.array([shape[axis] for shape in [*maps, last]]) for axis in (1, 2))
    assert (sides[0], widths[0], sides[-1]) == (224, 64, 7), "from 224 pixels and 64 channels to 7 pixels"
    assert (sides[:-1] == 2 * sides[1:]).all(), "each pooling halves the side"
    assert (widths[1:] == np.minimum(2 * widths[:-1], 512)).all(), "the width doubles until 512 and then stays"
    for number, ((side, _, width), (_, depth)) in enumerate(zip(maps, BLOCKS, strict=True), 1):
        for _ in range(depth):
            thick = width / 16
            box = Rectangle((x, -side / 2), thick, side, facecolor=BLUE, alpha=0.3, edgecolor=BLUE)
            axes.add_patch(box)
            x += thick + 3
        center = x - 3 - (depth * (width / 16 + 3) - 3) / 2
        label(axes, f"{depth} conv", center, -side / 2 - 8, BLUE, ha="center", va="top", fontsize=10)
        label(axes, f"{side}²\n× {width}", center, side / 2 + 6, INK, ha="center", va="bottom", fontsize=10)
        height = side / 2
        pool = Rectangle((x, -height / 2), 3, height, facecolor=ORANGE, edgecolor="none")
        axes.add_patch(pool)
        x += 8 if number < 5 else 22
    label(axes, f"{last[0]}²\n× {last[2]}", x - 20.5, 12, ORANGE, ha="center", va="bottom", fontsize=10)
    for units in dense:
        height = units / 40
        box = Rectangle((x, -height / 2), 4, height, facecolor=GREEN, alpha=0.3, edgecolor=GREEN)
        axes.add_patch(box)
        label(axes, f"{units}", x + 2, -height / 2 - 8, GREEN, ha="center", va="top", fontsize=10, rotation=90)
        x += 16
    label(axes, "3 dense", x - 30, 62, GREEN, ha="center", va="bottom", fontsize=10)
    label(axes, "narrow bars: max pooling 2 × 2", 150, 110, ORANGE, ha="left", va="bottom", fontsize=10)
    axes.set_xlim(-4, x)
    axes.set_ylim(-145, 165)
    axes.axis("off")
    return figure


def parameters_work_and_memory() -> Figure:
    """Share of each block in the parameters, the multiply-adds and the output values."""
    layers = vgg16_layers()
    groups = [[layer for layer in layers if layer.name.startswith((f"conv{kind}", kind))] for kind in KINDS]
    figure, panels = new_row(3, height=2.9)
    measures = (
        ("parameters (millions)", [sum(layer.parameters for layer in group) / 1e6 for group in groups]),
        ("multiply-adds (billions)", [sum(layer.multiply_adds for layer in group) / 1e9 for group in groups]),
        ("output values (millions)", [sum(float(np.prod(layer.output)) for layer in group) / 1e6 for group in groups]),
    )
    parameters, work, outputs = (np.array(amounts) / sum(amounts) for _, amounts in measures)
    assert parameters[-1] > 0.85, "parameters sit in the dense layers"
    assert work[-1] < 0.01, "work is done in the convolutions"
    assert len(groups[0]) == 2, "the first block has two layers"
    assert 0.45 < outputs[0] < 0.5, "which hold almost half of the activations"
    for axes, (title, amounts) in zip(panels, measures, strict=True):
        colors = [BLUE] * 5 + [GREEN]
        axes.barh(range(6), amounts, color=colors, alpha=0.75)
        for row, amount in enumerate(amounts):
            text = f"{amount:.1f}" if amount >= 0.05 else f"{amount:.2f}"
            label(axes, text, amount + max(amounts) * 0.02, row, colors[row], va="center", fontsize=9)
        axes.set_yticks(range(6), ["block 1", "block 2", "block 3", "block 4", "block 5", "dense"])
        axes.invert_yaxis()
        axes.set_xlim(0, max(amounts) * 1.28)
        axes.set_xlabel(title, fontsize=10)
        axes.grid(False)
    for axes in panels[1:]:
        axes.set_yticklabels([])
    return figure


def receptive_field_of_a_stack() -> Figure:
    """Left: the pixels that reach one unit of the third layer. Right: how much each counts."""
    figure, (left, right) = new_row(2, height=3.3)
    links: list[tuple[float, float]] = []
    steps: list[tuple[Place, Place]] = []
    for depth in range(4):
        reach = (receptive_field([(3, 1)] * (3 - depth)) - 1) // 2
        inside = np.arange(-reach, reach + 1)
        outside = [position for position in range(-4, 5) if abs(position) > reach]
        left.plot(inside, [depth] * len(inside), "o", color=BLUE, markersize=7)
        left.plot(outside, [depth] * len(outside), "x", color=INK, markersize=5)
        for position in range(-reach, reach + 1) if depth else ():
            steps += [((position, depth), (position + step, depth - 1)) for step in (-1, 0, 1)]
        links += [place for step in steps if step[0][1] == depth for place in step]
        links.append((np.nan, np.nan))
    paths = _paths(steps)
    assert np.allclose(paths / paths.sum(), influence_profile(3)), "a pixel counts as much as paths lead to it"
    assert paths.max() == paths[3] == 7 * paths[0], "seven lead to the middle for each that leads to an end"
    left.plot(*zip(*links, strict=True), "-", color=BLUE, linewidth=0.8)
    left.set_yticks(range(4), ["input", "1", "2", "3"])
    left.set_ylabel("3 × 3 layers above the input")
    left.set_xlabel("position (pixels)")
    left.set_xticks([-3, -2, -1, 0, 1, 2, 3])
    left.grid(False)
    curves = ((3, BLUE, "o-"), (10, ORANGE, "s--"), (20, PURPLE, "^:"))
    profiles = [influence_profile(depth) for depth, *_ in curves]
    fields = np.array([len(profile) for profile in profiles])
    assert fields.tolist() == [receptive_field([(3, 1)] * depth) for depth, *_ in curves], "two pixels a layer"
    spreads = np.array([np.sqrt(profile @ (np.arange(len(profile)) - len(profile) // 2) ** 2) for profile in profiles])
    assert (np.diff(spreads / fields) < 0).all(), "the effective field grows more slowly"
    assert profiles[-1][:10].sum() < 0.005, "the outer pixels of the deepest stack have almost no influence"
    for (depth, color, style), profile in zip(curves, profiles, strict=True):
        right.plot(
            np.arange(-depth, depth + 1), profile, style, color=color, markersize=3.5, linewidth=1.5, markevery=2
        )
        name = f"{depth} layers: {len(profile)} pixels"
        label(right, name, 5.0, {3: 0.19, 10: 0.125, 20: 0.075}[depth], color, fontsize=9)
    right.set_xlabel("position (pixels)")
    right.set_ylabel("share of the influence")
    right.set_xlim(-21, 29)
    right.set_ylim(0, 0.28)
    return figure


def _paths(steps: list[tuple[Place, Place]]) -> NDArray[np.intp]:
    """How many ways lead from the unit at the top along the drawn links to each pixel, from left to right."""
    ways = Counter({(0, 3): 1})
    for upper, lower in reversed(steps):  # from the upper layers down
        ways[lower] += ways[upper]
    return np.array([ways[position, 0] for position in range(-3, 4)])
