"""PyTorch twins: mini-batch gradient, gradients of single examples, accumulation."""

import torch
from torch import Tensor
from torch.func import grad, vmap


# --8<-- [start:minibatch_gradient]
def squared_error(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """½(x·θ − y)², for one example or for each row of a mini-batch."""
    return 0.5 * (x @ theta - y) ** 2


def minibatch_gradient(X: Tensor, y: Tensor, theta: Tensor, batch: Tensor) -> Tensor:
    """The `.mean()` makes autograd return the mean of the B gradients."""
    loss = squared_error(theta, X[batch], y[batch]).mean()
    (gradient,) = torch.autograd.grad(loss, theta)
    return gradient


# --8<-- [end:minibatch_gradient]


# --8<-- [start:example_gradients]
def example_gradients(X: Tensor, y: Tensor, theta: Tensor) -> Tensor:
    """One gradient per example, shape (N, d), in one vectorized call."""
    of_each: Tensor = vmap(grad(squared_error), in_dims=(None, 0, 0))(theta, X, y)
    return of_each


# --8<-- [end:example_gradients]


# --8<-- [start:chunked_gradient]
def chunked_gradient(X: Tensor, y: Tensor, theta: Tensor, chunk_size: int) -> Tensor:
    """Gradient accumulation: `backward` adds to `.grad` and frees the activations."""
    theta = theta.detach().requires_grad_()
    for rows, targets in zip(
        torch.split(X, chunk_size), torch.split(y, chunk_size), strict=True
    ):
        loss = squared_error(theta, rows, targets).sum() / len(y)
        loss.backward()
    assert theta.grad is not None
    return theta.grad


# --8<-- [end:chunked_gradient]
