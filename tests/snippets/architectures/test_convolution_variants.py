"""The claims of docs/architectures/convolution-variants.md: by hand, by linear algebra, by identities."""

import numpy as np
import pytest

from snippets.architectures import convolution_variants as variants
from snippets.architectures.convolutional_networks import convolve

RNG = np.random.default_rng(0)


def test_a_1x1_convolution_is_a_dense_layer_over_channels_at_every_pixel() -> None:
    x, weight = RNG.standard_normal((4, 3, 5)), RNG.standard_normal((6, 4))
    expected = np.einsum("oc,chw->ohw", weight, x)
    np.testing.assert_allclose(convolve(x, weight[:, :, None, None], np.zeros(6)), expected)


def test_groups_are_an_ordinary_convolution_with_zeros_between_groups() -> None:
    x, weight = RNG.standard_normal((6, 5, 7)), RNG.standard_normal((4, 3, 3, 3))
    full = np.zeros((4, 6, 3, 3))
    full[:2, :3], full[2:, 3:] = weight[:2], weight[2:]
    np.testing.assert_allclose(variants.grouped_convolve(x, weight, 2), convolve(x, full, np.zeros(4)))


def test_a_separable_convolution_is_an_ordinary_one_of_rank_one() -> None:
    x, depthwise, pointwise = (RNG.standard_normal(shape) for shape in ((3, 6, 7), (3, 1, 3, 3), (5, 3)))
    full = variants.as_full_weight(depthwise, pointwise)
    separable = variants.separable_convolve(x, depthwise, pointwise)
    np.testing.assert_allclose(separable, convolve(x, full, np.zeros(5)))
    assert variants.separable_parts(full) == 1
    assert variants.separable_parts(full + variants.as_full_weight(depthwise[:, :, ::-1], pointwise[::-1])) == 2
    uneven = full.copy()
    uneven[:, 1] += RNG.standard_normal((5, 3, 3))  # one channel needs more than the others
    assert variants.separable_parts(uneven) == 5
    assert variants.separable_parts(RNG.standard_normal((16, 3, 3, 3))) == 9
    assert variants.separable_parts(RNG.standard_normal((4, 3, 3, 3))) == 4


def test_cost_ratio_counted() -> None:
    assert 1 / variants.cost_ratio(3, 256) == pytest.approx(8.694, abs=1e-3)
    for kernel, c_in, c_out in ((3, 16, 32), (5, 7, 9)):
        separable = c_in * kernel**2 + c_in * c_out
        assert variants.cost_ratio(kernel, c_out) == pytest.approx(separable / (c_in * c_out * kernel**2))


def test_count_of_mobilenet_is_that_of_its_paper() -> None:
    counts = variants.mobilenet_work()
    weights, work = (sum(column) for column in zip(*counts.values(), strict=True))
    assert round(weights / 1e6, 1) == 4.2
    assert round(work / 1e6) == 569
    assert counts["pointwise"][1] / work == pytest.approx(0.9486, abs=5e-5)
    assert counts["pointwise"][0] / weights == pytest.approx(0.7459, abs=5e-5)
    assert counts["depthwise"][1] / work == pytest.approx(0.0306, abs=5e-5)


def test_depthwise_layers_do_few_operations_per_byte() -> None:
    depthwise, pointwise = (variants.intensity(k, 512, 512, 14, g) for k, g in ((3, 512), (1, 1)))
    moved = 4 * (2 * 512 * 14**2 + 9 * 512)
    assert depthwise == pytest.approx(2 * 9 * 512 * 14**2 / moved)
    assert pointwise > 20 * depthwise


def test_squeeze_and_excite_scales_channels_by_gates_that_all_positions_share() -> None:
    x, reduce, expand = (RNG.standard_normal(shape) for shape in ((4, 3, 5), (2, 4), (4, 2)))
    reduce[1] = -x.mean(axis=(1, 2))  # a hidden unit that ReLU switches off
    scaled = variants.squeeze_and_excite(x, reduce, expand)
    gates = scaled[:, 0, 0] / x[:, 0, 0]
    hidden = np.maximum(reduce @ x.reshape(4, 15).mean(axis=1), 0)
    np.testing.assert_allclose(gates, 1 / (1 + np.exp(-(expand @ hidden))))
    np.testing.assert_allclose(scaled, gates[:, None, None] * x)
    assert np.all((gates > 0) & (gates < 1))


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"), [(4, 3, 2, 0), (5, 4, 2, 1), (3, 2, 3, 0), (6, 3, 1, 1)]
)
def test_three_views_of_a_transposed_convolution(size: int, kernel: int, stride: int, padding: int) -> None:
    x, weights = RNG.standard_normal(size), RNG.standard_normal(kernel)
    painted = variants.transposed_convolve(x, weights, stride, padding)
    assert len(painted) == variants.transposed_size(size, kernel, stride, padding)
    matrix = variants.convolution_matrix(weights, len(painted), stride, padding)
    assert matrix.shape == (size, len(painted))
    np.testing.assert_allclose(matrix.T @ x, painted)
    inserted = variants.by_inserted_zeros(x, weights, stride)
    np.testing.assert_allclose(inserted[padding : len(inserted) - padding], painted)


def test_the_matrix_is_that_of_the_convolution() -> None:
    x, weights = RNG.standard_normal(9), RNG.standard_normal(3)
    for stride, padding in ((1, 0), (2, 1), (3, 1)):
        padded = np.pad(x, padding)
        expected = np.correlate(padded, weights, "valid")[::stride]
        np.testing.assert_allclose(variants.convolution_matrix(weights, 9, stride, padding) @ x, expected)


def test_transposing_restores_the_shape_and_not_the_values() -> None:
    half = np.array([0.5, 0.5])
    matrix = variants.convolution_matrix(half, 4, stride=2, padding=0)
    np.testing.assert_allclose(matrix @ [1, 3, 5, 7], [2, 6])
    np.testing.assert_allclose(matrix.T @ matrix @ [1, 3, 5, 7], [1, 1, 3, 3])


def test_sizes_of_the_page_and_the_ambiguity_that_output_padding_resolves() -> None:
    assert variants.transposed_size(7, 4, 2, 1) == 14
    assert (variants.transposed_size(7, 3, 2, 1), variants.transposed_size(7, 3, 2, 1, 1)) == (13, 14)
    assert variants.transposed_size(5, 3, 2, dilation=2) == 13
    for size in (13, 14):  # both shrink to seven
        assert len(variants.convolution_matrix(np.ones(3), size, 2, 1)) == 7


def test_overlap_is_even_if_the_kernel_is_divisible_by_the_stride() -> None:
    assert variants.overlap_counts(5, 3, 2).tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1]
    assert variants.overlap_counts(5, 4, 2).tolist() == [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1]
    for kernel, stride in ((3, 2), (4, 2), (5, 3), (6, 3), (5, 2)):
        counts = variants.overlap_counts(12, kernel, stride)[kernel:-kernel]
        assert {counts.min(), counts.max()} == {kernel // stride, -(-kernel // stride)}


def test_even_overlap_may_still_alternate() -> None:
    output = variants.transposed_convolve(np.ones(5), np.array([1.0, 3, 2, 1]), stride=2, padding=1)
    assert output[1:-1].tolist() == [3, 4, 3, 4, 3, 4, 3, 4]
