"""Figures of docs/practice/transfer-learning.md."""

from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, ORANGE, label, new_row
from scripts.numbers.practice.transfer_learning import SIZES


def error_against_target_examples() -> Figure:
    """Test error of three ways to train, for a related and an unrelated source."""
    errors = recorded("practice/transfer-learning")
    figure, panels = new_row(2, height=3.5)
    looks = (("probe", BLUE, "o", "-"), ("fine-tuned", ORANGE, "s", "--"), ("from scratch", GREEN, "^", ":"))
    for axes, angle, title in zip(panels, (25, 90), ("related source", "unrelated source"), strict=True):
        for name, color, marker, style in looks:
            means = [errors[f"errors.{angle}.{n}.{name}"].mean for n in SIZES]
            axes.loglog(SIZES, means, style, marker=marker, color=color)
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
