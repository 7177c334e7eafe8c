"""Figures of docs/language-models/serving.md."""

from heapq import heappop, heappush

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.language_models import serving as page
from snippets.language_models.kv_cache import cache_bytes_per_token
from snippets.language_models.serving import (
    Array,
    continuous_steps,
    static_steps,
    step_seconds,
    verified,
)

PEAK, BANDWIDTH, MEMORY, PARAMETERS = 989e12, 3.35e12, 80e9, 7e9
LENGTHS = (2, 9, 3, 4, 8, 2, 3, 5)
SLOTS = 4
P, Q = np.array([0.5, 0.3, 0.1, 0.1]), np.array([0.3, 0.2, 0.25, 0.25])


def _rates(heads: int) -> tuple[Array, Array]:
    """Batch sizes up to a full memory, and tokens per second, with caches of 1,024 tokens; no heads: no caches."""
    cache = 1024 * cache_bytes_per_token(32, heads, 128)
    fits = int((MEMORY - 2 * PARAMETERS) / cache) if heads else 1024
    batches = np.unique(np.geomspace(1, fits, 25).round())
    rates = np.array([batch / step_seconds(int(batch), PARAMETERS, cache, PEAK, BANDWIDTH) for batch in batches])
    limit = PEAK / (2 * PARAMETERS)
    if heads:
        assert (np.diff(rates) > 0).all(), "a batch multiplies throughput until its caches fill the memory"
        assert rates[-1] / batches[-1] < 0.5 * rates[0], "the curve bends before it ends"
        assert fits == recorded("language-models/serving")[f"batch.fits.{heads}"].mean, "as many as the text says"
        return batches, rates
    flat = batches > PEAK / BANDWIDTH
    assert np.allclose(rates[~flat] / batches[~flat], rates[0]), "with weights alone the rate rises in proportion"
    assert np.allclose(rates[flat], limit), "and is flat from 295 sequences on"
    return batches, rates


def throughput() -> Figure:
    """Upper bounds of tokens per second against the batch size, with and without caches to read."""
    figure, axes = new_figure(height=3.6)
    kinds = (("weights alone", 0, INK, (0, (1, 3))), ("8 key-value heads", 8, BLUE, "--"))
    for name, heads, color, style in (*kinds, ("32 key-value heads", 32, ORANGE, "-")):
        batches, rates = _rates(heads)
        full = rates[-1] * 2 * PARAMETERS / PEAK
        assert (full < 0.5) == bool(heads), "caches fill the memory before arithmetic becomes the limit"
        axes.loglog(batches, rates, color=color, linestyle=style)
        if heads:
            axes.plot(batches[-1:], rates[-1:], "o" if heads == 32 else "s", color=color)
            label(axes, f"{name}:\nmemory full", batches[-1] * 1.15, rates[-1] * 0.85, color, va="top", ha="center")
        else:
            label(axes, name, 20, 8500, color, ha="right")
    label(axes, "limit of arithmetic", 1100, 9.2e4, INK, ha="right", va="bottom")
    axes.set(xlabel="sequences in the batch", ylabel="tokens per second, at most", ylim=(180, 2e5))
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.minorticks_off()
    return figure


def schedule() -> Figure:
    """Eight requests in four slots: batches that wait, and slots that are filled at once."""
    figure, panels = new_row(2, height=2.9)
    for axes, continuous in zip(panels, (False, True), strict=True):
        steps = _requests(axes, continuous)
        writing = sum(LENGTHS) / (SLOTS * steps)
        assert (writing > 0.8) if continuous else (writing < 0.6), "continuous batching fills most of the slots"
        axes.set_xlabel(f"step of decoding\n{'continuous' if continuous else 'static'} batching: {steps} steps")
        axes.axvline(steps, color=INK, linestyle=(0, (1, 3)))
        axes.set_xlim(0, 18)
        axes.set_xticks([0, 5, 10, 15])
        axes.set_yticks(range(1, SLOTS + 1))
        axes.set_ylim(SLOTS + 0.6, 0.4)
        axes.grid(False)
    panels[0].set_ylabel("slot of the batch")
    return figure


def _starts(continuous: bool) -> list[tuple[int, int]]:
    """First step and slot of each request."""
    found, free = [], [(0, slot) for slot in range(SLOTS)]
    for number, length in enumerate(LENGTHS):
        if number == SLOTS and not continuous:
            free = [(max(end for end, _ in free), slot) for slot in range(SLOTS)]
        found.append(heappop(free))
        heappush(free, (found[-1][0] + length, found[-1][1]))
    return found


def _requests(axes: Axes, continuous: bool) -> int:
    """A bar for each request, from its first step to its last; returns the steps until all are done."""
    starts = _starts(continuous)
    busy = np.zeros((SLOTS, sum(LENGTHS)), int)
    for (start, slot), length in zip(starts, LENGTHS, strict=True):
        busy[slot, start : start + length] += 1
    steps = (continuous_steps if continuous else static_steps)(LENGTHS, SLOTS)
    assert busy.max() == 1, "a slot writes one request at a time"
    assert np.flatnonzero(busy.any(axis=0))[-1] + 1 == steps, "the bars end where the snippet says"
    if continuous:
        assert all(busy[slot, start - 1] for start, slot in starts[SLOTS:]), "a slot is filled as soon as it is free"
    else:
        waited = {start for start, _ in starts[SLOTS:]}
        assert waited == {max(LENGTHS[:SLOTS])}, "the second four start when the longest has ended"
    for number, ((start, slot), length) in enumerate(zip(starts, LENGTHS, strict=True)):
        color = BLUE if number < SLOTS else ORANGE
        axes.barh(slot + 1, length - 0.15, left=start, height=0.7, color=color, alpha=0.4)
        axes.text(start + length / 2, slot + 1, "abcdefgh"[number], ha="center", va="center", color=INK)
    return steps


def _parts() -> tuple[Array, Array]:
    """Kept, added by resampling and thrown away (rows) of four tokens, and their shares in what comes out."""
    kept, added, thrown = np.minimum(P, Q), np.maximum(P - Q, 0), np.maximum(Q - P, 0)
    assert (thrown[:2] == 0).all(), "of tokens a and b the whole draft is kept"
    assert (added[:2] > 0).all(), "and resampling fills up"
    assert (added[2:] == 0).all(), "tokens c and d are not resampled"
    assert (thrown[2:] > 0).all(), "and the excess of their draft is thrown away"
    assert np.isclose(kept.sum(), page.acceptance(P, Q)), "what is kept is the overlap"
    rng = np.random.default_rng(0)
    drawn = [(draft, *verified(draft, P, Q, rng)) for draft in rng.choice(4, 6000, p=Q)]
    shares = np.bincount([token for _, token, _ in drawn], minlength=4) / len(drawn)
    lost = np.bincount([draft for draft, _, whole in drawn if not whole], minlength=4) / len(drawn)
    assert np.allclose(lost, thrown, atol=0.03), "as much is thrown away as is drawn"
    return np.array([kept, added, thrown]), shares


def acceptance() -> Figure:
    """What is kept of the draft, and what the resampling adds."""
    figure, axes = new_figure(height=3.3)
    places, ((kept, added, thrown), shares) = np.arange(4), _parts()
    assert np.allclose(shares, P, atol=0.03), "both ways end at the target"
    axes.bar(places, kept, 0.5, color=BLUE, alpha=0.5)
    axes.bar(places, added, 0.5, bottom=kept, color=GREEN, alpha=0.5, hatch="//", edgecolor=INK)
    axes.bar(places, thrown, 0.5, bottom=kept, facecolor="none", edgecolor=RED, linestyle="--")
    for place in places:
        axes.plot([place - 0.38, place + 0.38], [P[place]] * 2, color=PURPLE, linewidth=3)
    label(axes, "target p", 0.42, 0.5, PURPLE, va="center")
    label(axes, "added by resampling", 0.3, 0.4, GREEN, va="center")
    label(axes, "drafted and kept", 0.3, 0.12, BLUE, va="center")
    label(axes, "drafted and thrown away", 2.5, 0.28, RED, ha="center")
    axes.set_xticks(places, ["token a", "token b", "token c", "token d"])
    axes.set_ylabel("probability")
    axes.set_ylim(0, 0.56)
    return figure
