"""Quantization in PyTorch."""

import torch
from torch import Tensor


# --8<-- [start:quantize_dequantize]
def quantize_dequantize(values: Tensor, scale: Tensor, zero_point: Tensor) -> Tensor:
    """Round to 8 bits and back, with one scale per row (per output channel)."""
    return torch.fake_quantize_per_channel_affine(
        values, scale, zero_point, axis=0, quant_min=0, quant_max=255
    )


# --8<-- [end:quantize_dequantize]
