"""Figures of docs/generative-models/overview.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_row
from snippets.generative_models.overview import gaussian_log_density, posterior

SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048)


def two_ways() -> Figure:
    """Class densities with the posterior that follows, and recorded error rates against the number of examples."""
    figure, (left, right) = new_row(2, height=3.2)
    means = np.array([[0.0], [2.0]])
    x = np.linspace(-3, 5, 41)
    for mean, color, style in zip(means, (BLUE, ORANGE), ("-", "--"), strict=True):
        left.plot(x, [np.exp(gaussian_log_density(np.array([u]), mean, np.eye(1))) for u in x], style, color=color)
    half = np.array([0.5, 0.5])
    left.plot(x, [posterior(np.array([u]), means, np.eye(1), half)[1] for u in x], "-.", color=GREEN)
    label(left, r"$p(x\mid0)$", -2.9, 0.32, BLUE)
    label(left, r"$p(x\mid1)$", 3.0, 0.32, ORANGE)
    label(left, r"$p(1\mid x)$", 1.1, 0.9, GREEN, ha="right")
    left.set_xlabel("$x$")
    left.set_ylabel("density, or probability")
    values = recorded("generative-models/overview")
    for name, color, style, marker in (("generative", BLUE, "-", "o"), ("discriminative", ORANGE, "--", "s")):
        errors = [100 * values[f"{name}.{N}"].mean for N in SIZES]
        right.plot(SIZES, errors, style, color=color, marker=marker, markersize=5)
        right.axhline(100 * values[f"best.{name}"].mean, color=INK, linestyle=":", linewidth=1)
    right.set_xscale("log", base=2)
    right.set_xticks(SIZES[::2], [str(N) for N in SIZES[::2]])
    right.set_ylim(0, 18)
    label(right, "naive Bayes", 17, 7.3, BLUE)
    label(right, "logistic\nregression", 330, 2.2, ORANGE)
    right.set_xlabel("training examples")
    right.set_ylabel("wrong (%)")
    return figure
