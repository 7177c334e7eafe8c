"""Numbers of `docs/systems/distributed-training.md`."""

import numpy as np

from snippets.systems import distributed_training as page


def ring() -> dict[int, float]:
    """What each rank of a ring sends, as a multiple of the gradient, counted message by message."""
    return {ranks: float(page.ring_all_reduce(np.ones((ranks, 64)))[1].max() / 64) for ranks in (2, 4, 8, 64)}


def traffic() -> float:
    """GB that each of eight ranks sends per step for the 16-bit gradients of seven billion parameters."""
    return page.ring_bytes(8, 2 * 7e9) / 1e9


def traffic_seconds() -> float:
    """Seconds that these bytes take at 50 GB per second."""
    return traffic() / 50


def zero() -> dict[int, float]:
    """GB of states per rank by stage, 7.5 billion parameters on 64 ranks."""
    return {stage: page.zero_bytes(7.5e9, 64, stage) / 1e9 for stage in range(4)}


def seventy() -> dict[int, float]:
    """GB of states per rank by stage, 70 billion parameters on 64 ranks."""
    return {stage: page.zero_bytes(70e9, 64, stage) / 1e9 for stage in range(4)}


def idle() -> dict[str, float]:
    """Idle share of four stages, from the simulated schedule."""
    found = {}
    for micro_batches in (1, 4, 8, 16, 32):
        times = page.schedule(page.all_forward_first(4, micro_batches), 2.0)
        total = max(end for _, end in times.values())
        found[str(micro_batches)] = 1 - 3 * micro_batches / total
    return found


def held() -> dict[str, float]:
    """Micro-batches that the first of four stages holds at once, of eight."""
    orders = {"gpipe": page.all_forward_first(4, 8), "alternating": page.one_forward_one_backward(4, 8)}
    return {name: page.in_flight(order[0]) for name, order in orders.items()}


def total() -> float:
    """Time units of four stages and eight micro-batches, forward 1 and backward 2; both orders alike."""
    ends = {
        max(end for _, end in page.schedule(orders, 2.0).values())
        for orders in (page.all_forward_first(4, 8), page.one_forward_one_backward(4, 8))
    }
    (end,) = ends
    return end


def token_mean() -> dict[str, float]:
    """Mean loss of three tokens of loss 1 on one rank and one of loss 5 on another, over tokens and over ranks."""
    return {"tokens": (3 * 1 + 5) / 4, "ranks": (1 + 5) / 2}
