"""Figures of docs/foundations/deep-learning-vs-machine-learning.md."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.evidence.values import Value
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_row


def learning_curves() -> Figure:
    """Recorded accuracy of four learners against the number of examples, for two orientations of one task."""
    figure, panels = new_row(2, height=3.6)
    sizes = (100, 300, 1000, 3000)
    values = recorded("foundations/deep-learning-vs-machine-learning")
    _check_accuracies(values, sizes)
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


def _check_accuracies(values: Mapping[str, Value], sizes: Sequence[int]) -> None:
    """What picture and caption say of the recorded accuracies at `sizes` examples, in both orientations."""
    column, oblique = (
        {
            learner: np.array([values[f"accuracy.{learner}.{direction}.{size}"].mean for size in sizes])
            for learner in ("raw", "feature", "stumps", "network")
        }
        for direction in ("column", "oblique")
    )
    for curves in (column, oblique):
        assert (curves["feature"] > 0.98).all(), "given the right feature, a linear model suffices"
        assert (np.abs(curves["raw"] - 0.5) < 0.02).all(), "without it, a linear model guesses"
        network = curves["network"]
        assert (np.diff(network) > 0.03).all(), "the network rises with the number of examples"
        assert network[0] < 0.6, "from little more than half"
        assert network[-1] > 0.94, "to 95 percent"
    assert (column["stumps"] > 0.95).all(), "boosted stumps are above 95 percent if it is a column"
    assert (column["stumps"] > column["network"]).all(), "there the network does not beat them"
    assert (np.abs(oblique["stumps"] - 0.5) < 0.02).all(), "and they are lost if it is not"
