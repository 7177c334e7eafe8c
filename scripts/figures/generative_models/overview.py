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
        density = np.exp([gaussian_log_density(np.array([u]), mean, np.eye(1)) for u in x])
        assert np.allclose([np.average(x, weights=density), np.trapezoid(density, x)], [mean[0], 1], atol=0.02), (
            "densities around 0 and 2"
        )
        left.plot(x, density, style, color=color)
    half = np.array([0.5, 0.5])
    second = np.array([posterior(np.array([u]), means, np.eye(1), half)[1] for u in x])
    logits = np.log(second / (1 - second))
    assert np.allclose(np.diff(logits), np.diff(logits)[0]), "the logit of the posterior is a line"
    assert logits[-1] > logits[0], "that rises"
    assert abs(np.interp(1.0, x, second) - 0.5) < 1e-9, "through one half between the means"
    left.plot(x, second, "-.", color=GREEN)
    label(left, r"$p(x\mid0)$", -2.9, 0.32, BLUE)
    label(left, r"$p(x\mid1)$", 3.0, 0.32, ORANGE)
    label(left, r"$p(1\mid x)$", 1.1, 0.9, GREEN, ha="right")
    left.set_xlabel("$x$")
    left.set_ylabel("density, or probability")
    values = recorded("generative-models/overview")
    errors = {}
    for name, color, style, marker in (("generative", BLUE, "-", "o"), ("discriminative", ORANGE, "--", "s")):
        errors[name] = np.array([100 * values[f"{name}.{N}"].mean for N in SIZES])
        right.plot(SIZES, errors[name], style, color=color, marker=marker, markersize=5)
        right.axhline(100 * values[f"best.{name}"].mean, color=INK, linestyle=":", linewidth=1)
    lead = errors["discriminative"] - errors["generative"]
    assert (lead[1:4] > 1).all(), "naive Bayes is ahead with 32 to 128 examples"
    assert lead[4] > 0 > lead[5], "they cross between 256 and 512"
    assert (lead[5:] < -0.5).all(), "logistic regression is ahead from there on"
    assert np.ptp(errors["generative"][4:]) < 1, "where naive Bayes has leveled off"
    right.set_xscale("log", base=2)
    right.set_xticks(SIZES[::2], [str(N) for N in SIZES[::2]])
    right.set_ylim(0, 18)
    label(right, "naive Bayes", 17, 7.3, BLUE)
    label(right, "logistic\nregression", 330, 2.2, ORANGE)
    right.set_xlabel("training examples")
    right.set_ylabel("wrong (%)")
    return figure
