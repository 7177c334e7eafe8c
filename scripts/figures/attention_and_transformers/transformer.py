"""Figures of docs/attention-and-transformers/transformer.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.attention_and_transformers import transformer as page
from snippets.attention_and_transformers.transformer import Array, Function

ARROW = {"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
WIDTH = 512
DEPTHS = (2, 4, 8, 16)
PARTS = ("feed-forward", "projections", "scores and mixing")


def _box(axes: Axes, text: str, x: float, y: float, color: str) -> None:
    box = FancyBboxPatch((x - 1.25, y - 0.33), 2.5, 0.66, boxstyle="round,pad=0.02", fill=False, edgecolor=color)
    axes.add_patch(box)
    label(axes, text, x, y, color, ha="center", va="center", fontsize=9.5)


def _column(axes: Axes, x: float, title: str, sublayers: list[str], ends: tuple[str, str]) -> list[float]:
    """Sublayers from the bottom up, each with its sum, its norm and the path around it; the heights of the boxes."""
    label(axes, ends[0], x, -0.95, INK, ha="center", va="center", fontsize=9.5)
    below, heights = -0.7, []
    for row, text in enumerate(sublayers):
        bottom = row * 2.1
        axes.annotate("", (x, bottom + 0.05), (x, below), arrowprops=ARROW)
        _box(axes, text, x, bottom + 0.4, BLUE if "attention" in text else PURPLE)
        axes.plot([x, x], [bottom + 0.75, bottom + 1.0], color=INK, linewidth=1.2)
        label(axes, "+, layer norm", x, bottom + 1.22, GREEN, ha="center", va="center", fontsize=9.5)
        around = [x, x + 1.5, x + 1.5]
        axes.plot(around, [bottom - 0.3, bottom - 0.3, bottom + 1.22], color=ORANGE, linestyle="--", linewidth=1.5)
        axes.annotate("", (x + 0.95, bottom + 1.22), (x + 1.5, bottom + 1.22), arrowprops={**ARROW, "color": ORANGE})
        below = bottom + 1.45
        heights.append(bottom + 0.4)
    axes.annotate("", (x, below + 0.55), (x, below), arrowprops=ARROW)
    label(axes, ends[1], x, below + 0.8, INK, ha="center", va="center", fontsize=9.5)
    label(axes, title, x, 7.6, INK, ha="center", va="center", fontsize=10.5, fontweight="bold")
    return heights


class _Watched(page.Attention):
    """Attention that notes of which kind it is: by what it reads, and by what it may see of that."""

    calls: list[str]

    def __call__(self, X: Array, source: Array, allowed: Array) -> Array:
        kind = "self-attention" if len(source) == len(X) else "cross-attention"
        if not allowed.all():
            assert (allowed == np.tri(len(X), dtype=bool)).all(), "what is not read is the future"
            kind = f"causal {kind}"
        self.calls.append(kind)
        return super().__call__(X, source, allowed)


def _watched(rng: np.random.Generator) -> tuple[_Watched, Function, Function]:
    """An attention, a feed-forward layer and a norm that note in one list when they are called."""
    attention = _Watched(*page.random_attention(8, 2, rng))
    attention.calls = []
    inner = page.random_feed_forward(8, 32, rng)

    def feed_forward(X: Array) -> Array:
        attention.calls.append("feed-forward")
        return inner(X)

    def norm(X: Array) -> Array:
        attention.calls.append("layer norm")
        return page.layer_norm(X)

    return attention, feed_forward, norm


def _order() -> tuple[list[str], list[str]]:
    """What an encoder block and a decoder block of the snippet do, one after the other."""
    rng = np.random.default_rng(0)
    X, memory = rng.standard_normal((4, 8)), rng.standard_normal((6, 8))
    attention, feed_forward, norm = _watched(rng)
    page.encoder_block(memory, attention, feed_forward, [norm] * 2)
    encoder = attention.calls.copy()
    attention.calls.clear()
    out = page.decoder_block(X, memory, attention, attention, feed_forward, [norm] * 3)
    decoder = attention.calls.copy()
    changed = page.decoder_block(X, memory[::-1] ** 2, attention, attention, feed_forward, [norm] * 3)
    assert np.abs(changed - out).max() > 1e-3, "the decoder reads the encoder's output"
    return encoder, decoder


def _sublayers() -> tuple[list[str], list[str]]:
    """The sublayers of both blocks from the bottom up."""
    encoder, decoder = _order()
    for order in (encoder, decoder):
        assert set(order[1::2]) == {"layer norm"}, "a norm behind each sublayer"
    zero = page.sublayer(np.eye(3), np.zeros_like, page.layer_norm, norm_first=False)
    assert np.allclose(zero, page.layer_norm(np.eye(3))), "which normalizes a sum with a path around the sublayer"
    without = [name.removeprefix("causal ") for name in decoder if "cross" not in name]
    assert [*without[:2], *without[3:]] == encoder, "else both blocks are alike"
    return encoder[::2], decoder[::2]


def blocks() -> Figure:
    """The encoder and the decoder block of 2017, and what goes from one to the other."""
    figure, axes = new_figure(height=4.4)
    axes.set_axis_off()
    axes.set_xlim(-2.2, 8.2)
    axes.set_ylim(-1.3, 8)
    encoder, decoder = _sublayers()
    assert decoder[0] == f"causal {encoder[0]}", "the decoder has a mask in its first attention"
    assert decoder.count("cross-attention") == len(decoder) - len(encoder) == 1, "and one more sublayer"
    _column(axes, 0, "encoder block, N times", encoder, ("tokens and positions", "memory, after the last block"))
    heights = _column(axes, 5.5, "decoder block, N times", decoder, ("output so far, positions", "next token"))
    reads = heights[decoder.index("cross-attention")]
    axes.plot([1.95, 3.1, 3.1], [4.35, 4.35, reads], color=INK, linewidth=1.2)
    axes.annotate("", (4.2, reads), (3.1, reads), arrowprops=ARROW)
    label(axes, "keys,\nvalues", 3.0, reads + 0.5, INK, ha="right", va="center", fontsize=9)
    return figure


def _costs(lengths: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    """Multiply-adds of a layer, and numbers kept, for attention and for a recurrence, by length."""
    costs, kinds = [page.mixing_costs(int(n), WIDTH) for n in lengths], ("attention", "recurrence")
    work = {kind: np.array([cost[kind].multiply_adds for cost in costs], float) for kind in kinds}
    kept = {kind: np.array([cost[kind].kept for cost in costs], float) for kind in kinds}
    slopes = {kind: np.diff(np.log(work[kind])) / np.diff(np.log(lengths)) for kind in kinds}
    assert (slopes["attention"] > slopes["recurrence"] + 0.5).all(), "the line of attention is the steeper one"
    assert np.ptp(kept["attention"] / lengths) == 0, "what attention must keep grows with every token"
    assert np.ptp(kept["recurrence"]) == 0, "the state of a recurrence does not"
    return work, kept


def costs() -> Figure:
    """Work of one layer, and numbers kept while generating, against the length."""
    figure, (work, kept) = new_row(2, height=3.3)
    lengths = np.array([16.0, 512.0, 16384.0])
    multiply_adds, numbers = _costs(lengths)
    more = np.sign(multiply_adds["attention"] - multiply_adds["recurrence"])
    assert (more == np.sign(lengths - WIDTH)).all(), "attention does less work for n < d only; the lines cross there"
    for name, color, style in (("attention", BLUE, "-"), ("recurrence", ORANGE, "--")):
        work.loglog(lengths, multiply_adds[name], style, color=color)
        kept.loglog(lengths, numbers[name], style, color=color)
    work.plot([WIDTH], multiply_adds["attention"][lengths == WIDTH], "o", color=INK)
    label(work, "n = d", 620, 1.1e8, INK)
    label(work, "attention", 60, 9e5, BLUE, ha="left")
    label(work, "recurrence", 16, 2e8, ORANGE)
    label(kept, "attention: all keys\nand values", 18, 4e6, BLUE)
    label(kept, "recurrence: one state", 130, 900, ORANGE)
    for axes, text in ((work, "multiply-adds of a layer"), (kept, "numbers kept per layer")):
        axes.set_xlabel("length n")
        axes.set_ylabel(text)
        axes.minorticks_off()
    return figure


def _streams() -> dict[str, Array]:
    """Recorded variance of the stream before and behind each of 12 blocks, means over seeds."""
    values = recorded("attention-and-transformers/transformer")
    pre, post = (np.array([values[f"stream.{name}.{block}"].mean for block in range(13)]) for name in ("pre", "post"))
    assert 8 < pre[-1] / pre[0] < 15, "from 1 to about 11"
    assert np.allclose(post, 1, atol=0.05), "in post-norm it does not"
    return {"pre": pre, "post": post}


def _gradients() -> dict[str, Array]:
    """Recorded gradient norms in the last block, shape (depths, seeds)."""
    values = recorded("attention-and-transformers/transformer-torch")
    pre, post = (np.array([values[f"gradient.{name}.{depth}"].runs for depth in DEPTHS]) for name in ("pre", "post"))
    assert (pre[-1] < 0.8 * pre[0]).all(), "for every seed"
    assert (np.diff(post.mean(axis=1)) > 0.01).all(), "in post-norm they rise somewhat"
    assert (post[-1] > post[0]).all(), "for every seed"
    return {"pre": pre, "post": post}


def norm_placement() -> Figure:
    """Variance of the stream along the blocks, and gradient of the last block against their number."""
    figure, (variance, gradient) = new_row(2, height=3.3)
    streams, gradients = _streams(), _gradients()
    assert (np.diff(streams["pre"]) > 0.2).all(), "in pre-norm the stream grows"
    assert (np.diff(gradients["pre"].mean(axis=1)) < -0.01).all(), "and the gradients near the output shrink with depth"
    for name, color, marker, style in (("pre", BLUE, "o", "-"), ("post", ORANGE, "s", "--")):
        variance.plot(range(13), streams[name], style, marker=marker, color=color, markersize=4)
        runs = gradients[name]
        gradient.vlines(DEPTHS, runs.min(axis=1), runs.max(axis=1), color=color, alpha=0.5)
        gradient.semilogx(DEPTHS, runs.mean(axis=1), style, marker=marker, color=color)
    label(variance, "pre-norm", 5.6, 7.2, BLUE, ha="right")
    label(variance, "post-norm", 12, 1.5, ORANGE, ha="right")
    label(gradient, "pre-norm", 8, 0.08, BLUE)
    label(gradient, "post-norm", 7.5, 0.41, ORANGE, ha="right")
    variance.set_xticks(range(0, 13, 3))
    variance.set_xlabel("block")
    variance.set_ylabel("variance of the stream behind it")
    variance.set_ylim(0, 12.5)
    gradient.set_xlabel("number of blocks")
    gradient.set_ylabel("gradient norm in the last block")
    gradient.set_ylim(0, 0.55)
    gradient.set_xticks(DEPTHS, [str(depth) for depth in DEPTHS])
    gradient.minorticks_off()
    return figure


def _work_shares(lengths: Array) -> Array:
    """Shares of the feed-forward layer, the projections and the scores, shape (3, lengths); lengths in widths."""
    works = [page.work_of_a_block(max(1, int(n * 768)), 768) for n in lengths]
    shares = np.array([[work[name] / sum(work.values()) for name in PARTS] for work in works]).T
    forward, projections, scores = shares
    assert np.allclose(shares[:, 0], [2 / 3, 1 / 3, 0], atol=1e-3), "at first two thirds, one third and nothing"
    assert (np.diff(forward) < 0).all(), "the share of the feed-forward layer falls"
    assert (np.diff(projections) < 0).all(), "that of the projections, too"
    assert (np.diff(scores) > 0).all(), "that of the scores rises"
    return shares


def work_shares() -> Figure:
    """Where the multiply-adds of a block go, against the length in widths."""
    figure, axes = new_figure(height=3.2)
    lengths = np.linspace(0, 8, 17)
    shares = _work_shares(lengths)
    most, more = np.sign((shares[0] - 0.5).round(9)), np.sign((shares[0] - shares[2]).round(9))
    assert (most == np.sign(2 - lengths)).all(), "the feed-forward layer does most of the work up to n = 2 d"
    assert (more == np.sign(4 - lengths)).all(), "from n = 4 d on the scores cost more"
    for share, color, style in zip(shares, (PURPLE, GREEN, BLUE), ("-", ":", "--"), strict=True):
        axes.plot(lengths, share, style, color=color)
    label(axes, "feed-forward layer", 0.35, 0.68, PURPLE)
    label(axes, "projections of attention", 1.5, 0.19, GREEN, ha="left", va="top")
    label(axes, "scores and mixing", 5.6, 0.52, BLUE, ha="right")
    axes.set_ylim(0, 0.8)
    axes.set_xlabel("length n, in widths d")
    axes.set_ylabel("share of a block's\nmultiply-adds")
    return figure
