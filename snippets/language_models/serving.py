"""Serving: the time of a decoding step, batches, blocks of cache, and drafts."""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from snippets.language_models.generation import sample
from snippets.training.batch_size_and_hardware import roofline

Array = NDArray[np.float64]
Tokens = tuple[int, ...]
Distribution = Callable[[Tokens], Array]


# --8<-- [start:step_seconds]
def step_seconds(
    batch: int,
    parameters: float,
    cache_bytes: float,
    peak: float,
    bandwidth: float,
    value_bytes: float = 2,
) -> float:
    """At least this long takes a decoding step of `batch` sequences.

    Args:
        batch: B, sequences that each get one token.
        parameters: P, read once for all; 2 FLOP for each weight and sequence.
        cache_bytes: keys and values of one sequence, read for it alone.
        peak: FLOP/s of the device.
        bandwidth: bytes/s of its memory.
        value_bytes: bytes of a weight.
    """
    work = 2 * parameters * batch
    traffic = value_bytes * parameters + batch * cache_bytes
    return work / roofline(work / traffic, peak, bandwidth)


# --8<-- [end:step_seconds]


# --8<-- [start:batching]
def static_steps(lengths: Sequence[int], slots: int) -> int:
    """Steps if each batch of `slots` requests waits for its longest."""
    groups = [lengths[i : i + slots] for i in range(0, len(lengths), slots)]
    return sum(max(group) for group in groups)


def continuous_steps(lengths: Sequence[int], slots: int) -> int:
    """Steps if the next request takes a slot as soon as one is free."""
    free_at = [0] * slots  # a heap: the slot that is free first stands in front
    for length in lengths:
        heappush(free_at, heappop(free_at) + length)
    return max(free_at)


def used_share(lengths: Sequence[int], block: int) -> float:
    """Share of cache memory that holds tokens if it is given out in blocks."""
    blocks = sum(-(-length // block) for length in lengths)
    return sum(lengths) / (block * blocks)


# --8<-- [end:batching]


# --8<-- [start:speculative]
def verified(
    token: int, p: Array, q: Array, rng: np.random.Generator
) -> tuple[int, bool]:
    """A token drawn from the draft's q, or another, so that it is distributed as p."""
    if rng.random() * q[token] < p[token]:  # with probability min(1, p/q)
        return token, True
    return sample(np.maximum(0.0, p - q), rng), False  # scales to sum 1


def speculative_pass(
    target: Distribution,
    draft: Distribution,
    prefix: Tokens,
    gamma: int,
    rng: np.random.Generator,
) -> Tokens:
    """The prefix and 1 to gamma + 1 more tokens, at the cost of one target pass."""
    drafted, proposals = prefix, []
    for _ in range(gamma):
        proposals.append(draft(drafted))
        drafted += (sample(proposals[-1], rng),)
    # These distributions come out of one pass over prefix and draft together.
    ends = range(len(prefix), len(drafted) + 1)
    targets = [target(drafted[:end]) for end in ends]
    for end, p, q in zip(ends, targets, proposals, strict=False):
        token, kept = verified(drafted[end], p, q, rng)
        if not kept:
            return (*drafted[:end], token)
    return (*drafted, sample(targets[-1], rng))


# --8<-- [end:speculative]


# --8<-- [start:speculative_gain]
def acceptance(p: Array, q: Array) -> float:
    """Probability that a drafted token is kept: sum of min(p, q)."""
    return float(np.minimum(p, q).sum())


def tokens_per_pass(alpha: float, gamma: int) -> float:
    """Expected tokens of a target pass if each draft is kept with alpha, below 1."""
    return (1 - alpha ** (gamma + 1)) / (1 - alpha)


def speed_up(alpha: float, gamma: int, cost: float) -> float:
    """Tokens per time against plain decoding; a draft pass costs `cost` target passes.

    Holds while a target pass over all drafts and one more takes as long as over one.
    """
    return tokens_per_pass(alpha, gamma) / (gamma * cost + 1)


# --8<-- [end:speculative_gain]
