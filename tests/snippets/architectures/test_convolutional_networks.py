"""Claims of docs/architectures/convolutional-networks.md."""

import numpy as np
import pytest

from snippets.architectures.convolutional_networks import (
    Array,
    as_dense_matrix,
    convolution_parameters,
    convolve,
    max_pool,
    output_size,
    receptive_field,
    shift_mismatch,
    shift_profile,
)

RNG = np.random.default_rng(0)
IMAGE = RNG.standard_normal((8, 32, 32))


def test_a_hand_worked_convolution_does_not_flip_the_kernel() -> None:
    x, kernel = np.arange(9.0).reshape(1, 3, 3), np.array([[[[1.0, 0.0], [0.0, -2.0]]]])
    expected = [[[0 - 2 * 4, 1 - 2 * 5], [3 - 2 * 7, 4 - 2 * 8]]]
    np.testing.assert_array_equal(convolve(x, kernel, np.zeros(1)), expected)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "dilation", "expected"),
    [(224, 3, 1, 1, 1, 224), (224, 2, 2, 0, 1, 112), (224, 7, 2, 3, 1, 112), (32, 3, 1, 0, 2, 28), (5, 2, 2, 0, 1, 2)],
)
def test_output_size_of_worked_examples(
    size: int, kernel: int, stride: int, padding: int, dilation: int, expected: int
) -> None:
    assert output_size(size, kernel, stride, padding, dilation) == expected
    assert output_size(size, kernel) == size - kernel + 1  # nothing skipped, nothing added
    x, weight = np.zeros((1, size, size)), np.zeros((1, 1, kernel, kernel))
    assert convolve(x, weight, np.zeros(1), stride, padding, dilation).shape == (1, expected, expected)


def test_a_convolution_is_a_dense_layer_with_zeros_and_repeated_weights() -> None:
    x, kernel = RNG.standard_normal(8), RNG.standard_normal(3)
    matrix = as_dense_matrix(kernel, 8)
    np.testing.assert_allclose(matrix @ x, np.correlate(x, kernel, mode="valid"))
    assert matrix.size == 48
    assert np.count_nonzero(matrix) == 18
    assert len(np.unique(matrix[matrix != 0])) == 3


def test_parameters_of_a_convolution_do_not_depend_on_the_image_but_those_of_a_dense_layer_do() -> None:
    assert convolution_parameters(3, 3, 64) == 1792
    assert convolution_parameters(3, 3, 64) == RNG.random((64, 3, 3, 3)).size + 64
    dense = [convolution_parameters(side, 3, 1000) - 1000 for side in (224, 448)]  # a kernel as large as the image
    assert dense == [150_528_000, 4 * 150_528_000]


def test_permuted_pixels_with_permuted_weights_leave_a_dense_layer_unchanged() -> None:
    x, W, order = RNG.standard_normal(64), RNG.standard_normal((10, 64)), RNG.permutation(64)
    np.testing.assert_allclose(W[:, order] @ x[order], W @ x)


@pytest.mark.parametrize("layers", [[(3, 1)] * 3, [(3, 1), (2, 2), (3, 1), (2, 2)], [(7, 2), (3, 2), (3, 1)]])
def test_receptive_field_is_what_a_perturbation_reaches(layers: list[tuple[int, int]]) -> None:
    def network(x: Array) -> Array:
        for kernel, stride in layers:
            x = convolve(x, np.ones((1, 1, kernel, kernel)), np.zeros(1), stride)
        return x

    side = 41
    middle = len(network(np.zeros((1, side, side)))[0]) // 2
    row = np.zeros((side, 1, side, side))
    row[np.arange(side), 0, side // 2, np.arange(side)] = 1
    reached = [bool(network(x)[0, :, middle].any()) for x in row]
    assert sum(reached) == receptive_field(layers)
    assert receptive_field([(3, 1)] * 3) == 7


def test_convolution_commutes_with_shifts_and_pooling_only_with_multiples_of_the_stride() -> None:
    assert max(shift_profile(pool=False, average=False)) < 1e-12
    one, three = (np.array(shift_profile(pool=True, average=False, depth=depth)) for depth in (1, 3))
    assert one[::2].max() < 1e-12
    assert one[1::2].min() > 0.1
    assert three[[0, 8, 16]].max() < 1e-12
    assert np.delete(three, [0, 8, 16]).min() > 0.02  # the least of sixty draws is 0.09


def test_global_average_is_nearly_but_not_exactly_invariant() -> None:
    averaged, pooled = (shift_profile(pool=True, average=average)[1:8] for average in (True, False))
    assert 0.001 < min(averaged) < max(averaged) < min(pooled)  # of sixty draws 0.009, and at most 0.62 of it


def test_zero_padding_breaks_equivariance_and_a_rotation_is_not_commuted_with() -> None:
    weight, bias = RNG.standard_normal((1, 8, 3, 3)), np.zeros(1)
    assert shift_mismatch(lambda x: convolve(x, weight, bias, padding=1), IMAGE, 1) > 0.1
    turned = convolve(np.rot90(IMAGE, axes=(1, 2)), weight, bias)
    difference = turned - np.rot90(convolve(IMAGE, weight, bias), axes=(1, 2))
    assert np.linalg.norm(difference) > 0.5 * np.linalg.norm(turned)


def test_max_pooling_keeps_the_largest_of_each_window() -> None:
    x = np.arange(16.0).reshape(1, 4, 4)
    np.testing.assert_array_equal(max_pool(x, 2, 2), [[[5, 7], [13, 15]]])


@pytest.mark.parametrize("shift", [1, 3, -1, -3])
@pytest.mark.parametrize("pixels", [(4.0, 2.0), (2.0, 4.0)])  # which fit better a step back, a step ahead
def test_mismatch_of_the_means_of_pairs_by_hand(shift: int, pixels: tuple[float, float]) -> None:
    """The pair has mean 3; moved by half a pair it becomes 1 and 2, which misses by 1 at either place."""
    x = np.zeros((1, 10))
    x[0, :2] = pixels
    mismatch = shift_mismatch(lambda image: image.reshape(1, 5, 2).mean(axis=2), x, shift, 2)
    assert mismatch == pytest.approx(2**0.5 / 3)
    assert shift_mismatch(lambda image: image, x, 2) == 0
