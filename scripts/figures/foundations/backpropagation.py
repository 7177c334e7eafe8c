"""Figures of docs/foundations/backpropagation.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure
from scripts.numbers.foundations.backpropagation import HAND, X_HAND
from snippets.foundations.backpropagation import (
    Array,
    backward,
    cross_entropy,
    forward,
    gradients_by_hand,
    numerical_gradient,
    random_layers,
)
from snippets.foundations.weights_and_biases import dense_layer

TARGET = 3.0


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str, style: str) -> None:
    options = {"arrowstyle": "-|>", "color": color, "linestyle": style, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=options)


def _entering() -> list[int]:
    """For layers 1 and 2, which kept activation its weight gradient pairs with the layer's signal: found by trying."""
    rng = np.random.default_rng(0)
    layers, X = random_layers([3, 3, 3], rng), rng.standard_normal((1, 3))
    activations = forward(layers, X)
    _, delta = cross_entropy(activations[-1], np.array([0]))
    gradients = backward(layers, activations, delta)
    (W1, _), (W2, _) = layers
    (dW1, signal1), (dW2, signal2) = gradients
    assert np.allclose(signal1, W2.T @ signal2 * (1 - np.tanh(X[0] @ W1.T) ** 2)), "the chain rule runs from 2 to 1"
    numerical = numerical_gradient(lambda: cross_entropy(forward(layers, X)[-1], np.array([0]))[0], W1)
    assert np.allclose(dW1, numerical, atol=1e-6), "what is delivered below layer 1 is its gradient"
    return [
        next(k for k, a in enumerate(activations) if np.allclose(dW, np.outer(signal, a[0])))
        for dW, signal in ((dW1, signal1), (dW2, signal2))
    ]


def two_layers() -> Figure:
    """Forward pass, cached activations and backward pass of a network of two layers."""
    figure, axes = new_figure(height=3.5)
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(-0.1, 4.1)
    boxes = ((1.9, "layer 1\n$W_1,\\ b_1$"), (5.2, "layer 2\n$W_2,\\ b_2$"), (8.4, "loss"))
    for x, text in boxes:
        axes.plot([x - 0.75, x + 0.75, x + 0.75, x - 0.75, x - 0.75], [1.5, 1.5, 3, 3, 1.5], color=INK)
        label(axes, text, x, 2.25, INK, ha="center", va="center")
    for start, end, text in ((0.1, 1.15, "$a_0=x$"), (2.65, 4.45, "$z_1,\\ a_1$"), (5.95, 7.65, "$z_2$")):
        _arrow(axes, (start, 2.75), (end, 2.75), BLUE, "-")
        label(axes, text, (start + end) / 2, 3.0, BLUE, ha="center")
    for start, end, text in ((7.65, 5.95, "$\\delta_2$"), (4.45, 2.65, "$\\delta_1$")):
        _arrow(axes, (start, 1.8), (end, 1.8), ORANGE, "--")
        label(axes, text, (start + end) / 2, 1.3, ORANGE, ha="center")
    entering = _entering()
    assert entering == [0, 1], "each gradient pairs a signal with the activation that entered the layer"
    for layer, (x, kept) in enumerate(zip((1.9, 5.2), entering, strict=True), start=1):
        _arrow(axes, (x, 1.5), (x, 0.65), PURPLE, "-")
        label(axes, rf"$\delta_{layer} a_{kept}^{{T}},\ \delta_{layer}$", x, 0.15, PURPLE, ha="center")
    label(axes, "forward: compute and keep", 0.1, 3.75, BLUE)
    label(axes, "backward: chain rule, from the loss", 9.9, 3.75, ORANGE, ha="right")
    label(axes, "gradients for\nthe optimizer", 7.2, 0.05, PURPLE)
    return figure


def _worked_example() -> tuple[Array, Array, float]:
    """Activations of the two hidden units and the output (3,); signals of the hidden units (2,) and of the output."""
    (W1, b1), (W2, b2) = HAND
    hidden = dense_layer(X_HAND[None], W1, b1, lambda z: np.maximum(z, 0))[0]
    output = float((W2 @ hidden + b2)[0])
    loss, ((_, signals), (_, output_signals)) = gradients_by_hand(HAND, X_HAND, TARGET)
    signal = float(output_signals[0])
    assert loss == (output - TARGET) ** 2 / 2, "the loss is that of the output"
    assert signal == output - TARGET, "so is δ"
    assert (signals == signal * W2[0] * (hidden > 0)).all(), "each hidden unit receives it times its weight and slope"
    assert signals[0] == -4, "−4 for the unit"
    assert hidden[0] > 0, "that is on"
    assert signals[1] == 0, "0 for the unit"
    assert hidden[1] == 0, "that is off"
    return np.array([*hidden, output]), signals, signal


def _number(value: float) -> str:
    """A number as it stands on the page, with a true minus."""
    return f"{value + 0.0:g}".replace("-", "−")  # -0.0 + 0.0 is 0.0


def by_hand() -> Figure:
    """The worked example: values of the forward pass in the units, signals of the backward pass below them."""
    figure, axes = new_figure(height=3.6)
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 4.6)
    inputs, hidden, output = ((1.0, 3.4), (1.0, 1.3)), ((4.6, 3.4), (4.6, 1.3)), (8.2, 2.35)
    activations, hidden_signals, output_signal = _worked_example()
    (W1, _), (W2, _) = HAND
    shares = np.array([[0.5, 0.28], [0.28, 0.5]])
    wires = [(inputs[j], hidden[i], W1[i, j], shares[i, j]) for i, j in ((0, 0), (0, 1), (1, 0), (1, 1))]
    wires += [(hidden[j], output, W2[0, j], 0.5) for j in (0, 1)]
    for start, end, weight, share in wires:
        way = np.array(end) - np.array(start)
        gap = 0.5 * way / np.linalg.norm(way)
        _arrow(axes, tuple(start + gap), tuple(end - gap), BLUE, "-")
        at = start + share * way
        label(axes, _number(weight), at[0], at[1] + 0.15, BLUE, ha="center")
    for (x, y), value in zip((*inputs, *hidden, output), (*X_HAND, *activations), strict=True):
        axes.plot([x], [y], "o", markersize=34, markerfacecolor="none", markeredgecolor=INK)
        label(axes, _number(value), x, y, INK, ha="center", va="center")
    for (x, y), signal in zip((*hidden, output), (*hidden_signals, output_signal), strict=True):
        label(axes, f"$\\delta$ = {_number(signal)}", x, y - 0.85, ORANGE, ha="center")
    for (x, _), text in ((inputs[0], "inputs"), (hidden[0], "hidden, ReLU"), (output, "output")):
        label(axes, text, x, 4.3, INK, ha="center")
    label(axes, f"target {TARGET:g}", 9.0, 2.35, INK, va="center")
    return figure


def gradient_check() -> Figure:
    """Recorded difference between central differences and backpropagation against the step, mean of ten networks."""
    values = recorded("foundations/backpropagation")
    exponents = range(1, 14)
    steps = [10.0**-exponent for exponent in exponents]
    errors = np.array([values[f"gradient_check.{exponent}"].mean for exponent in exponents])
    slopes = -np.diff(np.log10(errors))
    assert np.allclose(slopes[:3], 2, atol=0.1), "from the largest step on it falls as h²: truncation"
    assert np.allclose(slopes[5:], -1, atol=0.15), "toward the smallest it grows as 1/h: rounding"
    assert steps[int(errors.argmin())] == 1e-5, "best near 10⁻⁵"
    assert 3e-11 < errors.min() < 3e-10, "with about 10⁻¹⁰"
    figure, axes = new_figure(height=3.4)
    axes.loglog(steps, errors, "o-", color=BLUE)
    label(axes, "truncation\n" + r"$\propto h^2$", 3e-3, 3e-9, INK)
    label(axes, "rounding\n" + r"$\propto 1/h$", 3e-12, 3e-9, INK)
    axes.set_yticks([1e-10, 1e-8, 1e-6, 1e-4, 1e-2])
    axes.set_xticks([1e-13, 1e-9, 1e-5, 1e-1])
    axes.minorticks_off()
    axes.set_xlabel("step $h$ of the central difference")
    axes.set_ylabel("relative difference\nfrom backpropagation")
    return figure
