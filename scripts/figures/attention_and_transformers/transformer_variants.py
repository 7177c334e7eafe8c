"""Figures of docs/attention-and-transformers/transformer-variants.md."""

from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.diagrams import arrow, canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure
from scripts.numbers.attention_and_transformers.transformer_variants import EXPERTS, shifted


def tokens() -> Figure:
    """An image in patches, and the same patches as a row of tokens behind the class token."""
    figure, axes = canvas(14, 5.2, 3.0)
    corners = [(column * 0.9 + 0.05, 4.2 - row * 0.9) for row in range(4) for column in range(4)]
    rectangles(axes, corners, [0.8] * 16, 0.8, facecolor="none", edgecolor=BLUE, linewidth=1.4)
    for number, (x, y) in enumerate(corners, 1):
        label(axes, str(number), x + 0.4, y + 0.4, BLUE, ha="center", va="center", size=9)
    arrow(axes, (3.8, 3.2), (4.5, 3.2))
    label(axes, "one matrix for all patches", 3.9, 4.4, INK, va="center", size=10)
    row = [(5.7 + 0.49 * place, 2.8) for place in range(16)]
    rectangles(axes, row, [0.42] * 16, 0.8, facecolor="none", edgecolor=BLUE, linewidth=1.4)
    for number, (x, y) in enumerate(row, 1):
        label(axes, str(number), x + 0.21, y + 0.4, BLUE, ha="center", va="center", size=8)
    rectangles(axes, [(4.8, 2.8)], [0.8], 0.8, facecolor="none", edgecolor=ORANGE, linewidth=1.8)
    label(axes, "class", 5.2, 3.2, ORANGE, ha="center", va="center", size=9)
    label(axes, "+ a learned position for each", 4.8, 2.3, GREEN, size=10)
    arrow(axes, (9.3, 2.0), (9.3, 1.2))
    label(axes, "Transformer encoder: each token attends to all", 9.3, 0.8, INK, ha="center", va="center", size=10)
    return figure


def shifts() -> Figure:
    """The change of the tokens when the image moves by some pixels."""
    found = shifted()
    figure, axes = new_figure(height=3.2)
    axes.plot(list(found), list(found.values()), "o-", color=BLUE, markersize=4)
    label(axes, "one patch", 16, 0.5, INK, ha="center")
    label(axes, "two patches", 32.2, 0.5, INK, ha="right")
    axes.set_xticks(range(0, 33, 8))
    axes.set_ylim(-0.03, 0.8)
    axes.set_xlabel("shift of the image, pixels")
    axes.set_ylabel("relative change of the tokens,\nmoved by whole patches")
    return figure


def loads() -> Figure:
    """Shares of the tokens of each expert, from the most loaded to the least, without and with the balancing loss."""
    measured = recorded("attention-and-transformers/transformer-variants")
    figure, axes = new_figure(height=3.2)
    for name, color, shift in (("free", ORANGE, -0.4), ("balanced", BLUE, 0.0)):
        for rank in range(EXPERTS):
            height = measured[f"loads.{name}.{rank}"].mean
            rectangles(axes, [(rank + 1 + shift, 0.0)], [0.36], height, facecolor=color, edgecolor="none")
    axes.axhline(1 / EXPERTS, color=INK, linewidth=1, linestyle="--")
    label(axes, "left bars: no balancing loss", 3.6, 0.33, ORANGE)
    label(axes, "right bars: with balancing loss", 3.6, 0.295, BLUE)
    label(axes, "fair share", 8.5, 1 / EXPERTS + 0.008, INK, ha="right")
    axes.set_xlim(0.4, 8.6)
    axes.set_ylim(0, 0.42)
    axes.set_xlabel("expert, from the most to the least loaded")
    axes.set_ylabel("share of the tokens")
    return figure
