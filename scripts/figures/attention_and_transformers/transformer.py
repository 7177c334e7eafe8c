"""Figures of docs/attention-and-transformers/transformer.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.attention_and_transformers.transformer import mixing_costs, work_of_a_block

NAME = "attention-and-transformers/transformer"
ARROW = {"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
WIDTH = 512


def _box(axes: Axes, text: str, x: float, y: float, color: str) -> None:
    box = FancyBboxPatch((x - 1.25, y - 0.33), 2.5, 0.66, boxstyle="round,pad=0.02", fill=False, edgecolor=color)
    axes.add_patch(box)
    label(axes, text, x, y, color, ha="center", va="center", fontsize=9.5)


def _column(axes: Axes, x: float, title: str, sublayers: list[tuple[str, str]], ends: tuple[str, str]) -> list[float]:
    """Sublayers from the bottom up, each with its sum, its norm and the path around it; the heights of the boxes."""
    label(axes, ends[0], x, -0.95, INK, ha="center", va="center", fontsize=9.5)
    below, heights = -0.7, []
    for row, (text, color) in enumerate(sublayers):
        bottom = row * 2.1
        axes.annotate("", (x, bottom + 0.05), (x, below), arrowprops=ARROW)
        _box(axes, text, x, bottom + 0.4, color)
        axes.plot([x, x], [bottom + 0.75, bottom + 1.0], color=INK, linewidth=1.2)
        label(axes, "+, layer norm", x, bottom + 1.22, GREEN, ha="center", va="center", fontsize=9.5)
        around = [x, x + 1.5, x + 1.5]
        axes.plot(around, [bottom - 0.3, bottom - 0.3, bottom + 1.22], color=ORANGE, linestyle="--", linewidth=1.5)
        axes.annotate("", (x + 0.95, bottom + 1.22), (x + 1.5, bottom + 1.22), arrowprops={**ARROW, "color": ORANGE})
        below = bottom + 1.45
        heights.append(bottom + 0.4)
    axes.annotate("", (x, below + 0.55), (x, below), arrowprops=ARROW)
    label(axes, ends[1], x, below + 0.8, INK, ha="center", va="center", fontsize=9.5)
    label(axes, title, x, 7.6, INK, ha="center", va="center", fontsize=10.5, fontweight="bold")
    return heights


def blocks() -> Figure:
    """The encoder and the decoder block of 2017, and what goes from one to the other."""
    figure, axes = new_figure(height=4.4)
    axes.set_axis_off()
    axes.set_xlim(-2.2, 8.2)
    axes.set_ylim(-1.3, 8)
    encoder = [("self-attention", BLUE), ("feed-forward", PURPLE)]
    _column(axes, 0, "encoder block, N times", encoder, ("tokens and positions", "memory, after the last block"))
    decoder = [("causal self-attention", BLUE), ("cross-attention", BLUE), ("feed-forward", PURPLE)]
    heights = _column(axes, 5.5, "decoder block, N times", decoder, ("output so far, positions", "next token"))
    axes.plot([1.95, 3.1, 3.1], [4.35, 4.35, heights[1]], color=INK, linewidth=1.2)
    axes.annotate("", (4.2, heights[1]), (3.1, heights[1]), arrowprops=ARROW)
    label(axes, "keys,\nvalues", 3.0, heights[1] + 0.5, INK, ha="right", va="center", fontsize=9)
    return figure


def costs() -> Figure:
    """Work of one layer, and numbers kept while generating, against the length."""
    figure, (work, kept) = new_row(2, height=3.3)
    lengths = 2 ** np.arange(4, 15, 5)
    for name, color, style in (("attention", BLUE, "-"), ("recurrence", ORANGE, "--")):
        found = [mixing_costs(int(n), WIDTH)[name] for n in lengths]
        work.loglog(lengths, [each.multiply_adds for each in found], style, color=color)
        kept.loglog(lengths, [each.kept for each in found], style, color=color)
    work.plot([WIDTH], [2 * WIDTH**3], "o", color=INK)
    label(work, "n = d", 620, 1.1e8, INK)
    label(work, "attention", 60, 9e5, BLUE, ha="left")
    label(work, "recurrence", 16, 2e8, ORANGE)
    label(kept, "attention: all keys\nand values", 18, 4e6, BLUE)
    label(kept, "recurrence: one state", 130, 900, ORANGE)
    for axes, text in ((work, "multiply-adds of a layer"), (kept, "numbers kept per layer")):
        axes.set_xlabel("length n")
        axes.set_ylabel(text)
        axes.minorticks_off()
    return figure


def norm_placement() -> Figure:
    """Variance of the stream along the blocks, and gradient of the last block against their number."""
    figure, (variance, gradient) = new_row(2, height=3.3)
    values, gradients = recorded(NAME), recorded(f"{NAME}-torch")
    depths = (2, 4, 8, 16)
    for name, color, marker, style in (("pre", BLUE, "o", "-"), ("post", ORANGE, "s", "--")):
        stream = [values[f"stream.{name}.{block}"] for block in range(13)]
        variance.plot(range(13), [each.mean for each in stream], style, marker=marker, color=color, markersize=4)
        runs = [gradients[f"gradient.{name}.{depth}"].runs for depth in depths]
        gradient.vlines(depths, [min(each) for each in runs], [max(each) for each in runs], color=color, alpha=0.5)
        means = [gradients[f"gradient.{name}.{depth}"].mean for depth in depths]
        gradient.semilogx(depths, means, style, marker=marker, color=color)
    label(variance, "pre-norm", 5.6, 7.2, BLUE, ha="right")
    label(variance, "post-norm", 12, 1.5, ORANGE, ha="right")
    label(gradient, "pre-norm", 8, 0.08, BLUE)
    label(gradient, "post-norm", 7.5, 0.41, ORANGE, ha="right")
    variance.set_xticks(range(0, 13, 3))
    variance.set_xlabel("block")
    variance.set_ylabel("variance of the stream behind it")
    variance.set_ylim(0, 12.5)
    gradient.set_xlabel("number of blocks")
    gradient.set_ylabel("gradient norm in the last block")
    gradient.set_ylim(0, 0.55)
    gradient.set_xticks(depths, [str(depth) for depth in depths])
    gradient.minorticks_off()
    return figure


def work_shares() -> Figure:
    """Where the multiply-adds of a block go, against the length in widths."""
    figure, axes = new_figure(height=3.2)
    lengths = np.linspace(0, 8, 17)
    names = ("feed-forward", "projections", "scores and mixing")
    works = [work_of_a_block(max(1, int(n * 768)), 768) for n in lengths]
    for name, color, style in zip(names, (PURPLE, GREEN, BLUE), ("-", ":", "--"), strict=True):
        axes.plot(lengths, [each[name] / sum(each.values()) for each in works], style, color=color)
    label(axes, "feed-forward layer", 0.35, 0.68, PURPLE)
    label(axes, "projections of attention", 1.5, 0.19, GREEN, ha="left", va="top")
    label(axes, "scores and mixing", 5.6, 0.52, BLUE, ha="right")
    axes.set_ylim(0, 0.8)
    axes.set_xlabel("length n, in widths d")
    axes.set_ylabel("share of a block's\nmultiply-adds")
    return figure
