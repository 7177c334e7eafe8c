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
    best = optimal_discriminator(p, q)
    assert (np.diff(best) < 0).all(), "the best discriminator falls"
    assert best[0] > 0.99 > 0.01 > best[-1], "from 1 to 0"
    assert ((best > 0.5) == (p > q)).all(), "through one half where both densities are equal"
    left.plot(x, p, color=BLUE)
    left.plot(x, q, "--", color=ORANGE)
    left.plot(x, best, "-.", color=GREEN)
    label(left, "data", -2.6, 0.3, BLUE)
    label(left, "generator", 2.4, 0.3, ORANGE)
    label(left, "best $D(x)$", -3.8, 0.86, GREEN)
    left.set_xlabel("$x$")
    left.set_ylabel("density, or probability of “real”")
    logits = np.linspace(-6, 6, 61)
    D, (saturating, other) = sigmoid(logits), -np.array(generator_slopes(logits))
    assert D[0] < 0.01 < 0.99 < D[-1], "from fakes that are recognized to fakes that fool"
    assert (np.diff(saturating) > 0).all(), "the slope of the saturating loss rises"
    assert saturating[0] < 0.01, "no gradient where fakes are recognized"
    assert (np.diff(other) < 0).all(), "the slope of the other loss falls"
    assert other[0] > 0.99, "where it gives the most"
    assert saturating[-1] > 0.99 > 0.01 > other[-1], "and where they fool it is the other way round"
    right.plot(D, saturating, color=RED)
    right.plot(D, other, "--", color=BLUE)
    label(right, r"$\log(1-D)$", 0.66, 0.52, RED)
    label(right, r"$-\log D$", 0.06, 0.6, BLUE)
    right.set_xlabel("$D(G(z))$")
    right.set_ylabel("size of the slope in the logit")
    return figure


def losses_and_quality() -> Figure:
    """Recorded course of eight games: both losses, and the share of points off the ring."""
    figure, (left, right) = new_row(2, height=3.1)
    values = recorded("generative-models/gan")
    for name, color, style, marker, height in (
        ("discriminator", GREEN, "-", "o", np.log(4)),
        ("generator", ORANGE, "--", "s", np.log(2)),
    ):
        losses = np.array([values[f"{name}.{step}"].mean for step in CHECKS])
        assert np.abs(losses[3:] - height).max() < 0.07, "at step 200 and later the losses are near log 4 and log 2"
        left.plot(CHECKS, losses, style, color=color, marker=marker)
        left.axhline(height, color=INK, linestyle=":", linewidth=1)
    off = dict(zip(CHECKS, (100 * values[f"off.{step}"].mean for step in CHECKS), strict=True))
    assert min(off[0], off[200]) > 50, "more than half of the points are off the ring, still at step 200"
    assert max(off[800], off[1000], off[1200]) < 5, "and next to none from step 800 on"
    label(left, r"$\log 4$", 1090, np.log(4) + 0.06, INK)
    label(left, r"$\log 2$", 1090, np.log(2) + 0.06, INK)
    label(left, "discriminator", 250, 1.6, GREEN)
    label(left, "generator", 250, 0.92, ORANGE)
    left.set_ylim(0, 2.4)
    left.set_xlabel("step")
    left.set_ylabel("loss (nats)")
    right.plot(CHECKS, list(off.values()), color=BLUE, marker="o")
    right.set_ylim(-3, 100)
    right.set_xlabel("step")
    right.set_ylabel("generated points off the ring (%)")
    return figure
