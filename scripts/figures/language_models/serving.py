"""Figures of docs/language-models/serving.md."""

from heapq import heappop, heappush

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.language_models.kv_cache import cache_bytes_per_token
from snippets.language_models.serving import continuous_steps, static_steps, step_seconds

PEAK, BANDWIDTH, MEMORY, PARAMETERS = 989e12, 3.35e12, 80e9, 7e9
LENGTHS = (2, 9, 3, 4, 8, 2, 3, 5)
SLOTS = 4
P, Q = np.array([0.5, 0.3, 0.1, 0.1]), np.array([0.3, 0.2, 0.25, 0.25])


def throughput() -> Figure:
    """Upper bounds of tokens per second against the batch size, with and without caches to read."""
    figure, axes = new_figure(height=3.6)
    kinds = (("weights alone", 0, INK, (0, (1, 3))), ("8 key-value heads", 8, BLUE, "--"))
    for name, heads, color, style in (*kinds, ("32 key-value heads", 32, ORANGE, "-")):
        cache = 1024 * cache_bytes_per_token(32, heads, 128)
        fits = int((MEMORY - 2 * PARAMETERS) / cache) if heads else 1024
        batches = np.unique(np.geomspace(1, fits, 25).round()).astype(int)
        rates = [batch / step_seconds(int(batch), PARAMETERS, cache, PEAK, BANDWIDTH) for batch in batches]
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
        _requests(axes, continuous)
        steps = continuous_steps(LENGTHS, SLOTS) if continuous else static_steps(LENGTHS, SLOTS)
        axes.set_xlabel(f"step of decoding\n{'continuous' if continuous else 'static'} batching: {steps} steps")
        axes.axvline(steps, color=INK, linestyle=(0, (1, 3)))
        axes.set_xlim(0, 18)
        axes.set_xticks([0, 5, 10, 15])
        axes.set_yticks(range(1, SLOTS + 1))
        axes.set_ylim(SLOTS + 0.6, 0.4)
        axes.grid(False)
    panels[0].set_ylabel("slot of the batch")
    return figure


def _requests(axes: Axes, continuous: bool) -> None:
    """A bar for each request, from its first step to its last."""
    free = [(0, slot) for slot in range(SLOTS)]
    for number, length in enumerate(LENGTHS):
        if number == SLOTS and not continuous:
            free = [(max(end for end, _ in free), slot) for slot in range(SLOTS)]
        start, slot = heappop(free)
        heappush(free, (start + length, slot))
        color = BLUE if number < SLOTS else ORANGE
        axes.barh(slot + 1, length - 0.15, left=start, height=0.7, color=color, alpha=0.4)
        axes.text(start + length / 2, slot + 1, "abcdefgh"[number], ha="center", va="center", color=INK)


def acceptance() -> Figure:
    """What is kept of the draft, and what the resampling adds."""
    figure, axes = new_figure(height=3.3)
    places = np.arange(4)
    kept = np.minimum(P, Q)
    axes.bar(places, kept, 0.5, color=BLUE, alpha=0.5)
    axes.bar(places, np.maximum(P - Q, 0), 0.5, bottom=kept, color=GREEN, alpha=0.5, hatch="//", edgecolor=INK)
    axes.bar(places, np.maximum(Q - P, 0), 0.5, bottom=kept, facecolor="none", edgecolor=RED, linestyle="--")
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
