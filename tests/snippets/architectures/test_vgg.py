"""Claims of docs/architectures/vgg.md."""

import numpy as np
import pytest

from snippets.architectures.convolutional_networks import convolve, receptive_field
from snippets.architectures.vgg import BLOCKS, Layer, influence_profile, merged_kernel, stack_parameters, vgg16_layers

LAYERS = vgg16_layers()
CONVOLUTIONS = [layer for layer in LAYERS if layer.name.startswith("conv")]
DENSE = [layer for layer in LAYERS if layer.name.startswith("fc")]
# As printed: convolutions, side, width, parameters, multiply-adds and output values in millions.
ROWS = [
    ("1", 2, 224, 64, 38_720, 1936, 6.42),
    ("2", 2, 112, 128, 221_440, 2775, 3.21),
    ("3", 3, 56, 256, 1_475_328, 4624, 2.41),
    ("4", 3, 28, 512, 5_899_776, 4624, 1.20),
    ("5", 3, 14, 512, 7_079_424, 1387, 0.30),
]


def parameters(layers: list[Layer]) -> int:
    return sum(layer.parameters for layer in layers)


def multiply_adds(layers: list[Layer]) -> int:
    return sum(layer.multiply_adds for layer in layers)


def values(layers: list[Layer]) -> int:
    return sum(int(np.prod(layer.output)) for layer in layers)


@pytest.mark.parametrize("row", ROWS)
def test_block_table(row: tuple[str, int, int, int, int, int, float]) -> None:
    block, count, side, width, weights, work, outputs = row
    layers = [layer for layer in CONVOLUTIONS if layer.name[4] == block]
    assert len(layers) == count
    assert {layer.output for layer in layers} == {(side, side, width)}
    assert parameters(layers) == weights
    assert multiply_adds(layers) / 1e6 == pytest.approx(work, abs=0.5)
    assert values(layers) / 1e6 == pytest.approx(outputs, abs=0.005)


def test_dense_layers_hold_the_parameters_and_convolutions_do_the_work() -> None:
    assert (len(CONVOLUTIONS), len(DENSE)) == (13, 3)
    assert [layer.parameters for layer in DENSE] == [102_764_544, 16_781_312, 4_097_000]
    assert [round(layer.multiply_adds / 1e6, 1) for layer in DENSE] == [102.8, 16.8, 4.1]
    assert parameters(LAYERS) == 138_357_544
    assert (parameters(CONVOLUTIONS), parameters(DENSE)) == (14_714_688, 123_642_856)
    assert parameters(DENSE) / parameters(LAYERS) == pytest.approx(0.894, abs=5e-4)
    assert DENSE[0].parameters / parameters(LAYERS) == pytest.approx(0.743, abs=5e-4)
    assert multiply_adds(LAYERS) == 15_470_264_320
    assert multiply_adds(CONVOLUTIONS) / 1e9 == pytest.approx(15.35, abs=0.005)
    assert multiply_adds(DENSE) / multiply_adds(LAYERS) == pytest.approx(0.008, abs=1e-4)


def test_memory_of_parameters_and_activations_in_single_precision() -> None:
    assert parameters(LAYERS) * 4 / 1e6 == pytest.approx(553, abs=0.5)
    assert values(CONVOLUTIONS) * 4 / 1e6 == pytest.approx(54.2, abs=0.05)
    assert values(CONVOLUTIONS + DENSE) / 1e6 == pytest.approx(13.56, abs=0.005)
    assert values(CONVOLUTIONS[:2]) / values(CONVOLUTIONS) == pytest.approx(0.47, abs=0.005)


def test_halving_the_side_and_doubling_the_width_keeps_the_work_of_a_layer_until_the_width_stays_512() -> None:
    full = {layer.multiply_adds for layer in CONVOLUTIONS if layer.name in ("conv1-2", "conv2-2", "conv3-2", "conv4-2")}
    assert full == {1_849_688_064}
    assert full == {4 * layer.multiply_adds for layer in CONVOLUTIONS if layer.name[4] == "5"}

    assert [layer.output[0] for layer in LAYERS if layer.name.startswith("pool")] == [112, 56, 28, 14, 7]
    assert [width for width, _ in BLOCKS] == [64, 128, 256, 512, 512]


def test_another_image_size_changes_only_the_first_dense_layer() -> None:
    larger = vgg16_layers(448)
    assert [a.name for a, b in zip(LAYERS, larger, strict=True) if a.parameters != b.parameters] == ["fc6"]
    assert parameters(CONVOLUTIONS) + 512 * 1000 + 1000 == 15_227_688  # global average pooling, one dense layer


def test_receptive_fields_of_stacks_and_of_the_network() -> None:
    assert [receptive_field([(3, 1)] * depth) for depth in (2, 3)] == [5, 7]
    network = [pair for _, depth in BLOCKS for pair in [(3, 1)] * depth + [(2, 2)]]
    assert (receptive_field(network[:-1]), receptive_field(network)) == (196, 212)


def test_weights_of_stacks_and_of_single_large_filters() -> None:
    three, seven = stack_parameters(3, 3, 256), stack_parameters(7, 1, 256)
    assert (three, seven) == (1_769_472, 3_211_264) == (27 * 256**2, 49 * 256**2)
    assert (stack_parameters(3, 2, 1), stack_parameters(5, 1, 1)) == (18, 25)
    assert seven / three == pytest.approx(1.81, abs=0.005)
    assert 1 - three / seven == pytest.approx(0.45, abs=0.005)
    assert 1 - stack_parameters(3, 2, 1) / stack_parameters(5, 1, 1) == pytest.approx(0.28)
    assert [weights * 56**2 / 1e9 for weights in (three, seven)] == pytest.approx([5.55, 10.07], abs=0.005)
    block = [layer for layer in CONVOLUTIONS if layer.name[4] == "3"]  # three maps are kept, of one large filter one
    assert [4 * values(block[:maps]) / 1e6 for maps in (1, 3)] == pytest.approx([3.2, 9.6], abs=0.05)


def test_a_stack_without_relu_is_one_large_filter_and_with_relu_it_is_not() -> None:
    rng = np.random.default_rng(0)
    x, kernels, bias = rng.standard_normal((1, 20, 20)), rng.standard_normal((3, 3, 3)), np.zeros(1)
    linear, rectified = x, x
    for kernel in kernels:
        linear = convolve(linear, kernel[None, None], bias)
        rectified = np.maximum(convolve(rectified, kernel[None, None], bias), 0)
    merged = merged_kernel(list(kernels))
    assert merged.shape == (7, 7)
    once = convolve(x, merged[None, None], bias)
    np.testing.assert_allclose(once, linear)
    assert not np.allclose(np.maximum(once, 0), rectified)


@pytest.mark.parametrize(
    ("depth", "field", "deviation", "central"), [(3, 7, 1.4, 7), (10, 21, 2.6, 11), (20, 41, 3.7, 15)]
)
def test_influence_is_concentrated_in_the_middle(depth: int, field: int, deviation: float, central: int) -> None:
    profile, offsets = influence_profile(depth), np.arange(2 * depth + 1) - depth
    assert len(profile) == field
    assert np.sqrt(profile @ offsets**2) == pytest.approx(np.sqrt(2 * depth / 3))
    assert np.sqrt(2 * depth / 3) == pytest.approx(deviation, abs=0.05)
    shares = [profile[abs(offsets) <= reach].sum() for reach in range(depth + 1)]
    assert 2 * next(reach for reach, share in enumerate(shares) if share >= 0.95) + 1 == central
