"""The losses of the page as PyTorch calls."""

import torch
from torch import Tensor
from torch.nn import functional


# --8<-- [start:regression_losses]
def regression_losses(
    prediction: Tensor, target: Tensor, delta: float
) -> dict[str, Tensor]:
    """Mean losses of a mini-batch; prediction and target have the same shape."""
    return {
        "squared error": functional.mse_loss(prediction, target),
        "absolute error": functional.l1_loss(prediction, target),
        "Huber": functional.huber_loss(prediction, target, delta=delta),
        "Huber / delta": functional.smooth_l1_loss(prediction, target, beta=delta),
    }


# --8<-- [end:regression_losses]
# --8<-- [start:soft_margin_loss]
def soft_margin_loss(score: Tensor, label: Tensor) -> Tensor:
    """Mean logistic loss, labels -1 or 1; equals BCE with logits, labels 0 or 1."""
    return functional.soft_margin_loss(score, label)


# --8<-- [end:soft_margin_loss]
# --8<-- [start:hinge_loss]
def hinge_loss(score: Tensor, label: Tensor) -> Tensor:
    """Mean hinge loss for labels -1 or 1 (hinge_embedding_loss is something else)."""
    return torch.clamp(1 - label * score, min=0).mean()


# --8<-- [end:hinge_loss]
