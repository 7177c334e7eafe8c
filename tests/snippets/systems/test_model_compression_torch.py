"""PyTorch's forms give what the NumPy module gives."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.systems import model_compression, model_compression_torch
from snippets.systems.model_compression import (
    quantize_int8,
    restored,
    straight_through,
)


def test_fake_quantized_layer_rounds_forward_and_passes_gradients_back() -> None:
    torch.manual_seed(0)
    layer, inputs = nn.Linear(30, 4), torch.randn(8, 30)
    output = model_compression_torch.fake_quantized_linear(layer, inputs, 8)
    weights = model_compression.restored(
        model_compression.quantize_int8(layer.weight.detach().double().numpy(), axis=1)
    )
    expected = inputs.double().numpy() @ weights.T + layer.bias.detach().double().numpy()
    np.testing.assert_allclose(output.detach().numpy(), expected, rtol=1e-4, atol=1e-5)
    output.sum().backward()
    assert layer.weight.grad is not None
    torch.testing.assert_close(layer.weight.grad, inputs.sum(dim=0).expand(4, 30))


def test_a_row_of_zeros_stays_a_row_of_zeros() -> None:
    layer = nn.Linear(3, 2, bias=False)
    with torch.no_grad():
        layer.weight[1] = 0
    assert (model_compression_torch.fake_quantized_linear(layer, torch.ones(1, 3), 4)[0, 1] == 0).all()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_weights_of_sixteen_bits_are_rounded_as_those_of_float32(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    layer = nn.Linear(30, 4, bias=False).to(dtype)
    rounded = model_compression_torch.fake_quantized_linear(layer, torch.eye(30, dtype=dtype), 4)
    assert rounded.dtype == dtype
    full = nn.Linear(30, 4, bias=False)
    full.weight = nn.Parameter(layer.weight.float())
    expected = model_compression_torch.fake_quantized_linear(full, torch.eye(30), 4)
    torch.testing.assert_close(rounded.float(), expected, rtol=torch.finfo(dtype).eps, atol=0)


@pytest.mark.parametrize(("temperature", "label_weight"), [(1.0, 0.0), (4.0, 0.3), (2.0, 1.0)])
def test_distillation_losses_agree(temperature: float, label_weight: float) -> None:
    rng = np.random.default_rng(0)
    student, teacher, labels = rng.standard_normal((6, 5)), 3 * rng.standard_normal((6, 5)), rng.integers(0, 5, 6)
    teacher_logits = torch.tensor(teacher, requires_grad=True)
    student_logits = torch.tensor(student, requires_grad=True)
    loss = model_compression_torch.distillation_loss(
        student_logits, teacher_logits, torch.tensor(labels), temperature, label_weight
    )
    ours = model_compression.distillation_loss(student, teacher, labels, temperature, label_weight)
    assert loss.item() == pytest.approx(ours)
    loss.backward()
    assert teacher_logits.grad is None
    if label_weight == 0:
        expected = model_compression.soft_gradient(student, teacher, temperature) / 6
        assert student_logits.grad is not None
        np.testing.assert_allclose(student_logits.grad.numpy(), expected)


def test_pytorch_rounds_to_the_same_numbers() -> None:
    W = np.random.default_rng(0).standard_normal((6, 50))
    ours = quantize_int8(W, axis=1)
    theirs = torch.fake_quantize_per_channel_affine(
        torch.tensor(W),
        torch.tensor(ours.scale[:, 0]).float(),
        torch.zeros(6, dtype=torch.int32),
        axis=0,
        quant_min=-128,
        quant_max=127,
    )
    np.testing.assert_allclose(restored(ours), theirs.numpy(), rtol=1e-5)


def test_the_gradient_goes_straight_through_as_in_pytorch() -> None:
    w = np.array([-13.2, -12.94, -12.84, -1.0, 0.26, 12.7, 12.74, 12.8, 20.0])
    upstream = np.arange(1.0, 10.0)
    weights = torch.tensor(w, requires_grad=True)
    torch.fake_quantize_per_tensor_affine(weights, 0.1, 0, -128, 127).backward(torch.tensor(upstream))
    assert weights.grad is not None
    np.testing.assert_array_equal(straight_through(w, 0.1, upstream), weights.grad.numpy())
    assert straight_through(w, 0.1, upstream).tolist() == [0, 0, 3, 4, 5, 6, 7, 0, 0]
