"""Figures of docs/generative-models/diffusion.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, ORANGE, label, new_row
from snippets.generative_models.diffusion import linear_betas, noised, signal_shares
from snippets.generative_models.vae import ring


def ring_into_noise() -> Figure:
    """The same 70 points of the ring at four steps of the forward process."""
    rng = np.random.default_rng(0)
    points, noise = ring(70, rng, 1)[0], rng.standard_normal((70, 2))
    shares = np.concatenate([[1.0], signal_shares(linear_betas())])
    figure, panels = new_row(4, height=2.1)
    for axes, t in zip(panels, (0, 60, 200, 1000), strict=True):
        x = noised(points, float(shares[t]), noise)
        rectangles(axes, [(a - 0.07, b - 0.07) for a, b in x], [0.14] * len(x), 0.14, color=BLUE, linewidth=0)
        axes.set_title(f"$t={t}$", fontsize=10)
        axes.set_xlim(-3.2, 3.2)
        axes.set_ylim(-3.2, 3.2)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
    return figure


def schedule_and_calls() -> Figure:
    """Left: weights of data and noise by step. Right: recorded quality by calls of the network."""
    figure, (left, right) = new_row(2, height=3.1)
    t, shares = np.arange(1, 1001, 9), signal_shares(linear_betas())
    left.plot(t, np.sqrt(shares[t - 1]), color=BLUE)
    left.plot(t, np.sqrt(1 - shares[t - 1]), "--", color=ORANGE)
    label(left, r"data, √$\bar\alpha_t$", 330, 0.62, BLUE)
    label(left, r"noise, √$(1-\bar\alpha_t)$", 560, 0.9, ORANGE)
    left.set_xlabel("step $t$ of 1000")
    left.set_ylabel("weight in $x_t$")
    values, calls = recorded("generative-models/diffusion"), (2, 5, 10, 20, 50)
    right.semilogx(calls, [100 * values[f"ddim.{each}"].mean for each in calls], color=BLUE, marker="o")
    right.plot([100], [100 * values["ddpm"].mean], "s", color=ORANGE)
    label(right, "DDIM", 6.2, 50, BLUE)
    label(right, "DDPM", 62, 16, ORANGE)
    right.set_xticks([2, 5, 10, 20, 50, 100], ["2", "5", "10", "20", "50", "100"])
    right.minorticks_off()
    right.set_ylim(-3, 103)
    right.set_xlabel("calls of the network")
    right.set_ylabel("points off the ring (%)")
    return figure
