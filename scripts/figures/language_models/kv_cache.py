"""Figures of docs/language-models/kv-cache.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.language_models.kv_cache import (
    Array,
    Cache,
    Layer,
    Model,
    Tokens,
    cache_bytes_per_token,
    decoder,
    empty_cache,
)

PROMPT, STEPS = 3, 5
LLAMA_7B, LLAMA_3_8B = (32, 32, 128), (32, 8, 128)
"""Layers, key-value heads, size of a head."""
WEIGHTS = 2 * 6.7e9
"""Bytes of LLaMA-7B in 16 bits."""


def _model() -> Model:
    """A random decoder of two layers."""
    rng = np.random.default_rng(0)

    def weights(rows: int, columns: int) -> Array:
        return np.asarray(rng.standard_normal((rows, columns)) / np.sqrt(rows))

    shapes = [(12, 12)] * 4 + [(12, 48), (48, 12)]
    layers = [Layer(*(weights(*shape) for shape in shapes)) for _ in range(2)]
    return Model(weights(11, 12), weights(16, 12), layers, 3)


def _passes(cached: bool) -> tuple[NDArray[np.int64], list[Array], Cache]:
    """For each pass, 1 where it computes the key and value of a position, 0 where it reads them, −1 for nothing.

    Returns:
        These, the logits of the last position of each pass, and the last cache.
    """
    model, tokens = _model(), tuple(range(PROMPT + STEPS - 1))
    cache, last, grid = empty_cache(model), [], np.full((STEPS, len(tokens)), -1)
    for step in range(STEPS):
        before = cache if cached else empty_cache(model)
        read = before[0][0].shape[1]
        new: Tokens = tokens[read : PROMPT + step]
        logits, cache = decoder(new, model, before)
        grid[step, :read], grid[step, read : cache[0][0].shape[1]] = 0, 1
        last.append(logits[-1])
    return grid, last, cache


def _computed() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each pass computes and reads without a cache and with one."""
    (plain, logits, keys), (cached, same_logits, same_keys) = _passes(False), _passes(True)
    assert np.allclose(logits, same_logits), "the cache does not change the output"
    assert np.allclose(np.array(keys), np.array(same_keys)), "nor do the keys and values that are kept change"
    later = np.arange(STEPS)[:, None] > (cached == 1).argmax(axis=0)
    assert (cached[later] == 0).all(), "once a position is computed, it is only read"
    assert (plain != 0).all(), "without it, every pass computes all positions so far"
    values = recorded("language-models/kv-cache")
    counts = [values[f"passes.{name}"].mean for name in ("without", "with")]
    assert [np.sum(grid == 1) for grid in (plain, cached)] == counts, "as many as the text says"
    return plain, cached


def work() -> Figure:
    """Which keys and values each pass computes, without a cache and with one."""
    figure, panels = new_row(2, height=3.0)
    grids = _computed()
    assert ((grids[1] == 1).sum(axis=0) == 1).all(), "with a cache, a position's key and value are computed once"
    for axes, grid, name in zip(panels, grids, ("without", "with"), strict=True):
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
        axes.set_xlabel(f"position of the token\n{name} a cache: {count} computed")
    panels[0].set_ylabel("pass of the model")
    label(panels[1], "■ computed", 5.2, 1.05, BLUE, va="center")
    label(panels[1], "○ read", 6.2, 2.05, ORANGE, va="center")
    return figure


def _gibibytes() -> dict[tuple[int, int, int], float]:
    """GiB of 1,024 tokens, by model."""
    slopes = {shape: 1024 * cache_bytes_per_token(*shape) / 2**30 for shape in (LLAMA_7B, LLAMA_3_8B)}
    assert 4 * slopes[LLAMA_7B] == 2, "4,096 tokens of LLaMA-7B take 2 GiB"
    sequences = WEIGHTS / 2**30 / (4 * slopes[LLAMA_7B])
    assert 6 < sequences < 6.5, "a little more than six such sequences need as much memory as the weights"
    return slopes


def size() -> Figure:
    """GiB of cache against tokens held, for two models in 16 bits."""
    figure, axes = new_figure(height=3.4)
    tokens, slopes = np.array([0, 32]), _gibibytes()
    assert slopes[LLAMA_7B] == 4 * slopes[LLAMA_3_8B], "a quarter of the key-value heads, a line a quarter as steep"
    kinds = (
        ("LLaMA-7B: 32 key-value heads", LLAMA_7B, ORANGE, "-", 15.5, 9.0),
        ("Llama 3 8B: 8 key-value heads", LLAMA_3_8B, BLUE, "--", 23, 1.7),
    )
    for name, shape, color, style, x, y in kinds:
        axes.plot(tokens, tokens * slopes[shape], style, color=color)
        label(axes, name, x, y, color, ha="right" if color == ORANGE else "center", va="center")
    axes.axhline(WEIGHTS / 2**30, color=INK, linestyle=(0, (1, 3)), linewidth=1.5)
    label(axes, "weights of LLaMA-7B", 0.3, 12.9, INK, va="bottom")
    axes.plot([4], [4 * slopes[LLAMA_7B]], "o", color=ORANGE)
    label(axes, "4,096 tokens: 2 GiB", 4.6, 1.6, ORANGE, va="center")
    axes.set(xlabel="tokens in the cache, all sequences together (thousands of 1,024)", ylabel="cache in 16 bits (GiB)")
    axes.set(xlim=(0, 32.5), ylim=(0, 17))
    axes.set_xticks(range(0, 33, 8))
    return figure
