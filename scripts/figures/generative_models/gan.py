"""Figures of docs/generative-models/gan.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_row
from snippets.generative_models.gan import generator_slopes, optimal_discriminator, sigmoid

CHECKS = (0, 50, 100, 200, 400, 600, 800, 1000, 1200)


def optimum_and_slopes() -> Figure:
    """Two densities with the optimal discriminator, and the slopes of both generator losses."""
    figure, (left, right) = new_row(2, height=3.1)
    x = np.linspace(-4, 5, 121)
    p, q = (np.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi) for mean in (0.0, 1.5))
    left.plot(x, p, color=BLUE)
    left.plot(x, q, "--", color=ORANGE)
    left.plot(x, optimal_discriminator(p, q), "-.", color=GREEN)
    label(left, "data", -2.6, 0.3, BLUE)
    label(left, "generator", 2.4, 0.3, ORANGE)
    label(left, "best $D(x)$", -3.8, 0.86, GREEN)
    left.set_xlabel("$x$")
    left.set_ylabel("density, or probability of “real”")
    logits = np.linspace(-6, 6, 61)
    saturating, other = generator_slopes(logits)
    D = sigmoid(logits)
    right.plot(D, -saturating, color=RED)
    right.plot(D, -other, "--", color=BLUE)
    label(right, r"$\log(1-D)$", 0.66, 0.52, RED)
    label(right, r"$-\log D$", 0.06, 0.6, BLUE)
    right.set_xlabel("$D(G(z))$")
    right.set_ylabel("size of the slope in the logit")
    return figure


def losses_and_quality() -> Figure:
    """Recorded course of eight games: both losses, and the share of points off the ring."""
    figure, (left, right) = new_row(2, height=3.1)
    values = recorded("generative-models/gan")
    for name, color, style, marker in (("discriminator", GREEN, "-", "o"), ("generator", ORANGE, "--", "s")):
        left.plot(CHECKS, [values[f"{name}.{step}"].mean for step in CHECKS], style, color=color, marker=marker)
    for height in (np.log(4), np.log(2)):
        left.axhline(height, color=INK, linestyle=":", linewidth=1)
    label(left, r"$\log 4$", 1090, np.log(4) + 0.06, INK)
    label(left, r"$\log 2$", 1090, np.log(2) + 0.06, INK)
    label(left, "discriminator", 250, 1.6, GREEN)
    label(left, "generator", 250, 0.92, ORANGE)
    left.set_ylim(0, 2.4)
    left.set_xlabel("step")
    left.set_ylabel("loss (nats)")
    right.plot(CHECKS, [100 * values[f"off.{step}"].mean for step in CHECKS], color=BLUE, marker="o")
    right.set_ylim(-3, 100)
    right.set_xlabel("step")
    right.set_ylabel("generated points off the ring (%)")
    return figure
