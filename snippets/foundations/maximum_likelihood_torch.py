"""KL divergence in PyTorch, whose arguments come in another order than on paper."""

import torch
from torch import Tensor
from torch.distributions import Distribution
from torch.nn import functional


# --8<-- [start:kl]
def kl_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """KL(target ‖ model), mean over N examples; logits and targets are (N, K).

    The model comes first and as log-probabilities; "mean" would divide by N K.
    """
    log_q = functional.log_softmax(logits, dim=1)
    return functional.kl_div(log_q, targets, reduction="batchmean")


def kl_between(p: Distribution, q: Distribution) -> Tensor:
    """KL(p ‖ q) of two distributions, in the order of the formula."""
    return torch.distributions.kl_divergence(p, q)


# --8<-- [end:kl]
