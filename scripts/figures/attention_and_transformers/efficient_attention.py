"""Figures of docs/attention-and-transformers/efficient-attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.attention_and_transformers import efficient_attention as page
from snippets.attention_and_transformers.attention import scaled_dot_product_attention
from snippets.attention_and_transformers.efficient_attention import Array, Mask


def _quadratic_share(length: int, width: int) -> float:
    """Share of the pairs in the multiply-adds of a layer."""
    pairs = page.pair_multiply_adds(length, width)
    return pairs / (pairs + page.dense_multiply_adds(length, width))


def _half(width: int) -> int:
    """The first length at which the quadratic part takes half of the work."""
    found = next((n for n in range(1, 10 * width) if _quadratic_share(n, width) >= 0.5), 0)
    assert found == 6 * width, "it overtakes the dense layers at six times the width"
    return found


def share() -> Figure:
    """Share of the quadratic part of a layer's work against the length, for two widths."""
    figure, axes = new_figure(height=3.2)
    lengths = 2 ** np.arange(7, 19)
    narrow, wide = _half(768), _half(4096)
    for width, half, color, style in ((768, narrow, BLUE, "-"), (4096, wide, ORANGE, "--")):
        shares = np.array([_quadratic_share(int(n), width) for n in lengths])
        assert (np.diff(shares) > 0).all(), "the share grows with the length"
        assert ((shares < 0.5) == (lengths < half)).all(), "it is not the larger one before"
        axes.semilogx(lengths, 100 * shares, style, color=color)
        axes.plot([half], [100 * _quadratic_share(half, width)], "o", color=color)
    axes.axhline(50, color=INK, linestyle=(0, (1, 3)), linewidth=1)
    label(axes, f"width 768:\nhalf at {narrow:,}", 3500, 60, BLUE, ha="right", va="bottom")
    label(axes, f"width 4,096:\nhalf at {wide:,}", 33000, 40, ORANGE, va="top")
    axes.set_xticks([128, 1024, 8192, 65536], ["128", "1,024", "8,192", "65,536"])
    axes.minorticks_off()
    axes.set(xlabel="tokens in the sequence", ylabel="share of the quadratic part (%)", ylim=(0, 100))
    return figure


def _heard(layers: int) -> Mask:
    """Which of eight positions (columns) each position hears of behind so many layers with a window of three."""
    heard = np.linalg.matrix_power(page.window_mask(8, 3).astype(int), layers) > 0
    reach = heard[-1].sum()
    assert heard[-1, -reach:].all(), "they are the last ones"
    assert (heard.sum(axis=1) == np.minimum(np.arange(1, 9), reach)).all(), "the band is as wide in all rows"
    return heard


def window() -> Figure:
    """Which positions each position hears of behind one, two and three layers with a window of three."""
    figure, panels = new_row(3, height=2.7)
    for axes, layers in zip(panels, (1, 2, 3), strict=True):
        heard = _heard(layers)
        rows, columns = np.nonzero(heard)
        axes.plot(columns + 1, rows + 1, "s", color=BLUE, markersize=8, linestyle="none")
        last = np.flatnonzero(heard[-1]) + 1
        assert len(last) == page.reach(layers, 3) == 1 + 2 * layers, "each layer adds two positions"
        axes.plot(last, [8] * len(last), "s", color=ORANGE, markersize=8, linestyle="none")
        axes.invert_yaxis()
        axes.grid(False)
        axes.set_xticks([1, 4, 8])
        axes.set_yticks([1, 4, 8])
        axes.set_xlabel(f"heard of, {layers} layer{'s' * (layers > 1)}:\n{len(last)} by the last")
    panels[0].set_ylabel("position")
    return figure


def _row_of_tiles(Q: Array, K: Array, V: Array, tiles: list[slice]) -> tuple[Array, set[int]]:
    """Outputs of one block of queries, tile by tile, and how many numbers are kept between the tiles."""
    running, kept = page.NO_KEYS, set()
    for number, tile in enumerate(tiles, 1):
        scores = Q @ K[tile].T / np.sqrt(Q.shape[1])
        assert scores.shape == (4, 4), "one tile of scores exists at a time"
        running = page.merge_block(running, scores, V[tile])
        kept.add(sum(part.size for part in running))
        so_far = scaled_dot_product_attention(Q, K[: 4 * number], V[: 4 * number])
        assert np.allclose(running[2] / running[1], so_far), "with them the softmax over all tiles so far is known"
    return running[2] / running[1], kept


def _progress() -> tuple[list[tuple[int, int]], set[int]]:
    """Tiles in the order of work, for 16 tokens in blocks of four, and the numbers that a row of tiles keeps."""
    Q, K, V = np.random.default_rng(0).standard_normal((3, 16, 2))
    tiles = page.tiles(16, 4)
    outputs, logs = page.flash_attention(Q, K, V, 4)
    first, kept = _row_of_tiles(Q[:4], K, V, tiles)
    assert np.allclose(outputs[:4], first), "at the end, a row of tiles leaves its outputs"
    assert np.allclose(outputs, scaled_dot_product_attention(Q, K, V)), "they are those of plain attention"
    assert logs.shape == (16, 1), "and one log for each row"
    return [(row, column) for row in range(len(tiles)) for column in range(len(tiles))], kept


def tiles() -> Figure:
    """Scores by tiles, and what is kept of a row of tiles."""
    figure, axes = new_figure(height=3.5)
    axes.axis("off")
    order, kept = _progress()
    assert kept == {4 * (1 + 1 + 2)}, "what a row of tiles keeps is small, however many are done: three things"
    finished, at_work = order[:6], order[6]
    for row in range(4):
        for column in range(4):
            done, now = (row, column) in finished, (row, column) == at_work
            face = ORANGE if now else "none"
            edge, style = (INK, "-") if done or now else (INK, ":")
            box = Rectangle((column, 3 - row), 0.92, 0.92, facecolor=face, edgecolor=edge, linestyle=style, alpha=0.8)
            axes.add_patch(box)
            if done:
                label(axes, "✓", column + 0.46, 3.46 - row, GREEN, ha="center", va="center", fontsize=14)
        axes.add_patch(Rectangle((-1.1, 3 - row), 0.7, 0.92, facecolor="none", edgecolor=BLUE))
        axes.add_patch(Rectangle((row, 4.35), 0.92, 0.7, facecolor="none", edgecolor=PURPLE))
        axes.add_patch(Rectangle((4.5, 3 - row), 0.7, 0.92, facecolor="none", edgecolor=GREEN))
    label(axes, "blocks of Q", -0.75, -0.4, BLUE, ha="center")
    label(axes, "blocks of K and V", 1.96, 5.25, PURPLE, ha="center")
    label(axes, "outputs, logs", 4.85, -0.4, GREEN, ha="center")
    label(axes, "tiles of scores", 1.96, -0.4, INK, ha="center")
    words = (
        "the tile at work, on the chip",
        "✓ done, and thrown away:",
        "of a row of tiles only largest",
        "score, sum and weighted sum",
        "of values are kept",
    )
    for line, text in enumerate(words):
        label(axes, text, 5.7, 3.4 - 0.55 * line, ORANGE if line == 0 else INK, va="center")
    axes.set_xlim(-1.6, 9.6)
    axes.set_ylim(-0.6, 5.7)
    axes.set_aspect("equal")
    return figure


def _readers(groups: int) -> Mask:
    """Which of eight query heads (rows) each key-value head (columns) reaches: where its values change, who notices."""
    rng = np.random.default_rng(0)
    Q, K, V = rng.standard_normal((8, 1, 4)), *rng.standard_normal((2, groups, 5, 4))
    plain = page.grouped_attention(Q, K, V)
    changed = [page.grouped_attention(Q, K, V + step[:, None, None]) for step in np.eye(groups)]
    reads = np.array([np.abs(other - plain).max(axis=(1, 2)) > 1e-9 for other in changed]).T
    assert plain.shape == Q.shape, "all eight query heads stay"
    assert (reads.sum(axis=1) == 1).all(), "a query head reads one key-value head"
    assert (reads.sum(axis=0) == 8 // groups).all(), "equally many query heads share each"
    return reads


def _latent_readers() -> Mask:
    """Which query heads notice where one of the matrices that make keys changes (columns), from one cached vector."""
    rng = np.random.default_rng(0)
    Q, cache, W = rng.standard_normal((8, 1, 4)), rng.standard_normal((5, 3)), rng.standard_normal((8, 3, 4))
    plain = page.latent_scores(Q, cache, W)
    changed = [page.latent_scores(Q, cache, W + step[:, None, None]) for step in np.eye(8)]
    assert (np.abs(page.latent_scores(Q, cache + 1, W) - plain).max(axis=(1, 2)) > 1e-9).all(), "all read one vector"
    return np.array([np.abs(other - plain).max(axis=(1, 2)) > 1e-9 for other in changed]).T


def heads() -> Figure:
    """Eight query heads over eight, two and one key-value heads, and over a latent vector."""
    figure, panels = new_row(4, height=2.5)
    assert (_latent_readers() == np.eye(8)).all(), "eight heads are rebuilt from it, one for each query head"
    for axes, groups, name in zip(
        panels, (8, 2, 1, 0), ("multi-head", "grouped", "multi-query", "latent"), strict=True
    ):
        _fan(axes, groups)
        axes.set_xlabel(name)
    label(panels[0], "8 queries", 4.5, 3.45, BLUE, ha="center")
    label(panels[0], "keys, values", 4.5, -0.7, ORANGE, ha="center")
    label(panels[3], "□ rebuilt", 4.5, 3.45, ORANGE, ha="center")
    label(panels[3], "cached", 4.5, -0.7, PURPLE, ha="center")
    return figure


def _fan(axes: Axes, groups: int) -> None:
    """Lines from query heads (top) to what they share (bottom)."""
    queries = np.arange(1, 9)
    axes.plot(queries, [3] * 8, "o", color=BLUE, markersize=6, linestyle="none")
    if groups:
        reads = _readers(groups)
        shared = np.array([queries[readers].mean() for readers in reads.T])
        for query, below in zip(queries, reads @ shared, strict=True):
            axes.plot([float(query), below], [2.75, 0.3], color=INK, linewidth=1)
        axes.plot(shared, [0] * groups, "s", color=ORANGE, markersize=8, linestyle="none")
    else:
        for query in queries:
            axes.plot([query, query], [2.75, 1.75], color=INK, linewidth=1)
            axes.plot([float(query), 4.5], [1.35, 0.3], color=INK, linewidth=1, linestyle=":")
        axes.plot(queries, [1.55] * 8, "s", markerfacecolor="none", color=ORANGE, markersize=6, linestyle="none")
        axes.plot([4.5], [0], "D", color=PURPLE, markersize=8)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlim(0.3, 8.7)
    axes.set_ylim(-1.0, 3.9)
    axes.grid(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
