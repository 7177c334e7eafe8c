"""Claims of docs/practice/debugging.md that need no framework."""

import numpy as np
import pytest

from snippets.practice import debugging


def test_log_sigmoid_stays_finite_where_the_logarithm_of_the_sigmoid_does_not() -> None:
    z = np.array([-1000.0, -1.0, 0.0, 1.0, 1000.0])
    with np.errstate(over="ignore", divide="ignore"):
        naive = np.log(1 / (1 + np.exp(-z)))
    assert naive[0] == -np.inf
    np.testing.assert_allclose(debugging.log_sigmoid(z), [-1000, *naive[1:4], 0])


def test_exp_overflows_at_11_1_in_fp16_and_88_7_in_fp32() -> None:
    for dtype, last in ((np.float16, 11.09), (np.float32, 88.72), (np.float64, 709.78)):
        assert np.log(np.float64(np.finfo(dtype).max)) == pytest.approx(last, abs=0.01)
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isinf(np.exp(np.float32(89)))
        z = np.array([1000.0, 0.0])
        assert np.isnan((np.exp(z) / np.exp(z).sum())[0])
    np.testing.assert_array_equal(debugging.masked_softmax(z[None], np.array([[True, True]])), [[1, 0]])


def test_fp16_ends_at_65504_and_drops_an_epsilon_of_1e_8() -> None:
    assert float(np.finfo(np.float16).max) == 65504
    with np.errstate(over="ignore", under="ignore"):
        assert np.isinf(np.float16(65520))
        assert np.isinf(np.float16(256) * np.float16(256))
        assert np.float16(1e-8) == 0
    assert float(np.finfo(np.float16).smallest_subnormal) == pytest.approx(6.0e-8, rel=0.01)


def test_masked_softmax_is_softmax_of_the_allowed_and_zero_without_any() -> None:
    scores = np.random.default_rng(0).standard_normal((2, 4))
    allowed = np.array([[True, False, True, True], [False] * 4])
    weights = debugging.masked_softmax(scores, allowed)
    expected = np.exp(scores[0, allowed[0]])
    np.testing.assert_allclose(weights[0, allowed[0]], expected / expected.sum())
    np.testing.assert_array_equal(weights[1], 0)
    assert weights[0, 1] == 0
    large = np.array([[1000.0, np.log(3), np.log(1)]])  # what is masked may be the largest
    np.testing.assert_allclose(debugging.masked_softmax(large, np.array([[False, True, True]])), [[0, 0.75, 0.25]])
    apart = scores[:1] + np.array([[0.0], [2000.0]])  # each row by itself: a constant added to one changes nothing
    odds = np.exp(scores[0])
    np.testing.assert_allclose(debugging.masked_softmax(apart, np.ones((2, 4), dtype=bool)), [odds / odds.sum()] * 2)
    with np.errstate(invalid="ignore"):
        row = np.full(4, -np.inf)
        assert np.isnan(np.exp(row - row.max())).all()


def test_masked_mean_ignores_what_is_masked_even_nan_and_is_0_for_an_empty_mask() -> None:
    values = np.array([1.0, np.nan, 3.0])
    assert debugging.masked_mean(values, np.array([True, False, True])) == 2
    assert debugging.masked_mean(values, np.array([False, False, True])) == 3
    assert debugging.masked_mean(values, np.zeros(3, dtype=bool)) == 0
    assert np.isnan(np.sum(values * np.array([1, 0, 1])))  # a mask by multiplication keeps the NaN


def test_normalize_survives_a_constant_row() -> None:
    x = np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 3.0]])
    np.testing.assert_allclose(debugging.normalize(x, 1e-5)[0], 0)
    np.testing.assert_allclose(debugging.normalize(x, 0.0 + 1e-12)[1], [-(1.5**0.5), 0, 1.5**0.5], rtol=1e-9)
    with np.errstate(invalid="ignore"):
        assert np.isnan(debugging.normalize(x, 0.0)[0]).all()
    blocks = np.random.default_rng(0).standard_normal((2, 3, 4))
    np.testing.assert_array_equal(debugging.normalize(blocks, 1e-5)[1, 2], debugging.normalize(blocks[1, 2], 1e-5))


def test_epsilon_bounds_the_slope_of_the_square_root() -> None:
    x, step = np.array([0.0, 1e-4, 4.0]), 1e-9
    slopes = (np.sqrt(x + step + 1e-6) - np.sqrt(x - step + 1e-6)) / (2 * step)
    np.testing.assert_allclose(debugging.sqrt_gradient(x, 1e-6), slopes, rtol=1e-5)
    assert debugging.sqrt_gradient(x, 1e-6).max() == pytest.approx(500)
    with np.errstate(divide="ignore"):
        assert np.isinf(debugging.sqrt_gradient(x, 0.0)[0])


def test_loss_scale_doubles_after_2000_finite_steps_in_a_row_and_halves_at_once() -> None:
    scale, steps = 8.0, 0
    history = []
    for step in range(1, 4003):
        scale, steps = debugging.update_loss_scale(scale, steps, finite=step != 1)
        history.append(scale)
    assert np.flatnonzero(np.diff([8.0, *history])).tolist() == [0, 2000, 4000]  # steps 1, 2001 and 4001
    assert (history[0], history[2000], history[4000]) == (4, 8, 16)


def test_first_non_finite_names_the_first_of_several() -> None:
    arrays = [("a", np.ones(2)), ("b", np.array([1, np.inf])), ("c", np.array([np.nan]))]
    assert debugging.first_non_finite(arrays) == "b"
    assert debugging.first_non_finite(arrays[:1]) is None


@pytest.mark.parametrize(
    ("inputs", "labels", "message"),
    [
        (np.zeros((0, 2)), [], "empty"),
        (np.array([[0.0, 1.0, 2.0], [0.0, 1.0, np.inf]]), [0, 1], r"\[1\]"),
        (np.zeros((2, 2)), [0, 3], "label 0 … 3, not 0 … 2"),
        (np.zeros((2, 2)), [-1, 2], "label -1"),
    ],
)
def test_check_batch_rejects(inputs: debugging.Array, labels: list[int], message: str) -> None:
    debugging.check_batch(np.zeros((2, 2)), np.array([0, 2]), 3)
    with pytest.raises(ValueError, match=message):
        debugging.check_batch(inputs, np.array(labels, dtype=np.int64), 3)


def test_divergence_passes_through_infinity_before_nan() -> None:
    assert debugging.divergence(0.21, 10) == (457, 909)
    assert debugging.divergence(0.3, 10) == (63, 127)
    assert debugging.divergence(0.21, 10)[0] == np.ceil(np.log(np.finfo(np.float32).max / 5) / 2 / np.log(1.1))


def test_one_overflow_becomes_nan_in_the_softmax_and_reaches_the_loss_and_the_weight() -> None:
    trace = debugging.naive_trace(np.array([1000.0, 0.0]))
    np.testing.assert_array_equal(trace["exp"], [np.inf, 1])
    np.testing.assert_array_equal(trace["softmax"], [np.nan, 0])
    assert np.isnan(trace["loss"]).all()
    assert [f"{weight:g}" for weight in trace["weight"]] == ["nan", "0"]  # as it is drawn: a weight that stays is no -0
    swapped = debugging.naive_trace(np.array([0.0, 1000.0]))  # now the label has probability 1 over Inf
    np.testing.assert_array_equal(swapped["softmax"], [0, np.nan])
    np.testing.assert_array_equal(swapped["loss"], [np.inf])
    small = np.array([2.0, 1.0, -1.0])
    trace = debugging.naive_trace(small)
    np.testing.assert_allclose(trace["softmax"], debugging.masked_softmax(small[None], np.ones((1, 3), dtype=bool))[0])
    step = 1e-6
    for k, direction in enumerate(step * np.eye(3)):
        losses = [debugging.naive_trace(small + sign * direction)["loss"][0] for sign in (1, -1)]
        assert trace["gradient"][k] == pytest.approx((losses[0] - losses[1]) / (2 * step), abs=1e-8)
    np.testing.assert_allclose(trace["weight"], -0.1 * trace["gradient"])
