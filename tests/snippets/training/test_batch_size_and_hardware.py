import numpy as np
import pytest
from numpy.typing import NDArray

from snippets.training.batch_size_and_hardware import (
    combine_gradients,
    global_batch_size,
    gpt2_parameter_count,
    largest_batch_size,
    matmul_intensity,
    mlp_parameter_count,
    mlp_saved_bytes,
    model_state_bytes,
    pooled_variance,
    roofline,
    roofline_time,
    sharded_state_bytes,
    tile_waste,
    training_bytes,
    transformer_layer_bytes,
    updates_per_epoch,
    wave_count,
)

Array = NDArray[np.float64]

GPT2_SMALL = gpt2_parameter_count()
GPT2_SEQUENCE = 12 * transformer_layer_bytes(1, sequence_length=1024, width=768, heads=12)
V100_PEAK, V100_BANDWIDTH = 125e12, 900e9


@pytest.mark.parametrize("mixed_precision", [False, True])
def test_adam_needs_sixteen_bytes_per_parameter_in_both_precisions(mixed_precision: bool) -> None:
    assert sum(model_state_bytes(1, mixed_precision).values()) == 16


def test_worked_number_gpt2_small() -> None:
    assert GPT2_SMALL == 124_439_808
    assert round(16 * GPT2_SMALL / 1e9, 2) == 1.99
    assert round(GPT2_SEQUENCE / 1e9, 2) == 1.08
    assert round(12 * 1024 * 768 * 34 / 1e9, 2) == 0.32  # without the stored attention scores
    assert round(training_bytes(GPT2_SMALL, 8, GPT2_SEQUENCE) / 1e9, 1) == 10.6
    assert largest_batch_size(16e9, GPT2_SMALL, GPT2_SEQUENCE) == 13


def test_largest_batch_size_is_the_last_that_fits() -> None:
    B = largest_batch_size(16e9, GPT2_SMALL, GPT2_SEQUENCE)
    assert training_bytes(GPT2_SMALL, B, GPT2_SEQUENCE) <= 16e9 < training_bytes(GPT2_SMALL, B + 1, GPT2_SEQUENCE)


def test_mlp_keeps_its_layer_inputs_log_probabilities_and_labels() -> None:
    widths = (784, 1024, 1024, 10)
    assert mlp_saved_bytes(widths, batch_size=1) == 4 * 784 + 4 * 1024 + 4 * 1024 + 4 * 10 + 8 == 11_376
    assert mlp_parameter_count(widths) == 785 * 1024 + 1025 * 1024 + 1025 * 10
    assert round(16 * mlp_parameter_count(widths) / 1e6, 1) == 29.8  # MB of states


def test_zero_shards_as_in_its_figure_1() -> None:
    gigabytes = [sharded_state_bytes(7_500_000_000, devices=64, stage=stage) / 1e9 for stage in range(4)]
    assert [round(value, 1) for value in gigabytes] == [120.0, 31.4, 16.6, 1.9]


def test_matmul_intensity_as_in_the_nvidia_guide() -> None:
    assert round(matmul_intensity(128, 8192, 8192), 1) == 124.1
    assert int(matmul_intensity(8192, 8192, 8192)) == 2730
    assert matmul_intensity(1, 8192, 8192) < 1
    assert round(V100_PEAK / V100_BANDWIDTH, 1) == 138.9


def test_intensity_counts_two_flop_per_multiply_add() -> None:
    B, d_in, d_out = 3, 4, 5
    multiply_adds = sum(1 for _ in np.ndindex(B, d_in, d_out))
    bytes_moved = sum(np.zeros(shape, np.float16).nbytes for shape in ((B, d_in), (d_in, d_out), (B, d_out)))
    assert matmul_intensity(B, d_in, d_out) == pytest.approx(2 * multiply_adds / bytes_moved)


def _microseconds(B: int) -> float:
    return 1e6 * roofline_time(B, 8192, V100_PEAK, V100_BANDWIDTH)


@pytest.mark.parametrize("B", [1, 100, 143, 144, 5000])
def test_roofline_is_the_slower_of_arithmetic_and_transfer(B: int) -> None:
    arithmetic = 2 * B * 8192**2 / V100_PEAK
    transfer = 2 * (2 * B * 8192 + 8192**2) / V100_BANDWIDTH
    assert _microseconds(B) == pytest.approx(1e6 * max(arithmetic, transfer))
    assert (arithmetic > transfer) == (B >= 144)


def test_time_is_flat_then_linear_in_the_batch_size() -> None:
    assert [round(_microseconds(B)) for B in (1, 64, 128, 256, 512)] == [149, 151, 154, 275, 550]
    rates = [B / _microseconds(B) for B in (1, 64, 128, 256, 512)]
    assert round(rates[2] / rates[0]) == 124
    assert rates[3] == pytest.approx(rates[4])


def test_arithmetic_limits_from_the_ridge_on() -> None:
    rates = [roofline(intensity, V100_PEAK, V100_BANDWIDTH) for intensity in (1, 138, 139, 5000)]
    assert rates == [V100_BANDWIDTH, 138 * V100_BANDWIDTH, V100_PEAK, V100_PEAK]


def test_padding_is_wasted_beyond_a_tile_boundary() -> None:
    for B, tile in ((1, 64), (64, 64), (65, 64), (300, 128)):
        computed = len(range(0, B, tile)) * tile  # whole tiles, one after another
        assert tile_waste(B, tile) == pytest.approx((computed - B) / computed)
    assert round(100 * tile_waste(136, 128)) == 47
    assert tile_waste(192, 64) == tile_waste(256, 64) == tile_waste(384, 128) == 0
    assert (tile_waste(64, 128), tile_waste(96, 128)) == (0.5, 0.25)


def test_a_power_of_two_can_cost_a_second_wave() -> None:
    waves = [wave_count(2304, B, (256, 128), multiprocessors=108) for B in (1024, 1536, 1537, 2048, 3072)]
    assert waves == [1, 1, 2, 2, 2]
    assert (9 * 1536 // 128, 9 * 2048 // 128) == (108, 144)  # tiles


@pytest.mark.parametrize(("rows", "columns"), [(4, 6), (5, 6), (4, 7), (9, 13), (1, 1)])
def test_waves_compute_every_tile_in_which_there_is_an_output(rows: int, columns: int) -> None:
    tiles = {(row // 4, column // 3) for row in range(rows) for column in range(columns)}
    assert wave_count(rows, columns, (4, 3), multiprocessors=1) == len(tiles)
    assert wave_count(rows, columns, (4, 3), multiprocessors=2) == len({place // 2 for place in range(len(tiles))})


@pytest.mark.parametrize(("devices", "together"), [(1, 1), (6, 1), (6, 2), (6, 3), (12, 4)])
def test_the_global_batch_has_each_example_once_that_some_device_reads(devices: int, together: int) -> None:
    read = {
        (device // together, accumulated, example)  # devices of one replica read the same examples
        for device in range(devices)
        for accumulated in range(5)
        for example in range(8)
    }
    assert global_batch_size(8, devices, 5, together) == len(read)


def test_only_data_parallel_replicas_multiply_the_batch() -> None:
    assert global_batch_size(32, devices=256, accumulation=1) == 8192
    assert global_batch_size(8, devices=4, accumulation=2) == 64
    assert global_batch_size(2, devices=64, accumulation=8, model_parallel=16) == 64
    assert [updates_per_epoch(1_280_000, B) for B in (256, 8192)] == [5000, 157]
    with pytest.raises(ValueError, match="do not divide"):
        global_batch_size(2, devices=6, accumulation=1, model_parallel=4)


def _mean_gradient(X: Array, y: Array, theta: Array) -> Array:
    return np.asarray(2 * X.T @ (X @ theta - y) / len(y))


@pytest.mark.parametrize("sizes", [[8, 8, 8], [15, 6, 3]])
def test_weighted_shards_equal_one_big_batch(sizes: list[int]) -> None:
    rng = np.random.default_rng(0)
    X, y, theta = rng.normal(size=(24, 5)), rng.normal(size=24), rng.normal(size=5)
    cuts = np.cumsum(sizes)[:-1]
    shards = [
        _mean_gradient(part, target, theta) for part, target in zip(np.split(X, cuts), np.split(y, cuts), strict=True)
    ]
    whole = _mean_gradient(X, y, theta)
    np.testing.assert_allclose(combine_gradients(shards, sizes), whole, rtol=1e-12)
    # Under an averaging all-reduce: sum the loss, scale it by the number of shards over the global count.
    scaled = [3 / 24 * size * shard for size, shard in zip(sizes, shards, strict=True)]
    np.testing.assert_allclose(np.mean(scaled, axis=0), whole, rtol=1e-12)
    plain_mean_is_right = np.allclose(np.mean(shards, axis=0), whole)
    assert plain_mean_is_right == (len(set(sizes)) == 1)


def test_mean_of_means_by_hand() -> None:
    losses = [np.array([2.0]), np.array([6.0])]  # 1000 tokens with mean loss 2, 10 tokens with 6
    assert round(float(combine_gradients(losses, [1000, 10])[0]), 2) == 2.04
    assert np.mean(losses) == 4.0


def test_micro_batches_miss_the_variance_between_their_means() -> None:
    shards = [np.array([0.0, 2.0]), np.array([10.0, 12.0])]
    assert pooled_variance(shards) == (1.0, 25.0)
    assert sum(pooled_variance(shards)) == np.concatenate(shards).var() == 26.0
