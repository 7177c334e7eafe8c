"""Gradient accumulation, checkpointing and the bytes kept for backward, in PyTorch."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

MicroBatch = tuple[Tensor, Tensor]


# --8<-- [start:accumulated_step]
def accumulated_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    micro_batches: Sequence[MicroBatch],
) -> float:
    """One update on all `micro_batches`, with the activations of one at a time.

    Logits (…, K) and labels (…): one label an example, or one a token. Labels of −100,
    which the loss ignores, do not count in the mean either.
    """
    sum_of_losses = nn.CrossEntropyLoss(reduction="sum")
    count = sum(int((targets != -100).sum()) for _, targets in micro_batches)
    total = 0.0
    optimizer.zero_grad()
    for inputs, targets in micro_batches:
        # The sum over the whole count: right for equal and for unequal micro-batches.
        logits = model(inputs).flatten(0, -2)
        loss = sum_of_losses(logits, targets.flatten()) / count
        loss.backward()  # adds to .grad, then frees the activations
        total += loss.item()
    optimizer.step()
    return total


# --8<-- [end:accumulated_step]
# --8<-- [start:saved_activation_bytes]
def saved_activation_bytes(
    model: nn.Module, loss_of: Callable[[Tensor], Tensor], inputs: Tensor
) -> int:
    """Bytes that autograd keeps for the backward pass of `loss_of(model(inputs))`.

    The parameters themselves are not counted.
    """
    parameters = {p.untyped_storage().data_ptr() for p in model.parameters()}
    storages: dict[int, torch.UntypedStorage] = {}

    def record(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        storages[storage.data_ptr()] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(record, lambda tensor: tensor):
        loss_of(model(inputs))
    kept = storages.keys() - parameters
    return sum(storages[pointer].nbytes() for pointer in kept)


# --8<-- [end:saved_activation_bytes]
# --8<-- [start:checkpointed_forward]
def checkpointed_forward(blocks: Sequence[nn.Module], hidden: Tensor) -> Tensor:
    """Run `blocks` in turn; each keeps only its input, backward recomputes the rest."""
    for block in blocks:
        hidden = checkpoint(block, hidden, use_reentrant=False)
    return hidden


# --8<-- [end:checkpointed_forward]
def small_cnn(classes: int = 10) -> nn.Sequential:
    """Four 3 × 3 convolutions and a linear layer for 3 × 32 × 32 images."""
    return nn.Sequential(
        *_block(3, 64),
        *_block(64, 64),
        nn.MaxPool2d(2),
        *_block(64, 128),
        *_block(128, 128),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(128 * 8 * 8, classes),
    )


def _block(channels_in: int, channels_out: int) -> list[nn.Module]:
    return [nn.Conv2d(channels_in, channels_out, kernel_size=3, padding=1), nn.ReLU()]
