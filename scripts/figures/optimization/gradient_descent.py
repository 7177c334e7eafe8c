"""Figures of docs/optimization/gradient-descent.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from scripts.numbers.optimization.gradient_descent import SHOWN
from snippets.optimization.gradient_descent import (
    Array,
    descend,
    epoch_batches,
    least_squares_problem,
)


def _walks(X: Array, y: Array, minimizer: Array, updates: int) -> dict[int, Array]:
    """Forty updates from one start at one rate, relative to the minimizer, by the examples per update."""
    N, start, walks = len(y), minimizer + np.array([-4.5, 1.6]), {}
    for batch_size in (N, 20, 1):
        rng = np.random.default_rng(5)
        batches = [batch for _ in range(updates) for batch in epoch_batches(N, batch_size, rng)][:updates]
        walks[batch_size] = descend(X, y, start, batches, [0.3] * updates) - minimizer
    return walks


def _pushes(walk: Array, hessian: Array) -> float:
    """Root mean square of what the steps differ from those of the full gradient at the same places."""
    return float(np.sqrt(np.mean(np.sum((np.diff(walk, axis=0) + 0.3 * walk[:-1] @ hessian) ** 2, axis=1))))


def paths() -> Figure:
    """Forty updates from one start at one rate, with all, 20 and 1 of 200 examples per update."""
    N, updates = 200, 40
    X, y, minimizer = least_squares_problem(N, [1, 0.1], 1.0, np.random.default_rng(3))
    hessian = X.T @ X / N
    walks = _walks(X, y, minimizer, updates)
    noise = {batch_size: _pushes(walk, hessian) for batch_size, walk in walks.items()}
    assert noise[1] > 2 * noise[20] > 20 * noise[N], "the fewer examples per update, the noisier the path"
    steps = np.diff(walks[N], axis=0)
    assert np.sum(steps[1:] * steps[:-1], axis=1).min() > 0, "with all examples the path never turns back"
    late = walks[1][updates // 2 :]
    way, beeline = np.linalg.norm(np.diff(late, axis=0), axis=1).sum(), np.linalg.norm(late[-1] - late[0])
    assert way > 3 * beeline, "one example per update ends in a tangle"
    assert np.linalg.norm(late, axis=1).max() < 0.6 * np.linalg.norm(walks[1][0]), "around the minimum"
    values, vectors = np.linalg.eigh(hessian)
    angle = np.linspace(0, 2 * np.pi, 33)
    ring = vectors @ (np.array([np.cos(angle), np.sin(angle)]) / np.sqrt(values)[:, None])
    figure, panels = new_row(3, height=2.9)
    for axes, batch_size, color, text in (
        (panels[0], N, BLUE, "all 200"),
        (panels[1], 20, GREEN, "20 examples"),
        (panels[2], 1, ORANGE, "1 example"),
    ):
        path = walks[batch_size]
        for radius in (0.5, 1.0, 1.5):
            axes.plot(*radius * ring, color=INK, linewidth=0.7, alpha=0.6)
        axes.plot(*path.T, color=color, linewidth=1.4)
        axes.plot(*path[0], "o", color=color)
        axes.plot(0, 0, "x", color=INK, markersize=8, markeredgewidth=2)
        label(axes, text, 0.05, 0.05, color, transform=axes.transAxes, fontsize=10)
        axes.set(xlabel=r"$\theta_1-\theta_1^*$", xlim=(-5.2, 1.8), ylim=(-2.6, 2.4), xticks=[-4, -2, 0])
        axes.grid(visible=False)
    panels[0].set_ylabel(r"$\theta_2-\theta_2^*$")
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    return figure


def excess_loss_against_passes() -> Figure:
    """Excess loss of full-batch and single-example descent against passes over 500 examples."""
    record = recorded("optimization/gradient-descent")
    losses = {
        name: np.array([record[f"figure.{name}.{place}"].mean for place in range(len(SHOWN))])
        for name in ("full", "constant", "one", "reshuffled")
    }
    full, passes = losses["full"], np.array(SHOWN)
    for name in ("one", "reshuffled"):
        crossing = record[f"overtakes.{name}"].mean
        early, late = passes < crossing - 5, passes > crossing + 5
        assert (losses[name][early] < full[early]).all(), "SGD wins early, until the pass that the caption names"
        assert (losses[name][late] > full[late]).all(), "the full batch wins late"
    again = passes >= 10
    assert (losses["reshuffled"][again] < losses["one"][again] / 3).all(), "it falls faster when reshuffled"
    slopes = np.diff(np.log(full)) / np.diff(np.log(passes))
    assert (np.diff(slopes) < 0).all(), "the full batch bends down ever more steeply"
    assert full[0] > 10 * max(curve[0] for name, curve in losses.items() if name != "full"), "it starts highest"
    floor = losses["constant"][passes >= 4]
    assert 0.005 < floor.min() < floor.max() < 0.02, "at a constant rate one example stays near 0.01"
    figure, axes = new_figure()
    for name, color, style in (
        ("full", BLUE, "o-"),
        ("constant", PURPLE, "v:"),
        ("one", ORANGE, "s--"),
        ("reshuffled", GREEN, "^-."),
    ):
        axes.loglog(SHOWN, losses[name], style, color=color, markersize=4, linewidth=1.6)
    label(axes, "all 500 examples per update", 4.2, 0.34, BLUE)
    label(axes, "one, constant rate: noise floor", 1.05, 0.05, PURPLE)
    label(axes, "one, decayed rate,\nwith replacement", 92, 2.2e-3, ORANGE, ha="right", va="center")
    label(axes, "one, decayed rate,\nreshuffled", 4.5, 6e-5, GREEN, va="center")
    axes.set(xlabel="passes over the data", ylabel="excess loss (1 = start)", ylim=(3e-7, 1.5))
    axes.set_xticks([1, 3, 10, 30, 90], ["1", "3", "10", "30", "90"])
    axes.minorticks_off()
    return figure
