"""What docs/systems/distributed-training.md claims: ranks are arrays, and nothing is lost between them."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from snippets.systems.distributed_training import (
    all_forward_first,
    idle_share,
    in_flight,
    one_forward_one_backward,
    ring_all_reduce,
    ring_bytes,
    schedule,
    sharded_step,
    tensor_parallel_mlp,
    zero_bytes,
)

Array = NDArray[np.float64]


@pytest.mark.parametrize(("ranks", "size"), [(1, 3), (2, 4), (3, 7), (8, 64), (5, 2)])
def test_every_rank_ends_with_the_sum(ranks: int, size: int) -> None:
    values = np.random.default_rng(0).standard_normal((ranks, size))
    before = values.copy()
    sums, _ = ring_all_reduce(values)
    np.testing.assert_allclose(sums, np.tile(before.sum(axis=0), (ranks, 1)))
    np.testing.assert_array_equal(values, before)


def test_a_ring_of_eight_sends_1_75_times_the_gradient() -> None:
    for ranks, size in ((8, 64), (2, 10), (4, 12)):
        _, sent = ring_all_reduce(np.ones((ranks, size)))
        np.testing.assert_array_equal(sent, ring_bytes(ranks, size))
    assert ring_bytes(8, 64) / 64 == 1.75
    assert ring_all_reduce(np.ones((3, 7)))[1].sum() == 2 * 2 * 7  # unequal chunks: right on average


def test_sums_of_other_rings_differ_by_rounding() -> None:
    values = np.random.default_rng(0).standard_normal((8, 1000))
    eight = ring_all_reduce(values)[0][0]
    two = ring_all_reduce(np.stack([values[:4].sum(axis=0), values[4:].sum(axis=0)]))[0][0]
    assert (eight != two).any()
    np.testing.assert_allclose(eight, two, rtol=0, atol=1e-14)
    sums, _ = ring_all_reduce(values)
    assert (sums == sums[0]).all()  # but all ranks of one ring agree to the last bit


def test_the_published_sizes_of_zero() -> None:
    """Figure 1 of Rajbhandari et al.: 7.5 billion parameters on 64 devices."""
    found = [round(zero_bytes(7.5e9, 64, stage) / 1e9, 1) for stage in range(4)]
    assert found == [120.0, 31.4, 16.6, 1.9]


def test_rows_first_would_need_a_message_before_the_nonlinearity() -> None:
    rng = np.random.default_rng(0)
    X, W1, W2 = rng.standard_normal((5, 4)), rng.standard_normal((4, 10)), rng.standard_normal((10, 4))
    whole = tensor_parallel_mlp(X, W1, W2, 1)
    np.testing.assert_allclose(tensor_parallel_mlp(X, W1, W2, 2), whole)  # columns first need none
    parts = X[:, :2] @ W1[:2], X[:, 2:] @ W1[2:]
    np.testing.assert_allclose(np.maximum(sum(parts), 0) @ W2, whole)
    assert np.abs(sum(np.maximum(part, 0) for part in parts) @ W2 - whole).max() > 0.1


@pytest.mark.parametrize(("stages", "micro_batches"), [(4, 8), (1, 3), (2, 1), (3, 5)])
def test_both_orders_wait_as_long_as_the_formula_says(stages: int, micro_batches: int) -> None:
    for make in (all_forward_first, one_forward_one_backward):
        for backward in (1.0, 2.0):
            times = schedule(make(stages, micro_batches), backward)
            total = max(end for _, end in times.values())
            busy = sum(end - start for start, end in times.values()) / stages
            assert busy == micro_batches * (1 + backward)
            assert 1 - busy / total == pytest.approx(idle_share(stages, micro_batches))


def test_a_schedule_keeps_the_order_of_the_layers() -> None:
    for orders in (all_forward_first(4, 8), one_forward_one_backward(4, 8)):
        times = schedule(orders, 2.0)
        assert len(times) == sum(map(len, orders)) == 4 * 8 * 2  # and the orders are still whole
        for (stage, kind, i), (start, end) in times.items():
            assert end - start == (1.0 if kind == "F" else 2.0)
            before = stage - 1 if kind == "F" else stage + 1
            assert start >= times.get((before, kind, i), (0, 0))[1]
            if kind == "B":
                assert start >= times[stage, "F", i][1]
        for stage, order in enumerate(orders):
            spans = [times[stage, kind, i] for kind, i in order]
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_stages_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="wait for each other"):
        schedule([[("B", 0), ("F", 0)], [("F", 0), ("B", 0)]], 2.0)


def test_one_forward_one_backward_holds_fewer_micro_batches() -> None:
    assert [in_flight(order) for order in all_forward_first(4, 8)] == [8, 8, 8, 8]
    assert [in_flight(order) for order in one_forward_one_backward(4, 8)] == [4, 3, 2, 1]
    assert idle_share(4, 8) == pytest.approx(3 / 11)


def test_means_over_ranks_with_unequal_counts_are_wrong() -> None:
    own = [np.full(3, 1.0), np.full(1, 5.0)]  # gradients of the examples of two ranks, each for both parameters
    shards = sharded_step([np.zeros(1), np.zeros(1)], lambda rank, _: np.full(2, own[rank].mean()), 1.0)
    assert np.concatenate(shards).tolist() == [-3, -3]
    assert np.concatenate(own).mean() == 2
