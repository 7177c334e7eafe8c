"""Figures of docs/language-models/kv-cache.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.language_models.kv_cache import cache_bytes_per_token

PROMPT, STEPS = 3, 5


def _computed(cached: bool) -> np.ndarray:
    """1 where a pass computes the key and value of a position, 0 where it reads them, −1 where there is nothing."""
    grid = np.full((STEPS, PROMPT + STEPS - 1), -1)
    for step in range(STEPS):
        length = PROMPT + step
        grid[step, :length] = 0 if cached else 1
        grid[step, 0 if step == 0 else length - 1 : length] = 1
    return grid


def work() -> Figure:
    """Which keys and values each pass computes, without a cache and with one."""
    figure, panels = new_row(2, height=3.0)
    for axes, cached in zip(panels, (False, True), strict=True):
        grid = _computed(cached)
        for kind, marker, color in ((1, "s", BLUE), (0, "o", ORANGE)):
            rows, columns = np.nonzero(grid == kind)
            face = color if kind else "none"
            axes.plot(columns + 1, rows + 1, marker, color=color, markerfacecolor=face, markersize=11, linestyle="none")
        axes.invert_yaxis()
        axes.grid(False)
        axes.set_xticks(range(1, PROMPT + STEPS))
        axes.set_yticks(range(1, STEPS + 1))
        axes.set_xlim(0.4, PROMPT + STEPS - 0.4)
        axes.set_ylim(STEPS + 0.6, 0.4)
        count = int((grid == 1).sum())
        axes.set_xlabel(f"position of the token\n{'with' if cached else 'without'} a cache: {count} computed")
    panels[0].set_ylabel("pass of the model")
    label(panels[1], "■ computed", 5.2, 1.05, BLUE, va="center")
    label(panels[1], "○ read", 6.2, 2.05, ORANGE, va="center")
    return figure


def size() -> Figure:
    """GiB of cache against tokens held, for two models in 16 bits."""
    figure, axes = new_figure(height=3.4)
    tokens = np.array([0, 32])
    kinds = (
        ("LLaMA-7B: 32 key-value heads", (32, 32, 128), ORANGE, "-", 15.5, 9.0),
        ("Llama 3 8B: 8 key-value heads", (32, 8, 128), BLUE, "--", 23, 1.7),
    )
    for name, shape, color, style, x, y in kinds:
        axes.plot(tokens, tokens * 1024 * cache_bytes_per_token(*shape) / 2**30, style, color=color)
        label(axes, name, x, y, color, ha="right" if color == ORANGE else "center", va="center")
    axes.axhline(2 * 6.7e9 / 2**30, color=INK, linestyle=(0, (1, 3)), linewidth=1.5)
    label(axes, "weights of LLaMA-7B", 0.3, 12.9, INK, va="bottom")
    axes.plot([4], [2], "o", color=ORANGE)
    label(axes, "4,096 tokens: 2 GiB", 4.6, 1.6, ORANGE, va="center")
    axes.set(xlabel="tokens in the cache, all sequences together (thousands of 1,024)", ylabel="cache in 16 bits (GiB)")
    axes.set(xlim=(0, 32.5), ylim=(0, 17))
    axes.set_xticks(range(0, 33, 8))
    return figure
