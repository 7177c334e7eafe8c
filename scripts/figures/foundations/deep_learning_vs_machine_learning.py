"""Figures of docs/foundations/deep-learning-vs-machine-learning.md."""

from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_row


def learning_curves() -> Figure:
    """Recorded accuracy of four learners against the number of examples, for two orientations of one task."""
    figure, panels = new_row(2, height=3.6)
    sizes = (100, 300, 1000, 3000)
    values = recorded("foundations/deep-learning-vs-machine-learning")
    looks = {"raw": (INK, "v:"), "feature": (GREEN, "^-."), "stumps": (ORANGE, "s--"), "network": (BLUE, "o-")}
    for axes, direction in zip(panels, ("column", "oblique"), strict=True):
        for learner, (color, look) in looks.items():
            curve = [100 * values[f"accuracy.{learner}.{direction}.{size}"].mean for size in sizes]
            axes.semilogx(sizes, curve, look, color=color, markerfacecolor="none")
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.minorticks_off()
        axes.set_ylim(40, 106)
        axes.set_xlabel("training examples")
    left, right = panels
    left.set_ylabel("accuracy on new examples (%)")
    label(left, "bands across one column", 100, 103, INK, fontsize=10)
    label(left, "right feature given", 700, 91, GREEN, ha="right", fontsize=10)
    label(left, "boosted stumps", 160, 84, ORANGE, fontsize=10)
    label(left, "network", 420, 68, BLUE, fontsize=10)
    label(left, "linear", 1500, 44, INK, fontsize=10)
    label(right, "bands across an oblique direction", 100, 103, INK, fontsize=10)
    label(right, "right feature given", 700, 91, GREEN, ha="right", fontsize=10)
    label(right, "network", 420, 68, BLUE, fontsize=10)
    label(right, "boosted stumps, linear", 3000, 44, ORANGE, ha="right", fontsize=10)
    return figure
