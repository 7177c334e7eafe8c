"""Figures of docs/regularization/batch-normalization.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.regularization.batch_normalization import Array, batch_norm, batch_norm_inference


def before_and_after() -> Figure:
    """Pre-activations of three units over one mini-batch, raw, normalized, and scaled and shifted."""
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.normal(4, 3, 8), rng.normal(-3, 0.4, 8), rng.exponential(2, 8)])
    gamma, beta = np.array([1.0, 2.0, 0.5]), np.array([0.0, 3.0, -3.0])
    figure, panels = new_row(3, height=3.3)
    stages = (x, batch_norm(x, np.ones(3), np.zeros(3)), batch_norm(x, gamma, beta))
    assert np.allclose(x.mean(axis=0), [5, -3, 2], atol=0.5), "before, the centers are near 5, −3 and 2"
    assert max(x.std(axis=0)) > 3 * min(x.std(axis=0)), "and the spreads differ"
    for values, centers, spreads in ((stages[1], np.zeros(3), np.ones(3)), (stages[2], [0, 3, -3], [1, 2, 0.5])):
        assert np.allclose(values.mean(axis=0), centers), "normalization sets every mean, then β does"
        assert np.allclose(values.std(axis=0), spreads, rtol=1e-3), "and every spread, then γ does"
        shapes = [np.corrcoef(before, after)[0, 1] for before, after in zip(x.T, values.T, strict=True)]
        assert np.allclose(shapes, 1), "the shape of each distribution stays as it was"
    names = ("before", "normalized", "then γ, β")
    for axes, values, name in zip(panels, stages, names, strict=True):
        for unit, (color, marker) in enumerate(((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"))):
            spread = unit + 1 + np.linspace(-0.22, 0.22, 8)
            axes.plot(spread, values[:, unit], marker, color=color, markersize=4, markerfacecolor="none")
            mean = values[:, unit].mean()
            axes.plot([unit + 0.65, unit + 1.35], [mean, mean], color=INK)
        axes.set_ylim(-6, 12)
        axes.set_xlim(0.4, 3.6)
        axes.set_xticks([1, 2, 3])
        axes.set_xlabel("unit")
        axes.set_yticks([-5, 0, 5, 10], ["−5", "0", "5", "10"] if axes is panels[0] else [""] * 4)
        label(axes, name, 3.5, 11, INK, ha="right")
    panels[0].set_ylabel("value over the mini-batch")
    label(panels[2], "γ=1\nβ=0", 1, 3.2, BLUE, ha="center", fontsize=9)
    label(panels[2], "γ=2\nβ=3", 2, 7.4, ORANGE, ha="center", fontsize=9)
    label(panels[2], "γ=½\nβ=−3", 3, -0.9, GREEN, ha="center", fontsize=9)
    return figure


def _outputs(B: int, rng: np.random.Generator) -> Array:
    """Outputs of the input 1 in training mode, among B − 1 standard normal ones, for 4000 mini-batches."""
    x = rng.standard_normal((B, 4000))
    x[0] = 1.0
    return np.asarray(batch_norm(x, np.ones(4000), np.zeros(4000))[0])


def batchmates() -> Figure:
    """Output of one fixed input in training mode against the batch size, and at evaluation."""
    rng = np.random.default_rng(0)
    sizes = np.array([2, 4, 8, 16, 32, 64, 128, 256])
    ones, zeros = np.ones(1), np.zeros(1)
    quantiles = np.array([np.quantile(_outputs(B, rng), [0.1, 0.5, 0.9]) for B in sizes])
    constant = batch_norm_inference(np.ones((1, 1)), zeros, ones, ones, zeros).item()
    widths = quantiles[:, 2] - quantiles[:, 0]
    assert (widths[1:] < 0.9 * widths[:-1]).all(), "the smaller the batch, the more the output varies"
    assert np.allclose(quantiles[0, [0, 2]], [-1, 1], atol=1e-3), "at batch size 2 the bar spans −1 to 1"
    assert np.allclose(quantiles[-1, [0, 2]], [0.9, 1.1], atol=0.03), "at 256 about 0.9 to 1.1"
    assert np.isclose(constant, 1, atol=1e-4), "at evaluation the value is 1 in any company"
    figure, axes = new_figure(height=3.5)
    for index, (low, middle, high) in enumerate(quantiles):
        axes.plot([index, index], [low, high], color=BLUE)
        axes.plot(index, middle, "o", color=BLUE)
    axes.plot([-0.4, 7.4], [constant, constant], "--", color=PURPLE)
    label(axes, "training: median and middle 80 %", 2.2, 0.3, BLUE)
    label(axes, "evaluation", -0.4, 1.07, PURPLE)
    axes.set_xticks(range(8), [str(B) for B in sizes])
    axes.set_xlabel("batch size $B$ (examples)")
    axes.set_ylabel("normalized value of the input 1\n(standard deviations)")
    return figure
