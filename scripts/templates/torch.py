"""$title in PyTorch, as docs/$page.md shows it."""

from torch import Tensor


# --8<-- [start:arithmetic_mean]
def arithmetic_mean(values: Tensor) -> Tensor:
    """The mean of `values`, shape (n,), in their unit."""
    return values.mean()


# --8<-- [end:arithmetic_mean]
