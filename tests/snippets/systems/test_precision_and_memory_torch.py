"""Autocast, GradScaler and checkpointing do what docs/systems/precision-and-memory.md says, on the CPU."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from snippets.systems.precision_and_memory import (
    checkpointed_backward,
    float_format,
    forward,
    to_bfloat16,
)
from snippets.systems.precision_and_memory_torch import checkpointed_output, training_step
from tests.snippets.systems.test_precision_and_memory import _chain


def test_autocast_multiplies_in_16_bits_and_keeps_losses_and_weights_in_32() -> None:
    layer = nn.Linear(3, 4)
    for dtype in (torch.float16, torch.bfloat16):
        with torch.autocast("cpu", dtype=dtype):
            logits = layer(torch.randn(2, 3))
            loss = nn.functional.cross_entropy(logits, torch.tensor([0, 1]))
        assert (logits.dtype, loss.dtype, layer.weight.dtype) == (dtype, torch.float32, torch.float32)


def _step_from(scale: float, targets_to: float = 1.0) -> tuple[Tensor, Tensor, float]:
    """The weight before and after a step with rate 1, and the scale afterwards."""
    torch.manual_seed(0)
    model = nn.Linear(8, 3, bias=False)
    before = model.weight.detach().clone()
    scaler = torch.amp.GradScaler("cpu", init_scale=scale)
    inputs = targets_to * torch.randn(16, 8)
    training_step(model, torch.optim.SGD(model.parameters(), lr=1.0), scaler, inputs, torch.arange(16) % 3)
    return before, model.weight.detach(), scaler.get_scale()


def test_the_step_is_that_of_fp32_up_to_rounding() -> None:
    torch.manual_seed(0)
    reference = nn.Linear(8, 3, bias=False)
    inputs, targets = torch.randn(16, 8), torch.arange(16) % 3
    loss = nn.functional.cross_entropy(reference(inputs), targets)
    loss.backward()
    gradient = reference.weight.grad
    assert gradient is not None
    expected = gradient / max(1.0, float(gradient.norm()))
    before, after, scale = _step_from(1024.0)
    torch.testing.assert_close(before - after, expected, rtol=0, atol=2e-3)
    assert scale == 1024.0


def test_clipping_sees_the_gradient_without_its_scale() -> None:
    before, after, _ = _step_from(1024.0, targets_to=10.0)
    assert (before - after).norm() == pytest.approx(1.0, rel=1e-3)  # a gradient that is longer than 1 is cut to 1
    before, after, _ = _step_from(1024.0, targets_to=0.1)
    assert (before - after).norm() < 0.5  # a shorter one stays as it is, though its scaled form is longer than 1


def test_an_overflow_leaves_the_weights_and_halves_the_scale() -> None:
    before, after, scale = _step_from(2.0**30)
    torch.testing.assert_close(before, after, rtol=0, atol=0)
    assert scale == 2.0**29


def test_gradients_of_an_earlier_step_do_not_linger() -> None:
    model = nn.Linear(4, 2)
    scaler = torch.amp.GradScaler("cpu", init_scale=256.0)
    inputs, targets = torch.randn(6, 4), torch.tensor([0, 1, 0, 1, 0, 1])
    expected = nn.functional.cross_entropy(model(inputs), targets).item()
    found = []
    for _ in range(2):
        loss = training_step(model, torch.optim.SGD(model.parameters(), lr=0.0), scaler, inputs, targets)
        assert loss == pytest.approx(expected, rel=2e-3)  # unscaled, of logits in 16 bits
        assert model.weight.grad is not None
        found.append(model.weight.grad.clone())
    torch.testing.assert_close(found[0], found[1], rtol=0, atol=0)


def _blocks(extra: Callable[[], nn.Module]) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(*(nn.Sequential(nn.Linear(16, 64), nn.GELU(), extra(), nn.Linear(64, 16)) for _ in range(8)))


def _gradients(model: nn.Sequential, segments: int | None) -> list[Tensor]:
    torch.manual_seed(1)
    inputs = torch.randn(32, 16)
    output = model(inputs) if segments is None else checkpointed_output(model, segments, inputs)
    output.square().sum().backward()
    found = [parameter.grad.clone() for parameter in model.parameters() if parameter.grad is not None]
    model.zero_grad()
    return found


def test_gradients_are_the_same_with_dropout_too() -> None:
    model = _blocks(nn.Dropout)
    for plain, recomputed in zip(_gradients(model, None), _gradients(model, 4), strict=True):
        torch.testing.assert_close(plain, recomputed, rtol=0, atol=0)


def test_batch_norm_counts_a_recomputed_mini_batch_twice() -> None:
    model = _blocks(lambda: nn.BatchNorm1d(64))
    _gradients(model, 4)
    counts = [int(count) for name, count in model.named_buffers() if name.endswith("num_batches_tracked")]
    assert counts == [2] * 6 + [1] * 2  # the last of four segments is not recomputed


@pytest.mark.parametrize(
    ("bits", "dtype"),
    [((5, 10), torch.float16), ((8, 7), torch.bfloat16), ((8, 23), torch.float32), ((5, 2), torch.float8_e5m2)],
)
def test_limits_agree_with_pytorch(bits: tuple[int, int], dtype: torch.dtype) -> None:
    limits, theirs = float_format(*bits), torch.finfo(dtype)
    assert (limits.largest, limits.smallest_normal, limits.spacing_at_one) == (theirs.max, theirs.tiny, theirs.eps)
    smallest = torch.tensor(limits.smallest, dtype=torch.float64)
    assert smallest.to(dtype).double() == smallest
    assert (smallest / 2).to(dtype).double() == 0  # a tie, which goes to the even one: 0


def test_e4m3_is_no_ieee_format() -> None:
    assert torch.finfo(torch.float8_e4m3fn).max == 448 == (2 - 2 / 8) * 2**8 > float_format(4, 3).largest == 240


def test_bfloat16_is_rounded_as_pytorch_does() -> None:
    rng = np.random.default_rng(0)
    ties = np.float32(1) + np.arange(8, dtype=np.float32) / 256  # halfway between two bf16, or on one
    values = np.concatenate([rng.standard_normal(1000) * 10.0 ** rng.uniform(-44, 38, 1000), ties, -ties, [0, 3.4e38]])
    expected = torch.tensor(values.astype(np.float32)).bfloat16().float().numpy()
    np.testing.assert_array_equal(to_bfloat16(values.astype(np.float32)), expected)


@pytest.mark.parametrize("segment", [1, 3, 7])
def test_checkpointed_gradients_equal_those_of_pytorch(segment: int) -> None:
    x, weights, upstream = _chain(7)
    parameters = [torch.tensor(W, requires_grad=True) for W in weights]
    hidden = torch.tensor(x)
    for parameter in parameters:
        hidden = torch.tanh(hidden @ parameter)
    hidden.backward(torch.tensor(upstream))
    np.testing.assert_allclose(forward(x, weights)[-1], hidden.detach())
    found = checkpointed_backward(x, weights, upstream, segment).gradients
    for ours, parameter in zip(found, parameters, strict=True):
        assert parameter.grad is not None
        np.testing.assert_allclose(ours, parameter.grad.numpy())


def test_tf32_is_allowed_for_convolutions_and_not_for_matrix_products_unless_you_say_so() -> None:
    assert torch.backends.cudnn.allow_tf32
    assert not torch.backends.cuda.matmul.allow_tf32
    assert torch.get_float32_matmul_precision() == "highest"
