"""The claims of docs/architectures/convolution-arithmetic.md: hand-worked numbers, brute force, finite differences."""

import numpy as np
import pytest

from snippets.architectures import convolution_arithmetic as arithmetic
from snippets.architectures.convolution_arithmetic import Layer
from snippets.architectures.convolutional_networks import convolve

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("size", range(5, 12))
@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_same_padding_gives_a_position_for_every_started_stride(size: int, kernel: int, stride: int) -> None:
    before, after = arithmetic.same_padding(size, kernel, stride)
    assert 0 <= after - before <= 1
    assert arithmetic.same_size(size, kernel, stride) == np.ceil(size / stride)


def test_same_padding_of_the_page() -> None:
    assert arithmetic.same_padding(224, 3, 2) == (0, 1)
    assert arithmetic.same_padding(224, 3) == (1, 1)
    assert arithmetic.same_padding(224, 2) == (0, 1)
    assert arithmetic.same_padding(6, 1, 3) == (0, 0)


def test_cost_counted_weight_by_weight() -> None:
    for groups in (1, 2):
        weight = np.ones((8, 4 // groups, 3, 3))
        cost = arithmetic.layer_cost(3, 4, 8, 5, groups)
        assert cost == (weight.size + 8, weight.size * 25)
        assert all(isinstance(count, int) for count in cost)
    assert arithmetic.layer_cost(3, 64, 128, 56) == (73_856, 231_211_008)


@pytest.mark.parametrize("stride", [1, 2])
def test_one_matrix_product_is_the_convolution(stride: int) -> None:
    x, weight = RNG.standard_normal((2, 7, 6)), RNG.standard_normal((3, 2, 3, 3))
    expected = convolve(x, weight, np.zeros(3), stride)
    np.testing.assert_allclose(arithmetic.as_matrix_product(x, weight, stride), expected)


def test_receptive_fields_and_jumps_by_hand_and_of_known_networks() -> None:
    assert arithmetic.receptive_fields([Layer(7, 2), Layer(3, 2), Layer(3)]) == [(7, 2), (11, 4), (19, 4)]
    assert arithmetic.receptive_fields([Layer(3, 2, 2), Layer(3, 1, 3)]) == [(5, 2), (17, 2)]
    vgg = [arithmetic.receptive_fields(arithmetic.vgg16_until_pooling(last))[-1] for last in (False, True)]
    assert vgg == [(196, 16), (212, 32)]
    resnet = [arithmetic.receptive_fields(arithmetic.resnet50(place))[-1] for place in (False, True)]
    assert resnet == [(483, 32), (427, 32)]


@pytest.mark.parametrize("dilations", [(1, 2, 4), (2, 2, 2), (1, 2, 3), (3, 1), (2, 4, 8)])
def test_touched_positions_are_those_from_which_an_impulse_arrives(dilations: tuple[int, ...]) -> None:
    for taps in (2, 3, 5):
        field = arithmetic.receptive_fields([Layer(taps, 1, dilation) for dilation in dilations])[-1][0]
        reached = np.zeros(2 * field + 1)
        reached[field] = 1
        for dilation in dilations:
            filters = [np.roll(reached, dilation * (tap - taps // 2)) for tap in range(taps)]
            reached = np.sum(filters, axis=0)
        expected = set((np.flatnonzero(reached) - field).tolist())
        assert arithmetic.touched(dilations, taps) == expected
        assert max(expected) - min(expected) + 1 == field


def test_equal_dilations_leave_holes_and_growing_ones_do_not() -> None:
    counts = [len(arithmetic.touched(dilations)) for dilations in ((2, 2, 2), (1, 2, 3), (1, 2, 4))]
    assert counts == [7, 13, 15]


@pytest.mark.parametrize("kind", ["max", "mean"])
def test_gradient_of_pooling_by_finite_differences(kind: str) -> None:
    x, at_output = RNG.standard_normal((6, 9)), RNG.standard_normal((2, 3))
    numerical = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = 1e-6
        difference = arithmetic.pool(x + step, 3, kind) - arithmetic.pool(x - step, 3, kind)
        numerical[index] = np.sum(at_output * difference) / 2e-6
    np.testing.assert_allclose(arithmetic.pool_backward(x, at_output, 3, kind), numerical, atol=1e-8)


def test_pooling_of_a_hand_worked_window() -> None:
    x = np.array([[1.0, 5, 2, 0], [3, 7, 4, 2]])
    assert arithmetic.pool(x, 2, "max").tolist() == [[7, 4]]
    assert arithmetic.pool(x, 2, "mean").tolist() == [[4, 2]]


def test_a_shift_by_one_changes_a_pooled_signal_and_blurring_softens_it() -> None:
    signal = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])
    assert arithmetic.pool_signal(signal, blur=False).tolist() == [0, 1, 0, 1]
    assert arithmetic.pool_signal(np.roll(signal, 1), blur=False).tolist() == [1, 1, 1, 1]
    assert arithmetic.pool_signal(signal, blur=True).tolist() == [0.5, 1, 0.5, 1]
    assert arithmetic.pool_signal(np.roll(signal, 1), blur=True).tolist() == [0.75] * 4
    other = RNG.standard_normal(12)
    for blur in (False, True):  # a shift by the stride is a shift by one in the output
        moved = arithmetic.pool_signal(np.roll(other, 2), blur)
        np.testing.assert_allclose(moved, np.roll(arithmetic.pool_signal(other, blur), 1))
        assert np.abs(arithmetic.pool_signal(np.roll(other, 1), blur) - moved).max() > 0.01
    first = np.array([3.0, 1, 0, 0, 0, 0, 0, 5])
    assert arithmetic.pool_signal(first, blur=False).tolist() == [3, 0, 0, 5]
    assert arithmetic.pool_signal(first, blur=True)[0] == (5 + 2 * 3 + 1) / 4


def test_circular_convolution_commutes_with_every_shift_and_a_flipped_kernel_is_the_convolution_of_mathematics() -> (
    None
):
    x, kernel = RNG.standard_normal(9), RNG.standard_normal(3)

    def layer(signal: arithmetic.Array) -> arithmetic.Array:
        wrapped = np.concatenate([signal[-1:], signal, signal[:1]])
        return np.correlate(wrapped, kernel, "valid")

    for shift in range(9):
        np.testing.assert_allclose(layer(np.roll(x, shift)), np.roll(layer(x), shift))
    square, image = RNG.standard_normal((3, 3)), RNG.standard_normal((5, 6))
    ours = convolve(image[None], square[None, None], np.zeros(1))[0]
    flipped = square[::-1, ::-1]
    rows = [sum(np.convolve(image[i + 2 - u], flipped[u], "valid") for u in range(3)) for i in range(3)]
    np.testing.assert_allclose(ours, np.array(rows))


def test_a_layer_visits_every_pixel_and_its_taps_are_neighbors_unless_told_otherwise() -> None:
    assert arithmetic.receptive_fields([Layer(3), Layer(3)]) == [(3, 1), (5, 1)]
