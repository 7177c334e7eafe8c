"""Softmax and cross-entropy in PyTorch: from logits, in one step."""

from torch import Tensor
from torch.nn import functional


# --8<-- [start:losses]
def loss_from_logits(logits: Tensor, labels: Tensor) -> Tensor:
    """Finite for any finite logits (N, K); gradient (p − y)/N."""
    return functional.cross_entropy(logits, labels)


def loss_in_two_steps(logits: Tensor, labels: Tensor) -> Tensor:
    """What not to do: infinite, with NaN gradients, if a probability becomes 0."""
    return functional.nll_loss(functional.softmax(logits, dim=1).log(), labels)


# --8<-- [end:losses]
