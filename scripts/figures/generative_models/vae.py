"""Figures of docs/generative-models/vae.md."""

from math import erf, sqrt

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.diagrams import arrow, box, canvas, operation
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.generative_models.vae import Array, initialize, loss_and_gradients, ring

EDGES = np.linspace(0, 1.3, 14)


def _pulls(noise: Array) -> dict[str, float]:
    """Size of the largest gradient of the reconstruction in each part of the tested network, for given noise."""
    rng = np.random.default_rng(0)
    parameters, X = initialize(2, 5, 2, rng, 1), ring(len(noise), rng, 1)
    gradients = loss_and_gradients(parameters, X, noise[None], 0.2, beta=0)[1]
    return {name: float(np.abs(gradient).max()) for name, gradient in gradients.items()}


def reparameterization() -> Figure:
    """The way of the gradient through a VAE: the noise is an input beside μ and σ."""
    noise = np.random.default_rng(1).standard_normal((20, 2))
    drawn, left_out = _pulls(noise), _pulls(0 * noise)
    assert min(drawn[name] for name in ("mean", "log_variance", "encoder")) > 0.1, "the gradient reaches both, and x"
    assert left_out["mean"] > 0.1, "μ is added: it gets its gradient whatever the noise is"
    assert left_out["log_variance"] == 0, "σ is multiplied by the noise: without it, nothing arrives"
    figure, axes = canvas(14, 4.6, 2.9)
    box(axes, (0.9, 2.6), "$x$", INK, 0.9)
    box(axes, (3.3, 2.6), "encoder", BLUE, 2.1)
    box(axes, (6.0, 3.4), r"$\mu$", BLUE, 0.9)
    box(axes, (6.0, 1.8), r"$\sigma$", BLUE, 0.9)
    operation(axes, (7.8, 1.8), "×")
    operation(axes, (9.2, 2.6), "+")
    box(axes, (7.8, 0.5), r"normal noise $\varepsilon$", ORANGE, 2.6)
    box(axes, (11.4, 2.6), "decoder", BLUE, 2.1)
    for start, end in (
        ((1.35, 2.6), (2.25, 2.6)),
        ((4.35, 2.9), (5.55, 3.35)),
        ((4.35, 2.3), (5.55, 1.85)),
        ((6.45, 1.8), (7.45, 1.8)),
        ((7.8, 0.9), (7.8, 1.4)),
        ((6.45, 3.35), (8.9, 2.75)),
        ((8.1, 1.98), (8.93, 2.42)),
        ((9.55, 2.6), (10.35, 2.6)),
        ((12.45, 2.6), (13.1, 2.6)),
    ):
        arrow(axes, start, end)
    label(axes, r"$\hat x$", 13.2, 2.6, INK, va="center")
    label(axes, "$z$", 9.85, 2.8, INK)
    arrow(axes, (13.1, 4.2), (2.3, 4.2), GREEN, "--")
    label(axes, r"gradient: through $z$ to $\mu$ and $\sigma$, past $\varepsilon$", 4.6, 4.35, GREEN, fontsize=9.5)
    return figure


def samples_by_radius() -> Figure:
    """Where points decoded from the prior fall: recorded shares by distance from the center, mean of eight seeds."""
    figure, axes = new_figure(height=3.3)
    values = recorded("generative-models/vae")
    centers = (EDGES[1:] + EDGES[:-1]) / 2
    found = {beta: np.array([values[f"radius.{beta}.{index}"].mean for index in range(13)]) for beta in (0, 1, 16)}
    near = (centers > 0.8) & (centers < 1.1)
    assert found[1][near].sum() > 0.6, "the VAE puts most points near the ring"
    assert found[0][near].sum() < 0.25, "without the KL term most miss the ring"
    assert found[0][centers < 1].sum() > 0.85, "and lie inside it"
    assert found[16][centers < 0.2].sum() > 0.95, "with too much of it nearly all are in the middle"
    data = np.diff([0.5 * (1 + erf((edge - 1) / 0.1 / sqrt(2))) for edge in EDGES])
    assert abs(centers[data.argmax()] - 1) < 0.06, "the data peak at 1"
    assert data[centers < 0.6].sum() < 1e-3, "and there are none in the middle"
    axes.plot(centers, data, ":", color=INK)
    for beta, color, style, marker in ((0, RED, "--", "s"), (1, BLUE, "-", "o"), (16, ORANGE, "-.", "D")):
        axes.plot(centers, found[beta], style, color=color, marker=marker, markersize=5)
    label(axes, "data", 1.15, 0.3, INK)
    label(axes, r"no KL term ($\beta=0$)", 0.27, 0.18, RED)
    label(axes, r"VAE ($\beta=1$)", 0.72, 0.36, BLUE)
    label(axes, "collapsed ($\\beta=16$): all points\nat the mean of the data", 0.11, 0.83, ORANGE)
    axes.set_xlabel("distance from the center (the ring has radius 1)")
    axes.set_ylabel("share of points")
    axes.set_ylim(-0.03, 1)
    return figure
