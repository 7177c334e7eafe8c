"""Figures of docs/foundations/weights-and-biases.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_row
from snippets.foundations.weights_and_biases import Array, boundary, dense_layer, fit_boundary, two_clouds


def boundary_and_kink() -> Figure:
    """Left: the best line with and without bias. Right: a ReLU unit for three biases and two weights."""
    figure, (left, right) = new_row(2, height=3.4)
    X, labels = two_clouds(np.random.default_rng(0))
    for value, marker, color in ((0, "o", PURPLE), (1, "^", GREEN)):
        points = X[labels == value]
        left.plot(points[:, 0], points[:, 1], marker, color=color, markerfacecolor="none", markersize=4)
    _check_lines(X, labels)
    x = np.array([-0.6, 5.2])
    for bias, color, style in ((False, ORANGE, "--"), (True, BLUE, "-")):
        w, b = fit_boundary(X, labels, bias)
        left.plot(x, -(w[0] * x + b) / w[1], style, color=color)
    left.plot(0, 0, "+", color=INK, markersize=10)
    label(left, "no bias", 1.4, 4.3, ORANGE, ha="right")
    label(left, "with bias", 4.9, 0.9, BLUE, ha="right")
    label(left, "origin", 0.15, -0.45, INK, fontsize=9)
    left.set_xlim(-0.6, 5)
    left.set_ylim(-0.6, 5)
    left.set_xticks([0, 2, 4])
    left.set_yticks([0, 2, 4])
    left.set_xlabel("input $x_1$")
    left.set_ylabel("input $x_2$")

    z = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
    units = (
        (1.0, 2.0, "-", BLUE, "$w=1,\\ b=2$", (0.6, 3.3), "right"),
        (1.0, 0.0, "--", ORANGE, "$1,\\ 0$", (2.2, 1.5), "left"),
        (1.0, -2.0, ":", PURPLE, "$1,\\ -2$", (2.1, 0.3), "right"),
        (-2.0, -2.0, "-.", GREEN, "$-2,\\ -2$", (-2.0, 2.1), "left"),
    )
    for weight, b, style, color, text, (x_text, y_text), align in units:
        _check_ramp(weight, b)
        a = dense_layer(z[:, None], np.array([[weight]]), np.array([b]), lambda t: np.maximum(t, 0))[:, 0]
        right.plot(z, a, style, color=color)
        label(right, text, x_text, y_text, color, ha=align)
    right.set_ylim(-0.2, 4.4)
    right.set_yticks([0, 2, 4])
    right.set_xlabel("input $x$")
    right.set_ylabel("activation  ReLU$(wx+b)$")
    return figure


def _check_lines(X: Array, labels: Array) -> None:
    """What the left panel says of the two fitted lines; points X (60, 2) with labels (60,)."""
    w, b = fit_boundary(X, labels, bias=False)
    sides = X @ w + b > 0
    assert boundary(w, b)[1] == 0, "without a bias the line passes through the origin"
    for cloud in (0, 1):
        assert np.mean(sides[labels == cloud]) > 0.6, "and leaves most of both clouds on one side"
    w, b = fit_boundary(X, labels, bias=True)
    assert boundary(w, b)[1] > 1, "with a bias it lies away from the origin"
    assert np.mean((X @ w + b > 0) == labels) > 0.95, "and separates the clouds"


def _check_ramp(weight: float, b: float) -> None:
    """What the right panel says of a ReLU unit with `weight` and bias `b`, on a fine grid of inputs."""
    x = np.linspace(-5, 5, 1001)
    a = dense_layer(x[:, None], np.array([[weight]]), np.array([b]), lambda t: np.maximum(t, 0))[:, 0]
    slopes = np.diff(a) / np.diff(x)
    kink = x[1:-1][np.argmax(np.abs(np.diff(slopes)))]
    assert np.isclose(kink, -b / weight, atol=0.01), "the bias puts the kink at −b/w"
    assert np.allclose(slopes[x[:-1] > kink + 0.01], max(weight, 0)), "the weight sets the slope on the right"
    assert np.allclose(slopes[x[1:] < kink - 0.01], min(weight, 0)), "or, if it is negative, on the left"
