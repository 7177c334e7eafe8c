"""Figures of docs/practice/transfer-learning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, ORANGE, label, new_row
from scripts.numbers.practice.transfer_learning import SIZES


def error_against_target_examples() -> Figure:
    """Test error of three ways to train, for a related and an unrelated source."""
    errors = recorded("practice/transfer-learning")
    means = {
        angle: {
            name: np.array([errors[f"errors.{angle}.{n}.{name}"].mean for n in SIZES])
            for name in ("probe", "fine-tuned", "from scratch")
        }
        for angle in (25, 90)
    }
    probe, tuned, scratch = means[25].values()
    assert (np.maximum(probe, tuned)[:3] < 0.95 * scratch[:3]).all(), "a related source helps with up to 300 examples"
    assert abs(np.log(probe[0] / tuned[0])) < 0.3, "probe and fine-tuning start together"
    assert (tuned[2:] < 0.8 * np.minimum(probe, scratch)[2:]).all(), "from 300 on fine-tuning is lowest"
    assert probe[3] > 1.2 * scratch[3], "at 1000 the probe is highest"
    probe, tuned, scratch = means[90].values()
    assert (scratch < 0.9 * np.minimum(probe, tuned)).all(), (
        "an unrelated source hurts: training from scratch is lowest"
    )
    figure, panels = new_row(2, height=3.5)
    looks = (("probe", BLUE, "o", "-"), ("fine-tuned", ORANGE, "s", "--"), ("from scratch", GREEN, "^", ":"))
    for axes, angle, title in zip(panels, (25, 90), ("related source", "unrelated source"), strict=True):
        for name, color, marker, style in looks:
            axes.loglog(SIZES, means[angle][name], style, marker=marker, color=color)
        axes.set_xticks(SIZES, [str(size) for size in SIZES])
        axes.set_yticks([0.03, 0.1, 0.3, 1], ["0.03", "0.1", "0.3", "1"])
        axes.minorticks_off()
        axes.set_ylim(0.025, 2.2)
        axes.set_xlabel(f"target examples, {title}")
    panels[0].set_ylabel("test error (1 = the mean)")
    label(panels[0], "from scratch", 34, 0.8, GREEN)
    label(panels[0], "probe", 92, 0.175, BLUE, ha="right")
    label(panels[0], "fine-tuned", 290, 0.06, ORANGE, ha="right")
    label(panels[1], "from scratch", 190, 0.16, GREEN, ha="right")
    label(panels[1], "probe", 120, 0.95, BLUE)
    label(panels[1], "fine-tuned", 360, 0.33, ORANGE)
    return figure
