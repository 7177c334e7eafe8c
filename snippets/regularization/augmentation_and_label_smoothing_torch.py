"""Mixup and label smoothing as PyTorch training loops have them."""

import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:mixup_loss]
def mixup_loss(
    model: nn.Module, inputs: Tensor, labels: Tensor, alpha: float
) -> Tensor:
    """Loss of a mixed mini-batch from integer labels (B,): two cross-entropies."""
    share = torch.distributions.Beta(alpha, alpha).sample().to(inputs)
    partner = torch.randperm(len(inputs), device=inputs.device)
    logits = model(share * inputs + (1 - share) * inputs[partner])
    own = functional.cross_entropy(logits, labels)
    other = functional.cross_entropy(logits, labels[partner])
    return share * own + (1 - share) * other


# --8<-- [end:mixup_loss]


# --8<-- [start:losses]
def losses(smoothing: float) -> tuple[nn.Module, nn.Module]:
    """Smooth the targets in training; measure validation without."""
    return nn.CrossEntropyLoss(label_smoothing=smoothing), nn.CrossEntropyLoss()


# --8<-- [end:losses]
