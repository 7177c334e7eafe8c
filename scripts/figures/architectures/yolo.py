"""Figures of the page on YOLO."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.architectures.yolo import (
    Array,
    decode_box,
    example_birds,
    example_detections,
    generalized_overlap,
    grid_target,
    intersection_over_union,
    non_maximum_suppression,
    prediction_shapes,
)


def _box(axes: Axes, corners: Array, color: str, style: str = "-", width: float = 2) -> None:
    x, y = corners[:2]
    w, h = corners[2:] - corners[:2]
    axes.add_patch(Rectangle((x, y), w, h, facecolor="none", edgecolor=color, linestyle=style, linewidth=width))


def _image(axes: Axes, width: float, height: float) -> None:
    """An image has its origin at the top left and equal units; ticks say nothing here."""
    axes.set(xlim=(-0.01 * width, 1.01 * width), ylim=(1.01 * height, -0.01 * height), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.grid(visible=False)


def grid_and_responsible_cell() -> Figure:
    """Three objects on the 7 × 7 grid of a 448-pixel image; two centers share a cell."""
    boxes = np.array([[0.33, 0.62, 0.5, 0.56], [0.385, 0.585, 0.14, 0.2], [0.79, 0.24, 0.3, 0.3]])
    target = grid_target(boxes, [11, 7, 14], S=7, C=20)
    cells = (boxes[:, 1::-1] * 7).astype(int).tolist()  # row and column
    assert np.argwhere(target[..., 4]).tolist() == [cells[2], cells[0]], "the cells with the centers are responsible"
    assert cells[0] == cells[1], "two objects are centered in one cell"
    assert target[..., 4].sum() == 2, "of which one gets no target"
    assert np.flatnonzero(target[*cells[0], 5:]).tolist() == [11], "the cell has the class of the dog alone"
    figure, axes = new_figure(height=4.2)
    _image(axes, 448, 448)
    for line in range(8):
        axes.plot([0, 448], [line * 64] * 2, color=INK, linewidth=0.7, alpha=0.6)
        axes.plot([line * 64] * 2, [0, 448], color=INK, linewidth=0.7, alpha=0.6)
    for row, column in np.argwhere(target[..., 4]):
        axes.add_patch(Rectangle((column * 64, row * 64), 64, 64, facecolor=INK, alpha=0.35, edgecolor="none"))
    styles = ((BLUE, "-", "o", "dog"), (ORANGE, "--", "s", "ball"), (GREEN, "-.", "^", "bird"))
    for (x, y, w, h), (color, style, marker, name) in zip(boxes * 448, styles, strict=True):
        _box(axes, np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2]), color, style)
        axes.plot(x, y, marker, color=color, markersize=8)
        label(axes, name, x - w / 2 + 4, y - h / 2 - 6, color)
    label(axes, "shaded: the responsible cells", 462, 60, INK)
    for name, (row, column), y, color in (("bird", cells[2], 120, GREEN), ("dog", cells[0], 270, BLUE)):
        label(axes, f"{name}: cell in row {row}, column {column}", 462, y, color)
    label(axes, "ball: same cell, so no target", 462, 305, ORANGE)
    axes.set_xlim(-4, 760)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def overlap_and_distance() -> Figure:
    """Left, the worked example; right, IoU, GIoU and DIoU of two squares that move apart."""
    figure, (left, right) = new_row(2, height=3.5)
    first, second = np.array([0.0, 0, 4, 4]), np.array([2.0, 1, 6, 5])
    overlap = float(intersection_over_union(first, second))
    assert abs(overlap - 6 / 26) < 1e-9, "they share 6 of the 26 that they cover together"
    assert abs(generalized_overlap(first, second)[0] - (overlap - (30 - 26) / 30)) < 1e-9, "their hull has 30"
    _image(left, 7, 6)
    left.add_patch(Rectangle((2, 1), 2, 3, facecolor=INK, alpha=0.4, edgecolor="none"))
    _box(left, np.array([0.0, 0, 6, 5]), INK, ":", 1.3)
    _box(left, first, BLUE)
    _box(left, second, ORANGE, "--")
    label(left, "A: 16", 0.2, 0.55, BLUE)
    label(left, "B: 16", 4.4, 4.75, ORANGE)
    label(left, "shared\n6", 3, 2.5, INK, ha="center", va="center")
    label(left, "hull: 30", 5.9, 0.5, INK, ha="right")
    label(left, f"IoU = 6 / 26 = {overlap:.2f}", 3, 5.7, INK, ha="center")
    for spine in left.spines.values():
        spine.set_visible(False)
    shift = np.append(np.linspace(0, 4, 9), np.linspace(5, 12, 8))
    moved = first + shift[:, None] * np.array([1.0, 0, 1, 0])
    scores = np.array([generalized_overlap(first, box) for box in moved])
    plain = intersection_over_union(first, moved)
    apart = shift >= 4
    assert ((plain == 0) == apart).all(), "once the boxes part, IoU is flat"
    assert (np.diff(scores, axis=0) < 0).all(), "GIoU and DIoU go on falling"
    assert abs(scores[-1] + 0.5).max() < 0.05, "to about one half below zero"
    right.plot(shift, plain, "-", color=BLUE)
    right.plot(shift, scores[:, 0], "--", color=ORANGE)
    right.plot(shift, scores[:, 1], "-.", color=PURPLE)
    right.axvline(4, color=INK, linewidth=1, linestyle=":")
    label(right, "no overlap", 4.2, 0.85, INK)
    label(right, "IoU", 9, 0.05, BLUE)
    label(right, "GIoU", 5.6, -0.13, ORANGE)
    label(right, "DIoU", 7.2, -0.52, PURPLE)
    right.set(xlabel="shift of a square of side 4 (units)", ylabel="score")
    return figure


def duplicates_before_and_after() -> Figure:
    """Six detections of three classes, and the three that non-maximum suppression keeps."""
    boxes, scores, classes = example_detections()
    styles = (("car", BLUE, "-"), ("person", ORANGE, "--"), ("bicycle", GREEN, "-."))
    where = ((34, 226), (220, 366), (10, 200), (290, 96), (366, 130), (366, 300))
    kept = non_maximum_suppression(boxes, scores, classes, threshold=0.5)
    assert classes[kept].tolist() == [0, 1, 2], "one box is left per object"
    assert all(scores[i] == scores[classes == classes[i]].max() for i in kept), "the one with the best score"
    assert intersection_over_union(boxes[3], boxes[5]) > 0.5, "the bicycle survives as another class, not as far away"
    figure, panels = new_row(2, height=2.6)
    for axes, shown, title in zip(panels, (range(6), kept), ("before", "after"), strict=True):
        _image(axes, 448, 400)
        for i in shown:
            name, color, style = styles[classes[i]]
            _box(axes, boxes[i], color, style)
            label(axes, f"{name} {scores[i]:.2f}", *where[i], color, fontsize=9)
        label(axes, f"{title}: {len(shown)} boxes", 4, 40, INK)
        axes.set_xlim(-4, 520)
        for spine in axes.spines.values():
            spine.set_visible(False)
    return figure


def anchor_and_decoded_box() -> Figure:
    """The anchor of one cell of the 13 × 13 grid, and the box that four outputs make of it."""
    cell, prior, t = np.array([6.0, 4.0]), np.array([3.0, 2.0]), np.array([0.2, -0.4, 0.3, -0.3])
    x, y, w, h = decode_box(t, cell, prior)
    wide = decode_box(t, cell, prior * [2, 1])
    assert np.allclose(wide, [x, y, 2 * w, h]), "outputs scale the anchor, which has no say in the center"
    extreme = decode_box(np.outer([-9, 9], np.ones(4)), cell, prior)[:, :2]
    assert (np.floor(extreme) == cell).all(), "the center cannot leave the cell"
    assert ([w, h] > prior).tolist() == [True, False], "this box is wider than its anchor, and lower"
    figure, axes = new_figure(height=3.2)
    axes.add_patch(Rectangle((6, 4), 1, 1, facecolor=INK, alpha=0.3, edgecolor="none"))
    center = cell + 0.5
    _box(axes, np.concatenate([center - prior / 2, center + prior / 2]), ORANGE, "--")
    _box(axes, np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2]), BLUE)
    axes.plot(*center, "s", color=ORANGE)
    axes.plot(x, y, "o", color=BLUE, markersize=8)
    label(axes, "anchor 3 × 2", 6.5, 5.75, ORANGE, ha="center")
    label(axes, f"box {w:.2f} × {h:.2f}", 8.65, 4.4, BLUE)
    label(axes, f"center ({x:.2f}, {y:.2f})", 8.65, 4.75, BLUE)
    label(axes, "shaded: the cell that\nthe center cannot leave", 8.65, 3.65, INK)
    axes.set(xlim=(3, 11), ylim=(6, 3), xlabel="column of the grid (cells of 32 pixels)", ylabel="row of the grid")
    axes.set_xticks(range(3, 12))
    axes.set_yticks(range(3, 7))
    axes.set_aspect("equal")
    return figure


def small_objects_on_three_grids() -> Figure:
    """Two small birds in a cut of 64 × 64 pixels, on the three grids of an image of 416 pixels, with their cells."""
    boxes = example_birds()
    left, top, cut = 192, 128, 64
    figure, panels = new_row(3, height=2.7)
    sides = [shape[0] for shape in prediction_shapes(416, 20)]
    targets = [grid_target(boxes / 416, [14, 14], S=cells, C=20)[..., 4] for cells in sides]
    counts = [int(target.sum()) for target in targets]
    assert counts == [1, 2, 2], "two birds share one cell of the coarse grid, and have their own on the finer ones"
    for axes, cells, target in zip(panels, sides, targets, strict=True):
        side = 416 // cells
        responsible = np.argwhere(target)
        for row, column in responsible:
            axes.add_patch(
                Rectangle((column * side, row * side), side, side, facecolor=INK, alpha=0.3, edgecolor="none")
            )
        for line in range(0, cut + 1, side):
            axes.plot([left, left + cut], [top + line] * 2, color=INK, linewidth=0.7, alpha=0.6)
            axes.plot([left + line] * 2, [top, top + cut], color=INK, linewidth=0.7, alpha=0.6)
        for (x, y, w, h), color, style, marker in zip(boxes, (BLUE, ORANGE), ("-", "--"), ("o", "s"), strict=True):
            _box(axes, np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2]), color, style)
            axes.plot(x, y, marker, color=color, markersize=5)
        found = "one cell" if len(responsible) == 1 else "two cells"
        label(axes, f"{cells} × {cells}: {found}", left + cut / 2, top - 4, INK, ha="center")
        axes.set(xlim=(left - 1, left + cut + 1), ylim=(top + cut + 1, top - 12), xticks=[], yticks=[])
        axes.set_aspect("equal")
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    return figure
