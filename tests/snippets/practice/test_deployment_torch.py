"""PyTorch rounds as the NumPy module does."""

import numpy as np
import torch

from snippets.practice import deployment, deployment_torch


def test_per_channel_quantization_equals_the_numpy_one() -> None:
    values = np.random.default_rng(0).standard_normal((8, 16)).astype(np.float32)
    quantized = deployment.quantize(values, 8, per_row=True)
    restored = deployment_torch.quantize_dequantize(
        torch.tensor(values),
        torch.tensor(quantized.scale[:, 0], dtype=torch.float32),
        torch.tensor(quantized.zero_point[:, 0], dtype=torch.int32),
    )
    np.testing.assert_allclose(restored, deployment.dequantize(quantized), rtol=1e-5, atol=1e-6)


def test_what_lies_outside_of_eight_bits_is_clipped() -> None:
    scale, zero_point = torch.tensor([0.5]), torch.tensor([55], dtype=torch.int32)
    restored = deployment_torch.quantize_dequantize(torch.tensor([[-1000.0, 99.9, 1000.0]]), scale, zero_point)
    assert restored.tolist() == [[-0.5 * 55, 100, 0.5 * (255 - 55)]]
