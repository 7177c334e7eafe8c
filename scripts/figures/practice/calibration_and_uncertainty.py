"""Figures of docs/practice/calibration-and-uncertainty.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_row
from snippets.foundations.activation_functions import softmax
from snippets.practice.calibration_and_uncertainty import ensemble_uncertainty, fit_temperature, simulated


def _points(p: np.ndarray, y: np.ndarray) -> tuple[list[float], list[float]]:
    """Mean confidence and accuracy in each tenth that holds at least 50 predictions."""
    confidence, correct = p.max(axis=1), p.argmax(axis=1) == y
    tenth = np.minimum((10 * confidence).astype(int), 9)
    filled = [tenth == place for place in range(10) if np.sum(tenth == place) >= 50]
    return [float(confidence[rows].mean()) for rows in filled], [float(correct[rows].mean()) for rows in filled]


def _diagram(axes: Axes, p: np.ndarray, y: np.ndarray, color: str) -> np.ndarray:
    """Draw a reliability diagram; the gaps, confidence minus accuracy, from the left point to the right one."""
    confidence, accuracy = _points(p, y)
    axes.plot([0, 1], [0, 1], "--", color=INK, linewidth=1)
    axes.plot(confidence, accuracy, "o-", color=color)
    axes.set(xlabel="confidence", xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    return np.subtract(confidence, accuracy)


def reliability() -> Figure:
    """Accuracy against confidence of the overconfident predictor, before and after the fitted temperature."""
    z, y = simulated(20_000, 2.5, np.random.default_rng(0))
    fitted, tested = slice(0, 10_000), slice(10_000, None)
    T = fit_temperature(z[fitted], y[fitted])
    figure, (before, after) = new_row(2, height=3.3)
    overconfident = _diagram(before, softmax(z[tested]), y[tested], ORANGE)
    repaired = _diagram(after, softmax(z[tested] / T), y[tested], BLUE)
    assert (overconfident > 0).all(), "all points lie below the diagonal"
    assert overconfident[-3:].min() > 2 * overconfident[0], "the right ones far below it"
    assert np.abs(repaired).max() < 0.07, "one temperature brings them back, but for what 50 examples leave to chance"
    before.set_ylabel("accuracy")
    label(before, "before", 0.62, 0.22, ORANGE)
    label(after, "after", 0.62, 0.45, BLUE)
    return figure


def noise_or_ignorance() -> Figure:
    """What two members and their mean say of two classes: both unsure, and both sure of different ones."""
    figure, panels = new_row(2, height=2.7)
    noise, ignorance = np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    noise_total, aleatoric, _ = ensemble_uncertainty(noise[:, None])
    ignorance_total, _, epistemic = ensemble_uncertainty(ignorance[:, None])
    assert np.allclose([noise_total, ignorance_total], np.log(2)), "the mean alone cannot tell them apart"
    assert np.isclose(aleatoric, noise_total), "members that are unsure: all of it is noise"
    assert np.isclose(epistemic, ignorance_total), "members that contradict each other: all of it is ignorance"
    for axes, name, members in zip(panels, ("noise", "ignorance"), (noise, ignorance), strict=True):
        rows = np.array([*members, np.mean(members, axis=0)])
        for column, (color, hatch) in enumerate(((BLUE, ""), (GREEN, "//"))):
            at = np.arange(3) + 0.36 * column - 0.18
            axes.bar(at, rows[:, column], 0.34, color=color, hatch=hatch, edgecolor=INK, linewidth=0.5)
        axes.set_title(name, fontsize=11)
        axes.set(xticks=range(3), xticklabels=["member 1", "member 2", "mean"], yticks=[0, 0.5, 1], ylim=(0, 1.15))
    panels[0].set_ylabel("probability")
    label(panels[0], "class A", 0.0, 0.8, BLUE, ha="right")
    label(panels[0], "class B", 0.1, 0.8, GREEN)
    return figure
