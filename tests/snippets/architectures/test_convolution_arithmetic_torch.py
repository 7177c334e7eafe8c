"""The arithmetic of docs/architectures/convolution-arithmetic.md against PyTorch."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.architectures import convolution_arithmetic as arithmetic
from snippets.architectures import convolution_arithmetic_torch as twin
from snippets.architectures.convolutional_networks import output_size


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def test_output_size_is_that_of_pytorch_on_a_grid() -> None:
    for size in (7, 8, 12):
        for kernel, stride, padding, dilation in ((1, 1, 0, 1), (3, 2, 1, 1), (3, 1, 2, 2), (2, 3, 1, 3), (5, 2, 2, 1)):
            layer = nn.Conv1d(1, 1, kernel, stride, padding, dilation)
            expected = layer(torch.zeros(1, 1, size)).shape[-1]
            assert output_size(size, kernel, stride, padding, dilation) == expected
    assert output_size(224, 7, 2, 3) == 112


def test_cost_of_the_page_and_of_groups() -> None:
    for groups in (1, 4):
        layer = nn.Conv2d(64, 128, 3, padding=1, groups=groups)
        parameters, work = arithmetic.layer_cost(3, 64, 128, 56, groups)
        assert sum(each.numel() for each in layer.parameters()) == parameters
        assert layer.weight.numel() * 56 * 56 == work


def test_same_padding_shifts_the_samples_of_a_strided_layer_and_pytorch_refuses_it() -> None:
    image, weight = torch.randn(1, 1, 6, 7, dtype=torch.float64), torch.randn(1, 1, 3, 3, dtype=torch.float64)
    ours = twin.same_convolution(image, weight, 2)
    symmetric = functional.conv2d(image, weight, stride=2, padding=1)
    assert ours.shape == symmetric.shape == (1, 1, 3, 4)
    # rows (even side) are sampled one pixel later, columns (odd side) at the same places
    dense = functional.conv2d(image, weight, padding=1)
    torch.testing.assert_close(symmetric, dense[..., ::2, ::2])
    torch.testing.assert_close(ours, dense[..., 1::2, ::2])
    with pytest.raises(RuntimeError, match="padding='same' is not supported for strided convolutions"):
        functional.conv2d(image, weight, stride=2, padding="same")


def test_at_stride_1_same_padding_is_that_of_pytorch_for_kernels_that_are_not_square() -> None:
    image, weight = torch.randn(2, 3, 8, 9, dtype=torch.float64), torch.randn(4, 3, 3, 5, dtype=torch.float64)
    for kernel in (weight, weight.mT):
        expected = functional.conv2d(image, kernel, padding="same")
        torch.testing.assert_close(twin.same_convolution(image, kernel, 1), expected)


def test_padding_is_minus_infinity_to_a_maximum_and_zero_to_a_mean_unless_it_is_left_out() -> None:
    x = torch.full((1, 1, 4, 4), -1.0)
    assert (functional.max_pool2d(x, 3, stride=1, padding=1) == -1).all()
    assert functional.avg_pool2d(x, 3, stride=1, padding=1)[0, 0, 0, 0].item() == pytest.approx(-4 / 9)
    assert (functional.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False) == -1).all()


@pytest.mark.parametrize("last_pooling", [False, True])
def test_receptive_field_is_the_support_of_the_gradient(last_pooling: bool) -> None:
    x = torch.ones(1, 1, 640, requires_grad=True, dtype=torch.float64)
    y = x
    layers = arithmetic.vgg16_until_pooling(last_pooling)
    for kernel, stride, _ in layers:
        y = functional.avg_pool1d(y, kernel, stride)  # a convolution with equal positive weights
    y[..., y.shape[-1] // 2].backward()
    gradient = x.grad
    assert isinstance(gradient, torch.Tensor)
    assert int((gradient > 0).sum()) == arithmetic.receptive_fields(layers)[-1][0]


def test_blurred_pooling_is_the_numpy_signal_in_two_directions_away_from_borders() -> None:
    signal = torch.randn(16, dtype=torch.float64)
    image = signal.expand(12, 16)[None, None]
    expected = torch.tensor(arithmetic.pool_signal(signal.numpy(), blur=True))
    pooled = twin.blurred_max_pool(image)
    torch.testing.assert_close(pooled[0, 0, 2, 1:-1], expected[1:-1])
    torch.testing.assert_close(twin.blurred_max_pool(image.mT), pooled.mT)
    two = twin.blurred_max_pool(torch.cat([image, -image], dim=1))
    torch.testing.assert_close(two[:, :1], pooled)
    torch.testing.assert_close(two[:, 1:], twin.blurred_max_pool(-image))
