"""Figures of docs/architectures/convolution-arithmetic.md."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.diagrams import canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label
from snippets.architectures.convolution_arithmetic import pool_signal, same_padding, touched
from snippets.architectures.convolutional_networks import windows


def _cell(axes: Axes, x: float, y: float, text: str, color: str, *, strong: float = 0.25) -> None:
    axes.add_patch(Rectangle((x - 0.45, y - 0.35), 0.9, 0.7, facecolor=color, alpha=strong, linewidth=0))
    label(axes, text, x, y, INK, ha="center", va="center", fontsize=10)


def padding_and_stride() -> Figure:
    """A row of six pixels under a filter of three taps and stride 2: one zero on both sides, or one at the end."""
    figure, axes = canvas(15, 5.6, 3.0)
    centers = {}
    for top, name, (before, after) in (
        (4.6, "padding=1", (1, 1)),
        (1.9, "“same” in TensorFlow", same_padding(6, 3, 2)),
    ):
        label(axes, name, 0.0, top, INK, va="center")
        for place in range(-before, 6 + after):
            inside = 0 <= place < 6
            text, color = (str(place + 1), BLUE) if inside else ("0", ORANGE)
            _cell(axes, 6.5 + place, top, text, color, strong=0.25 if inside else 0.5)
        centers[name] = _centers(before, after)
        for window, pixel in enumerate(centers[name]):
            middle = 5.5 + pixel
            y = top - 0.6 - 0.35 * (window % 2)
            axes.plot([middle - 1.4, middle + 1.4], [y, y], color=GREEN, linewidth=2)
            axes.plot([middle], [y], "o", color=GREEN, markersize=5)
    assert centers["padding=1"] == [1, 3, 5], "a zero on both sides: the odd pixels are in the middle"
    assert centers["“same” in TensorFlow"] == [2, 4, 6], "a zero at the end: as many windows, on the even pixels"
    return figure


def _centers(before: int, after: int) -> list[int]:
    """The numbers of the pixels, of six, on which windows of three taps and stride 2 are centered."""
    image = np.tile(np.arange(1.0, 7.0), (1, 6, 1))
    padded = np.pad(image, ((0, 0), (before, after), (before, after)))
    return [int(pixel) for pixel in windows(padded, 3, stride=2)[0, 0, :, 1, 1]]


def taps_of_dilated_layers() -> Figure:
    """Which of the positions in its field one unit reads, for three stacks of dilated layers with three taps."""
    figure, axes = canvas(21, 4.2, 2.6)
    stacks = (((1, 2, 4), BLUE), ((1, 2, 3), GREEN), ((2, 2, 2), RED))
    unread = {}
    for row, (dilations, color) in enumerate(stacks):
        y = 3.4 - 1.4 * row
        reached = touched(dilations)
        field = range(min(reached), max(reached) + 1)
        unread[dilations] = [place for place in field if place not in reached]
        for place in field:
            if place in reached:
                axes.add_patch(Rectangle((12.6 + place, y - 0.35), 0.8, 0.7, facecolor=color, linewidth=0))
            else:
                axes.plot([13 + place], [y], "x", color=INK, markersize=6)
        label(axes, "dilations " + ", ".join(map(str, dilations)), 0.0, y, color, va="center")
    assert unread[1, 2, 4] == unread[1, 2, 3] == [], "growing dilations cover their whole field"
    assert unread[2, 2, 2] == [*field][1::2], "equal ones leave every second pixel unread"
    return figure


def pooling_and_a_shift_by_one() -> Figure:
    """A signal and the same signal moved by one pixel, with what pooling by two makes of them, plain and blurred."""
    figure, axes = canvas(17, 7.0, 3.6)
    signal = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])
    plain, blurred = ([pool_signal(np.roll(signal, shift), blur) for shift in range(2)] for blur in (False, True))
    assert np.array_equal(plain, [[0, 1, 0, 1], [1, 1, 1, 1]]), "maxima of pairs, before and after the shift"
    assert np.allclose(blurred, [[0.5, 1, 0.5, 1], [0.75] * 4]), "and blurred ones"
    assert plain[1].mean() - plain[0].mean() > 0.4, "another signal: a moved copy would have the same mean"
    assert abs(plain[1] - plain[0]).max() == np.ptp(signal), "a pooled value goes from one end to the other"
    assert abs(blurred[1] - blurred[0]).max() < 0.3 * np.ptp(signal), "blurred before, the two are similar"
    for column, (values, name) in enumerate(((signal, "signal"), (np.roll(signal, 1), "moved by one"))):
        left = 0.5 + 9 * column
        label(axes, name, left - 0.4, 6.5, INK)
        _row(axes, left, 5.7, values, BLUE)
        label(axes, "maximum, every second kept", left - 0.4, 4.1, ORANGE)
        _row(axes, left + 0.5, 3.3, plain[column], ORANGE, step=2)
        label(axes, "maximum, blur, every second kept", left - 0.4, 1.7, PURPLE)
        _row(axes, left + 0.5, 0.9, blurred[column], PURPLE, step=2)
    return figure


def _row(axes: Axes, left: float, y: float, values: Sequence[float] | np.ndarray, color: str, step: int = 1) -> None:
    for place, value in enumerate(values):
        _cell(axes, left + step * place, y, f"{value:g}", color, strong=0.08 + 0.32 * float(value))
