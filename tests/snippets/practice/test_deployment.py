"""Claims of docs/practice/deployment.md."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.numbers.practice import deployment as numbers
from snippets.practice.deployment import (
    Array,
    batched_serving,
    dequantize,
    expected_stability_index,
    integer_linear,
    output_error_bound,
    population_stability_index,
    quantize,
    weight_bytes,
    weight_reading_time,
)


@pytest.fixture
def layer() -> tuple[Array, Array]:
    """64 x 256 weights whose first channel has 20 times the range, and 200 inputs."""
    rng = np.random.default_rng(0)
    W = rng.standard_normal((64, 256)) / 16
    W[0] *= 20
    return W, rng.standard_normal((256, 200))


def test_quantization_is_worked_by_hand() -> None:
    quantized = quantize(np.array([[-1.0, 0.2, 0.7, 2.0]]), bits=2)
    assert (quantized.scale.item(), quantized.zero_point.item()) == (1, 1)
    assert quantized.integers.tolist() == [[0, 1, 2, 3]]
    assert dequantize(quantized).tolist() == [[-1, 0, 1, 2]]


def test_the_largest_weight_is_clipped_if_rounding_would_leave_the_range() -> None:
    quantized = quantize(np.array([[-1.5, 0.0, 1.5]]), bits=2)  # both ends round away from 0: 2 + 2 is no 2-bit number
    assert quantized.integers.tolist() == [[0, 2, 3]]
    assert dequantize(quantized).tolist() == [[-2, 0, 1]]


@pytest.mark.parametrize(
    ("values", "zero_point", "integers"), [([1.0, 2.0, 3.0], 0, [1, 2, 3]), ([-3.0, -2.0, -1.0], 3, [0, 1, 2])]
)
def test_a_range_without_zero_is_widened_to_it(values: list[float], zero_point: int, integers: list[int]) -> None:
    quantized = quantize(np.array([values]), bits=2)
    assert (quantized.scale.item(), quantized.zero_point.item()) == (1, zero_point)
    assert quantized.integers.tolist() == [integers]


def test_rows_share_a_scale_unless_each_gets_its_own() -> None:
    rows = np.array([[0.0, 3.0], [0.0, 30.0]])
    shared, own = quantize(rows, 2), quantize(rows, 2, per_row=True)
    assert (shared.scale.tolist(), own.scale.tolist()) == ([[10.0]], [[1.0], [10.0]])
    assert (shared.integers.tolist(), own.integers.tolist()) == ([[0, 0], [0, 3]], [[0, 3], [0, 3]])


@settings(max_examples=100)
@given(st.lists(st.floats(-1e3, 1e3, width=16), min_size=4, max_size=4), st.integers(2, 10))
def test_rounding_error_is_at_most_half_a_step_and_zero_is_exact(values: list[float], bits: int) -> None:
    row = np.array([[*values, 0.0]])
    quantized = quantize(row, bits)
    restored = dequantize(quantized)
    assert 0 <= quantized.integers.min() <= quantized.integers.max() < 2**bits
    assert np.abs(restored - row).max() <= quantized.scale.max() * (0.5 + 1e-9)
    assert restored[0, -1] == 0


@pytest.mark.parametrize("first", [0, 100])
def test_one_wide_channel_spoils_a_scale_that_all_share(first: int) -> None:
    error = {name: runs.mean() for name, runs in numbers.layer(first).items()}
    assert error["tensor.8"] > 15 * error["channel.8"]  # 20 times the step
    assert error["tensor.5"] > 0.8
    assert error["channel.2"] > 500 * error["channel.12"]
    assert error["error over bound"] < 0.2


def test_each_bit_halves_the_error(layer: tuple[Array, Array]) -> None:
    W = layer[0]
    errors = [np.sqrt(np.mean((dequantize(quantize(W, bits, True)) - W) ** 2)) for bits in range(4, 13)]
    assert np.divide(errors[:-1], errors[1:]) == pytest.approx(2, rel=0.1)


def test_output_error_stays_below_the_bound_which_is_pessimistic(layer: tuple[Array, Array]) -> None:
    W, X = layer
    quantized = quantize(W, 8, per_row=True)
    error = np.abs((dequantize(quantized) - W) @ X[:, 0])
    bound = output_error_bound(quantized.scale, X[:, 0])
    assert np.all(error <= bound)
    assert np.max(error / bound) < 0.2
    worst = quantized.scale[:, :1] / 2 * np.sign(X[:, 0])  # every weight off by half a step, against us
    np.testing.assert_allclose(worst @ X[:, 0], bound)


def test_integer_arithmetic_gives_the_dequantized_product(layer: tuple[Array, Array]) -> None:
    W, X = layer
    weights, inputs = quantize(W, 8, per_row=True), quantize(X[:, :1].T, 8)
    np.testing.assert_allclose(integer_linear(weights, inputs), dequantize(weights) @ dequantize(inputs)[0], atol=1e-12)
    half = weights.scale[:, 0] / 2, inputs.scale[0, 0] / 2  # the most that rounding moves a weight, and an input
    most = half[0] * np.abs(X[:, 0]).sum() + half[1] * np.abs(W).sum(axis=1) + len(X) * half[0] * half[1]
    error = np.abs(integer_linear(weights, inputs) - W @ X[:, 0])
    assert (error <= most).all()
    assert np.linalg.norm(error) < 0.05 * np.linalg.norm(W) * np.linalg.norm(X[:, 0]) / np.sqrt(len(X))


def test_bytes_and_reading_times_of_the_page() -> None:
    assert weight_bytes(11_689_512, 32) == 46_758_048
    assert weight_bytes(11_689_512, 32) / 2**20 == pytest.approx(44.6, abs=0.05)
    assert weight_bytes(11_689_512, 8) == pytest.approx(11.7e6, rel=0.002)
    assert [weight_bytes(7e9, bits) for bits in (16, 8, 4)] == [14e9, 7e9, 3.5e9]
    assert [weight_reading_time(7e9, bits, 1e12) for bits in (16, 8, 4)] == [0.014, 0.007, 0.0035]


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int8])
def test_reading_takes_as_long_as_the_bytes_that_an_array_has(dtype: type) -> None:
    weights: Array = np.zeros((30, 40), dtype)
    assert weight_bytes(weights.size, 8 * weights.itemsize) == weights.nbytes
    assert weight_reading_time(weights.size, 8 * weights.itemsize, weights.nbytes / 3) == pytest.approx(3)


def test_batching_raises_throughput_and_latency() -> None:
    assert batched_serving(1, 0.004, 0.0005) == pytest.approx((0.0045, 222.2), rel=1e-3)
    assert batched_serving(16, 0.004, 0.0005) == pytest.approx((0.012, 1333.3), rel=1e-3)


def test_stability_index_is_worked_by_hand_and_symmetric() -> None:
    reference, current = np.array([0.5, 0.3, 0.2]), np.array([0.3, 0.3, 0.4])
    assert population_stability_index(reference, current) == pytest.approx(0.2 * np.log(5 / 3) + 0.2 * np.log(2))
    assert population_stability_index(reference, current) == pytest.approx(0.241, abs=5e-4)
    forward = float(np.sum(current * np.log(current / reference)))
    backward = float(np.sum(reference * np.log(reference / current)))
    assert (forward, backward) == pytest.approx((0.124, 0.117), abs=5e-4)
    assert population_stability_index(current, reference) == pytest.approx(forward + backward)


@pytest.mark.parametrize(("size", "least", "most"), [(100, 1 / 3, 0.45), (1000, 0, 0.001)])
@pytest.mark.parametrize("seed", [5, 6])
def test_stability_index_is_positive_without_drift(size: int, least: float, most: float, seed: int) -> None:
    rng, shares = np.random.default_rng(seed), np.full(10, 0.1)
    samples = np.maximum(rng.multinomial(size, shares, size=3000), 0.5) / size
    values = np.array([population_stability_index(shares, sample) for sample in samples])
    assert values.mean() == pytest.approx(expected_stability_index(10, np.inf, size), rel=0.1)
    assert least <= np.mean(values > 0.1) <= most


def test_expected_stability_index_is_the_mean_over_all_pairs_of_samples() -> None:
    n, m = 200, 80  # examples; of each sample a share in the first of two bins, which is as likely as the second
    chances = [[comb(size, count) / 2**size for count in range(1, size)] for size in (n, m)]  # no empty bin
    shares = [np.arange(1, size) / size for size in (n, m)]
    index = [
        [population_stability_index(np.array([r, 1 - r]), np.array([c, 1 - c])) for c in shares[1]] for r in shares[0]
    ]
    assert expected_stability_index(2, n, m) == pytest.approx(chances[0] @ np.array(index) @ chances[1], rel=0.02)


@pytest.mark.parametrize(("bins", "reference", "current"), [(3, 400, 400), (10, 4000, 1000), (10, 1000, 4000)])
def test_expected_stability_index_is_the_mean_of_drawn_samples(bins: int, reference: int, current: int) -> None:
    rng, shares = np.random.default_rng(bins), np.arange(1, bins + 1) + 2.0 * bins
    first, second = (rng.multinomial(size, shares / shares.sum(), 6000) / size for size in (reference, current))
    drawn = [population_stability_index(*pair) for pair in zip(first, second, strict=True)]
    deviation = np.std(drawn) / np.sqrt(6000)
    assert expected_stability_index(bins, reference, current) == pytest.approx(np.mean(drawn), abs=5 * deviation)
