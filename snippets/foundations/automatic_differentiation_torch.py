"""Products with the Hessian in PyTorch."""

from collections.abc import Callable

import torch
from torch import Tensor


# --8<-- [start:hessian_vector]
def hessian_vector(f: Callable[[Tensor], Tensor], x: Tensor, v: Tensor) -> Tensor:
    """H v by differentiating gradient · v; H, of shape (n, n), is never formed.

    Args:
        f: a function of a vector that returns a number.
        x: where, shape (n,).
        v: the direction, shape (n,).
    """
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    (product,) = torch.autograd.grad(gradient @ v, x)
    return product


# --8<-- [end:hessian_vector]
