"""Cross-entropy as PyTorch calls; every function takes logits."""

from torch import Tensor
from torch.nn import functional


# --8<-- [start:binary_cross_entropy]
def binary_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean over all elements; logits and float targets of one shape, (N,) or (N, K)."""
    return functional.binary_cross_entropy_with_logits(logits, targets)


# --8<-- [end:binary_cross_entropy]
# --8<-- [start:categorical_cross_entropy]
def categorical_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean over N; logits and probabilities as targets, both (N, K) and float."""
    return functional.cross_entropy(logits, targets)


# --8<-- [end:categorical_cross_entropy]
# --8<-- [start:sparse_cross_entropy]
def sparse_cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean over N; logits (N, K), labels (N,) of dtype int64 in 0 ... K - 1."""
    return functional.cross_entropy(logits, labels)


# --8<-- [end:sparse_cross_entropy]
# --8<-- [start:smoothed_cross_entropy]
def smoothed_cross_entropy(logits: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Label smoothing needs no (N, K) targets: integer labels and one argument."""
    return functional.cross_entropy(logits, labels, label_smoothing=smoothing)


# --8<-- [end:smoothed_cross_entropy]
