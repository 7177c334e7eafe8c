"""The network of the toy task as PyTorch users write it."""

# Tensor.backward has no annotations:
# mypy: disable-error-code="no-untyped-call"

import torch
from torch import Tensor, nn
from torch.nn import functional as F


# --8<-- [start:train_network]
def train_network(model: nn.Module, X: Tensor, labels: Tensor, batches: Tensor) -> None:
    """Adam on all layers at once: features and classifier are learned together.

    Args:
        model: changed in place.
        batches: indices of the mini-batch of each update, shape (T, B).
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for batch in batches:
        optimizer.zero_grad()
        F.cross_entropy(model(X[batch]), labels[batch]).backward()
        optimizer.step()


# --8<-- [end:train_network]
