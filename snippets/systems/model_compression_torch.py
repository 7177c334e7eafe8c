"""Quantization-aware training and distillation in PyTorch."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


# --8<-- [start:fake_quantized_linear]
def fake_quantized_linear(layer: nn.Linear, inputs: Tensor, bits: int) -> Tensor:
    """The layer with its weights rounded to `bits`, one scale per output channel.

    Forward rounds; backward passes the gradient on as if it had not.
    """
    largest = 2 ** (bits - 1) - 1
    scale = layer.weight.detach().float().abs().amax(dim=1) / largest
    scale = scale.clamp(min=torch.finfo(scale.dtype).tiny)
    zero_point = torch.zeros_like(scale)
    weight = torch.fake_quantize_per_channel_affine(
        layer.weight, scale, zero_point, axis=0, quant_min=-largest, quant_max=largest
    )
    return F.linear(inputs, weight, layer.bias)


# --8<-- [end:fake_quantized_linear]


# --8<-- [start:distillation_loss]
def distillation_loss(
    student: Tensor,
    teacher: Tensor,
    labels: Tensor,
    temperature: float,
    label_weight: float,
) -> Tensor:
    """λ CE + (1 - λ) T² KL of logits (B, K); the teacher gets no gradient."""
    soft = F.kl_div(
        F.log_softmax(student / temperature, dim=1),
        F.log_softmax(teacher.detach() / temperature, dim=1),
        reduction="batchmean",  # "mean" would also divide by the classes
        log_target=True,
    )
    hard = F.cross_entropy(student, labels)
    return label_weight * hard + (1 - label_weight) * temperature**2 * soft


# --8<-- [end:distillation_loss]
