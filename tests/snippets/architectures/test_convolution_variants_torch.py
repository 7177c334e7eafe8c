"""Grouped and transposed convolutions of docs/architectures/convolution-variants.md against PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.architectures import convolution_variants as variants
from snippets.architectures import convolution_variants_torch as twin


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_groups_agree(groups: int) -> None:
    x, weight = torch.randn(6, 5, 7, dtype=torch.float64), torch.randn(12, 6 // groups, 3, 3, dtype=torch.float64)
    expected = functional.conv2d(x, weight, groups=groups)
    np.testing.assert_allclose(variants.grouped_convolve(x.numpy(), weight.numpy(), groups), expected.numpy())


def test_separable_agrees_and_its_block_has_the_weights_of_the_page() -> None:
    x = torch.randn(1, 4, 6, 6, dtype=torch.float64)
    depthwise, pointwise = torch.randn(4, 1, 3, 3, dtype=torch.float64), torch.randn(8, 4, dtype=torch.float64)
    expected = functional.conv2d(functional.conv2d(x, depthwise, groups=4), pointwise[:, :, None, None])[0]
    ours = variants.separable_convolve(x[0].numpy(), depthwise.numpy(), pointwise.numpy())
    np.testing.assert_allclose(ours, expected.numpy())
    block = twin.depthwise_separable(128, 256, stride=2)
    weights = [part.numel() for part in block.parameters() if part.ndim == 4]
    assert weights == [128 * 9, 128 * 256]
    assert sum(weights) / (128 * 256 * 9) == pytest.approx(variants.cost_ratio(3, 256))
    assert block(torch.randn(2, 128, 8, 8)).shape == (2, 256, 4, 4)


def test_separable_block_is_the_two_convolutions_of_the_page_and_keeps_the_size() -> None:
    block = twin.depthwise_separable(4, 8).double()
    depthwise, pointwise = (part.detach().numpy() for part in block.parameters() if part.ndim == 4)
    x = torch.randn(1, 4, 6, 7, dtype=torch.float64)
    padded = functional.pad(x, (1, 1, 1, 1))[0].numpy()
    for index in (2, 5):
        block[index] = nn.Identity()  # without its ReLUs, and with statistics of 0 and 1, the block is linear
    expected = variants.separable_convolve(padded, depthwise, pointwise[:, :, 0, 0])
    np.testing.assert_allclose(block.eval()(x)[0].detach(), expected, rtol=1e-4, atol=1e-6)


def test_no_parameter_is_without_effect() -> None:
    """A bias before batch normalization would be one: the mean takes it away again."""
    for block in (twin.depthwise_separable(4, 6), twin.InvertedResidual(4, 3)):
        output = block.double()(torch.randn(8, 4, 5, 5, dtype=torch.float64))
        (output * torch.randn_like(output)).sum().backward()
        for name, part in block.named_parameters():
            assert part.grad is not None
            assert part.grad.abs().max() > 1e-6, name


def test_inverted_residual_is_wide_inside_and_its_last_layer_is_linear() -> None:
    block = twin.InvertedResidual(8)
    shapes = [tuple(part.shape) for part in block.parameters() if part.ndim == 4]
    assert shapes == [(48, 8, 1, 1), (48, 1, 3, 3), (8, 48, 1, 1)]
    x = torch.randn(4, 8, 5, 5)
    changed = block(x) - x
    assert changed.shape == x.shape
    assert changed.min() < 0
    torch.testing.assert_close(changed, block.layers(x))


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 2, 1), (4, 2, 1), (2, 2, 0), (5, 3, 2)])
def test_transposed_convolution_agrees_and_is_the_backward_pass_of_a_convolution(
    kernel: int, stride: int, padding: int
) -> None:
    x, weights = torch.randn(1, 1, 6, dtype=torch.float64), torch.randn(1, 1, kernel, dtype=torch.float64)
    expected = functional.conv_transpose1d(x, weights, stride=stride, padding=padding)
    ours = variants.transposed_convolve(x[0, 0].numpy(), weights[0, 0].numpy(), stride, padding)
    np.testing.assert_allclose(ours, expected[0, 0].numpy())
    signal = torch.zeros_like(expected, requires_grad=True)
    functional.conv1d(signal, weights, stride=stride, padding=padding).backward(x)
    torch.testing.assert_close(signal.grad, expected)


def test_sizes_agree_with_output_padding_and_dilation() -> None:
    for kernel, stride, padding, extra, dilation in (
        (3, 2, 1, 1, 1),
        (3, 2, 1, 0, 2),
        (4, 3, 0, 2, 1),
        (2, 2, 1, 1, 3),
    ):
        out = functional.conv_transpose1d(
            torch.zeros(1, 1, 7), torch.zeros(1, 1, kernel), None, stride, padding, extra, 1, dilation
        )
        assert out.shape[-1] == variants.transposed_size(7, kernel, stride, padding, extra, dilation)


def test_output_padding_adds_a_place_that_is_computed_and_not_a_zero() -> None:
    x, weights = torch.ones(1, 1, 4), torch.ones(1, 1, 3)
    shorter = functional.conv_transpose1d(x, weights, stride=2, padding=1)
    longer = functional.conv_transpose1d(x, weights, stride=2, padding=1, output_padding=1)
    torch.testing.assert_close(longer[..., :-1], shorter)
    assert longer[0, 0, -1] == 1


def test_all_ways_to_enlarge_double_the_side() -> None:
    for build in (twin.by_transposed_convolution, twin.by_resizing, twin.by_pixel_shuffle):
        assert build(4, 3)(torch.randn(2, 4, 5, 6)).shape == (2, 3, 10, 12)


def test_enlarged_maps_are_convolved_after_repeating_and_before_weaving() -> None:
    x = torch.randn(1, 2, 3, 4, dtype=torch.float64)
    resizing, shuffle = (build(2, 3).double() for build in (twin.by_resizing, twin.by_pixel_shuffle))
    weight, bias = resizing.parameters()
    repeated = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    torch.testing.assert_close(resizing(x), functional.conv2d(repeated, weight, bias, padding=1))
    weight, bias = shuffle.parameters()
    maps = functional.conv2d(x, weight, bias, padding=1)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        torch.testing.assert_close(shuffle(x)[..., row::2, column::2], maps[:, 2 * row + column :: 4])


def test_on_a_constant_map_only_resizing_is_free_of_a_pattern() -> None:
    constant = torch.ones(1, 4, 8, 8)
    inner = slice(4, -4)

    def spread(build: str) -> float:
        return float(getattr(twin, build)(4, 1)(constant)[0, 0, inner, inner].std().item())

    assert spread("by_resizing") < 1e-6
    assert spread("by_transposed_convolution") > 1e-3
    assert spread("by_pixel_shuffle") > 1e-3
