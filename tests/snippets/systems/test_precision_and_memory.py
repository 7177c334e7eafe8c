"""What docs/systems/precision-and-memory.md claims about formats, loss scaling and checkpointing."""

from collections.abc import Callable

import numpy as np
import pytest

from snippets.systems.precision_and_memory import (
    Half,
    checkpointed_backward,
    kept_activations,
    mixed_precision_step,
    running_sum,
    to_bfloat16,
)


def test_a_half_precision_accumulator_stops_at_2048() -> None:
    ones = np.ones(4000, np.float16)
    assert running_sum(ones) == 2048
    assert running_sum(ones[:2000]) == 2000
    assert ones.sum(dtype=np.float32) == 4000


def test_updates_below_half_a_spacing_vanish() -> None:
    one = np.float16(1)
    assert one + np.float16(2**-11) == one
    assert one + np.float16(1.01 * 2**-11) > one
    assert one - np.float16(2e-4) == one
    assert to_bfloat16(np.array([1 - 1.9e-3], np.float32)) == 1  # bf16 loses ten times larger ones


def _constant(gradient: float) -> Callable[[Half, float], Half]:
    """A loss whose gradient is the same everywhere, computed in fp16."""

    def backward(weights: Half, loss_scale: float) -> Half:
        return np.full(weights.shape, np.float32(gradient) * np.float32(loss_scale)).astype(np.float16)

    return backward


def test_the_scale_rescues_a_gradient_that_underflows() -> None:
    master = np.zeros(3, np.float32)
    np.testing.assert_array_equal(mixed_precision_step(master, _constant(1e-8), 1e4, 1.0), master)
    rescued = mixed_precision_step(master, _constant(1e-8), 1e4, 1024.0)
    np.testing.assert_allclose(rescued, -1e-4, rtol=2e-3)
    assert rescued.dtype == np.float32


def test_the_scale_cancels_where_nothing_under_or_overflows() -> None:
    """The gradient 2 (w - 1) of (w - 1)^2, with the rounded weights."""

    def backward(weights: Half, loss_scale: float) -> Half:
        return np.asarray(np.float16(2 * loss_scale) * (weights - np.float16(1)))

    start = np.array([3.0, -1.0], np.float32)
    for scale in (1.0, 256.0):
        np.testing.assert_array_equal(mixed_precision_step(start, backward, 0.25, scale), [2.0, 0.0])


def test_an_overflow_of_a_single_weight_skips_the_step_of_all() -> None:
    master = np.ones(2, np.float32)
    half = mixed_precision_step(master, lambda weights, scale: np.array([np.inf, 1], np.float16), 0.1, 1.0)
    np.testing.assert_array_equal(half, master)
    with np.errstate(over="ignore"):
        kept = mixed_precision_step(master, _constant(1.0), 0.1, 2.0**16)
    np.testing.assert_array_equal(kept, master)
    assert (mixed_precision_step(master, _constant(1.0), 0.1, 2.0**15) < master).all()


def test_master_weights_keep_what_fp16_weights_lose() -> None:
    weights, master = np.float16(1), np.ones(1, np.float32)
    for _ in range(1000):
        weights = np.float16(weights - np.float16(2e-4))
        master = mixed_precision_step(master, _constant(1.0), 2e-4, 1.0)
    assert weights == 1
    assert master[0] == pytest.approx(0.8, rel=1e-4)


def _chain(layers: int) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((4, 4)) / 2 for _ in range(layers)]
    return rng.standard_normal((3, 4)), weights, rng.standard_normal((3, 4))


def test_ten_segments_keep_20_of_101_activations() -> None:
    runs = {segment: checkpointed_backward(*_chain(100), segment) for segment in (100, 50, 25, 20, 10, 5, 4, 1)}
    for segment, run in runs.items():
        assert max(run.kept) == kept_activations(100, 100 / segment)
        assert run.kept[-1] == 1  # of the last segment to be done, its input
    assert min(max(run.kept) for run in runs.values()) == max(runs[10].kept) == 20
    assert max(runs[100].kept) == 101
    assert runs[10].kept[:10] == [1] * 9 + [2]
    assert runs[10].kept[90:111] == [*range(11, 21), *range(19, 9, -1), 10]
    assert runs[100].layers_computed == 100
    assert runs[10].layers_computed == 190  # every layer twice, but those of the last segment


def test_time_line_has_an_entry_for_every_layer_computed_or_undone() -> None:
    for segment in (100, 10, 7):
        run = checkpointed_backward(*_chain(100), segment)
        assert len(run.kept) == run.layers_computed + 100
