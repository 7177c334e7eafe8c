"""Ranks simulated with arrays: all-reduce, sharded states, split layers, pipelines."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Task = tuple[str, int]
"""“F” or “B”, forward or backward pass, and the number of the micro-batch."""


# --8<-- [start:ring_all_reduce]
def ring_all_reduce(values: Array) -> tuple[Array, NDArray[np.int64]]:
    """Sum over ranks, at every rank; each talks to its right neighbor alone.

    Args:
        values: one row per rank, (D, n).

    Returns:
        The sums as each rank holds them, (D, n), and how many numbers it sent, (D,).
    """
    ranks = len(values)
    chunks = [np.array_split(row.copy(), ranks) for row in values]
    sent = np.zeros(ranks, np.int64)
    for step in range(2 * (ranks - 1)):
        places = [(rank - step) % ranks for rank in range(ranks)]
        messages = [chunks[rank][places[rank]].copy() for rank in range(ranks)]
        for rank, (place, message) in enumerate(zip(places, messages, strict=True)):
            right = (rank + 1) % ranks
            if step < ranks - 1:
                chunks[right][place] += message  # reduce-scatter: sums grow
            else:
                chunks[right][place] = message  # all-gather: sums are passed on
            sent[rank] += message.size
    return np.array([np.concatenate(parts) for parts in chunks]), sent


# --8<-- [end:ring_all_reduce]


# --8<-- [start:ring_bytes]
def ring_bytes(ranks: int, gradient_bytes: float) -> float:
    """Bytes that each rank sends in a ring all-reduce: 2 (D − 1)/D · G, for G bytes."""
    return 2 * (ranks - 1) / ranks * gradient_bytes


# --8<-- [end:ring_bytes]


# --8<-- [start:zero_bytes]
def zero_bytes(parameters: float, ranks: int, stage: int) -> float:
    """Bytes of model states per rank, mixed precision with Adam (Rajbhandari et al.).

    Per parameter 2 for the weight, 2 for the gradient, 12 for the optimizer: master
    weight and two moments. Stage 1 shards the optimizer's, 2 also gradients, 3 all.
    """
    weights = 2 * parameters / (ranks if stage >= 3 else 1)
    gradients = 2 * parameters / (ranks if stage >= 2 else 1)
    optimizer = 12 * parameters / (ranks if stage >= 1 else 1)
    return weights + gradients + optimizer


# --8<-- [end:zero_bytes]


# --8<-- [start:sharded_step]
def sharded_step(
    shards: Sequence[Array],
    gradient: Callable[[int, Array], Array],
    learning_rate: float,
) -> list[Array]:
    """One step of stage 3 (FSDP): a rank owns a shard and computes with all of them.

    Args:
        shards: the parameters that each rank owns, together (P,).
        gradient: mean gradient of a rank's own examples at all parameters, (P,).
        learning_rate: η.
    """
    ranks = len(shards)
    parameters = np.concatenate(shards)  # all-gather; freed after use
    gradients = [gradient(rank, parameters) for rank in range(ranks)]
    mean = np.mean(gradients, axis=0)  # reduce-scatter: a rank gets its own part
    parts = np.array_split(mean, ranks)
    return [
        shard - learning_rate * part for shard, part in zip(shards, parts, strict=True)
    ]


# --8<-- [end:sharded_step]


# --8<-- [start:tensor_parallel_mlp]
def tensor_parallel_mlp(X: Array, W1: Array, W2: Array, ranks: int) -> Array:
    """φ(X W_1) W_2 = Σ_i φ(X A_i) B_i, A_i columns and B_i rows, on D devices.

    Args:
        X: mini-batch, (B, d), on all ranks.
        W1: (d, h); a rank holds some columns, so whole hidden units.
        W2: (h, d); a rank holds the rows of these units.
    """
    columns = np.array_split(W1, ranks, axis=1)
    rows = np.array_split(W2, ranks)
    partial = [
        np.maximum(X @ own_columns, 0) @ own_rows  # no message needed in between
        for own_columns, own_rows in zip(columns, rows, strict=True)
    ]
    return np.asarray(np.sum(partial, axis=0))  # the all-reduce


# --8<-- [end:tensor_parallel_mlp]


# --8<-- [start:orders]
def all_forward_first(stages: int, micro_batches: int) -> list[list[Task]]:
    """GPipe: each stage does all forward passes, then all backward passes."""
    tasks = [(kind, i) for kind in "FB" for i in range(micro_batches)]
    return [list(tasks) for _ in range(stages)]


def one_forward_one_backward(stages: int, micro_batches: int) -> list[list[Task]]:
    """1F1B: after its first few forward passes a stage alternates."""
    orders = []
    for stage in range(stages):
        ahead = min(stages - stage, micro_batches)
        order = [("F", i) for i in range(ahead)]
        for i in range(micro_batches):
            order.append(("B", i))
            if ahead + i < micro_batches:
                order.append(("F", ahead + i))
        orders.append(order)
    return orders


# --8<-- [end:orders]


# --8<-- [start:schedule]
def schedule(
    orders: Sequence[Sequence[Task]], backward: float
) -> dict[tuple[int, str, int], tuple[float, float]]:
    """Start and end of each task (stage, kind, micro-batch); forward takes 1.

    A forward pass waits for the stage before it, a backward pass for the stage behind.

    Raises:
        ValueError: the stages wait for each other.
    """
    times: dict[tuple[int, str, int], tuple[float, float]] = {}
    clocks, last = [0.0] * len(orders), len(orders) - 1
    pending = [list(order) for order in orders]
    while any(pending):
        done = len(times)
        for stage, tasks in enumerate(pending):
            while tasks:
                kind, i = tasks[0]
                source = stage - 1 if kind == "F" else stage + 1
                needed = (source, kind, i)
                if 0 <= source <= last and needed not in times:
                    break  # its input is not there yet: look at the next stage
                ready = times[needed][1] if needed in times else 0.0
                start = max(clocks[stage], ready)
                clocks[stage] = start + (1.0 if kind == "F" else backward)
                times[stage, kind, i] = (start, clocks[stage])
                tasks.pop(0)
        if len(times) == done:
            raise ValueError("the stages wait for each other")
    return times


# --8<-- [end:schedule]


# --8<-- [start:idle_share]
def idle_share(stages: int, micro_batches: int) -> float:
    """Share of the time that a stage waits (the bubble): (p - 1) / (m + p - 1)."""
    return (stages - 1) / (micro_batches + stages - 1)


# --8<-- [end:idle_share]


def in_flight(order: Sequence[Task]) -> int:
    """The largest number of micro-batches whose activations a stage holds at once."""
    return int(np.cumsum([1 if kind == "F" else -1 for kind, _ in order]).max())
