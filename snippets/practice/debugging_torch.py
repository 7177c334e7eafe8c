"""Find the first NaN in a PyTorch model, and keep it out of the weights."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn


# --8<-- [start:first_non_finite]
def tensors_in(output: object) -> Iterator[Tensor]:
    """The tensors of a module's output, which may be a tuple, a list or a dict."""
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, (tuple, list)):
        for part in output:
            yield from tensors_in(part)
    elif isinstance(output, dict):
        yield from tensors_in(list(output.values()))


def first_non_finite(model: nn.Module, *inputs: Tensor) -> str | None:
    """Name of the first submodule whose output has a NaN or Inf; None if none has.

    Leaves the model as it was: a forward pass in training mode writes the NaN into
    batch norm's running statistics.
    """
    found: list[str] = []
    handles = []
    for name, module in model.named_modules():

        def look(_: nn.Module, __: object, output: object, name: str = name) -> None:
            if not all(tensor.isfinite().all() for tensor in tensors_in(output)):
                found.append(name)

        handles.append(module.register_forward_hook(look))
    before = [(buffer, buffer.clone()) for buffer in model.buffers()]
    try:
        with torch.no_grad():
            model(*inputs)
            for buffer, value in before:
                buffer.copy_(value)
    finally:
        for handle in handles:
            handle.remove()
    return (found[0] or "the model itself") if found else None


# --8<-- [end:first_non_finite]


# --8<-- [start:backward_nan]
def backward_nan(model: nn.Module, inputs: Tensor) -> str | None:
    """What anomaly mode says of the first NaN in the backward pass, or None."""
    with torch.autograd.set_detect_anomaly(True):
        loss = model(inputs).mean()
        try:
            loss.backward()
        except RuntimeError as error:
            if "returned nan values" not in str(error):
                raise  # another fault, not a NaN
            return str(error)
    return None


# --8<-- [end:backward_nan]


# --8<-- [start:step_if_finite]
def step_if_finite(
    loss: Tensor, model: nn.Module, optimizer: torch.optim.Optimizer
) -> bool:
    """One update, unless the gradient norm is NaN or Inf; returns whether it did it."""
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.get_total_norm(
        [p.grad for p in model.parameters() if p.grad is not None]
    )
    if not norm.isfinite():
        return False  # count these, and stop if they are many
    optimizer.step()
    return True


# --8<-- [end:step_if_finite]


# --8<-- [start:safe_sqrt]
def safe_sqrt(x: Tensor) -> Tensor:
    """√x for x > 0, else 0, with gradient 0 there: the inner `where` is the point."""
    positive = x > 0
    return torch.where(positive, torch.where(positive, x, 1.0).sqrt(), 0.0)


# --8<-- [end:safe_sqrt]


# --8<-- [start:masked_softmax]
def masked_softmax(scores: Tensor, allowed: Tensor) -> Tensor:
    """Softmax over the last axis; a fully masked row gives zeros and gradient zero."""
    filled = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min)
    return filled.softmax(dim=-1) * allowed


# --8<-- [end:masked_softmax]
