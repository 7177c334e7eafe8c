"""The PyTorch twins on docs/architectures/convolutional-networks.md agree with NumPy."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from scripts.evidence.records import recorded
from snippets.architectures import convolutional_networks, convolutional_networks_torch

RNG = np.random.default_rng(0)
RECORD = recorded("architectures/convolutional-networks-torch")  # measured again, on this machine, by tests/evidence
ALL_FOUR = [f"{name}.{pixels}" for name in ("convolutional", "dense") for pixels in ("original", "permuted")]


@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (1, 1, 1), (2, 1, 1), (3, 2, 2), (1, 4, 4)])
def test_convolution_is_the_cross_correlation_of_pytorch(stride: int, padding: int, dilation: int) -> None:
    x, weight, bias = RNG.standard_normal((3, 13, 16)), RNG.standard_normal((5, 3, 3, 3)), RNG.standard_normal(5)
    ours = convolutional_networks.convolve(x, weight, bias, stride, padding, dilation)
    tensors = torch.tensor(x)[None], torch.tensor(weight), torch.tensor(bias)
    twin = convolutional_networks_torch.convolve(*tensors, stride, padding, dilation)[0]
    np.testing.assert_allclose(ours, twin.numpy(), atol=1e-12)
    sizes = [convolutional_networks.output_size(n, 3, stride, padding, dilation) for n in (13, 16)]
    assert list(twin.shape) == [5, *sizes]


@pytest.mark.parametrize(("kernel", "stride"), [(2, 2), (3, 2), (3, 1)])
def test_max_pooling_agrees(kernel: int, stride: int) -> None:
    x = RNG.standard_normal((4, 9, 10))
    twin = convolutional_networks_torch.max_pool(torch.tensor(x)[None], kernel, stride)[0]
    np.testing.assert_array_equal(convolutional_networks.max_pool(x, kernel, stride), twin.numpy())


@pytest.mark.parametrize("layers", [[(3, 1)] * 3, [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1)]])
def test_receptive_field_is_the_support_of_the_gradient(layers: list[tuple[int, int]]) -> None:
    x = torch.ones(1, 1, 31, 31, requires_grad=True)
    y = x
    for kernel, stride in layers:
        y = convolutional_networks_torch.convolve(y, torch.ones(1, 1, kernel, kernel), torch.zeros(1), stride)
    middle = y.shape[-1] // 2
    (gradient,) = torch.autograd.grad(y[0, 0, middle, middle], x)
    columns = int((gradient[0, 0] != 0).any(dim=0).sum())
    assert columns == convolutional_networks.receptive_field(layers)


def test_parameters_of_the_two_networks() -> None:
    convolutional, dense = (
        convolutional_networks_torch.parameters(build())
        for build in (convolutional_networks_torch.convolutional_network, convolutional_networks_torch.dense_network)
    )
    assert convolutional == convolutional_networks.convolution_parameters(3, 1, 8) + 8 * 2 + 2 == 98
    assert dense == 64 * 64 + 64 + 64 * 2 + 2


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Networks this small only lose time to several threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize(("build", "lost"), [("convolutional_network", True), ("dense_network", False)])
def test_permuted_pixels_ruin_the_convolutional_network_and_leave_the_dense_one_alone(build: str, lost: bool) -> None:
    network = getattr(convolutional_networks_torch, build)
    original, permuted = (convolutional_networks_torch.accuracy(network, permute, seed=0) for permute in (False, True))
    assert original > 0.93
    assert (permuted < 0.8) if lost else (permuted > 0.93)


def test_over_all_seeds_convolution_is_ahead_on_original_pixels_and_far_behind_on_permuted_ones() -> None:
    accuracy = {name: np.array(RECORD[f"accuracy.{name}"].runs) for name in ALL_FOUR}
    assert np.all(accuracy["convolutional.original"] > accuracy["dense.original"])
    assert np.all(accuracy["convolutional.permuted"] < accuracy["dense.permuted"] - 0.1)
    difference = accuracy["dense.original"] - accuracy["dense.permuted"]
    assert abs(difference.mean()) < 0.01


def test_nothing_is_skipped_or_added_unless_asked_for() -> None:
    x, weight = RNG.standard_normal((2, 6, 6)), RNG.standard_normal((3, 2, 3, 3))
    ours = convolutional_networks.convolve(x, weight, np.zeros(3))
    tensors = torch.tensor(x[None]), torch.tensor(weight), torch.zeros(3, dtype=torch.float64)
    assert ours.shape == (3, 4, 4)
    np.testing.assert_allclose(convolutional_networks_torch.convolve(*tensors)[0], ours, atol=1e-12)
