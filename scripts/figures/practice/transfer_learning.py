"""Figures of docs/practice/transfer-learning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, ORANGE, label, new_row
from snippets.practice.transfer_learning import pretrained_body, target_errors, tasks


def error_against_target_examples() -> Figure:
    """Test error of three ways to train, for a related and an unrelated source."""
    rng = np.random.default_rng(0)
    source, (_, related, unrelated) = tasks((0, 25, 90), rng)
    body = pretrained_body(source, rng)
    sizes = np.array([10, 30, 100, 300, 1000])
    figure, panels = new_row(2, height=3.5)
    looks = (("probe", BLUE, "o", "-"), ("fine-tuned", ORANGE, "s", "--"), ("from scratch", GREEN, "^", ":"))
    for axes, task, title in zip(panels, (related, unrelated), ("related source", "unrelated source"), strict=True):
        runs = [[target_errors(task, body, n, np.random.default_rng(seed)) for seed in range(3)] for n in sizes]
        for name, color, marker, style in looks:
            means = [np.mean([run[name] for run in seeds]) for seeds in runs]
            axes.loglog(sizes, means, style, marker=marker, color=color)
        axes.set_xticks(sizes, [str(size) for size in sizes])
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
    label(panels[1], "fine-tuned", 38, 0.53, ORANGE)
    return figure
