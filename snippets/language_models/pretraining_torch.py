"""The objectives of pretraining in PyTorch."""

import torch
from torch import Tensor
from torch.nn import functional as F


# --8<-- [start:next_token_loss]
def next_token_loss(logits: Tensor, tokens: Tensor) -> Tensor:
    """Mean cross-entropy of the tokens to come, in nats per token.

    Args:
        logits: shape (B, T, V); those at position t are for the token at t + 1.
        tokens: ids, shape (B, T); −100 where nothing is to be learned (padding).
    """
    predicted, coming = logits[:, :-1], tokens[:, 1:]
    return F.cross_entropy(predicted.flatten(0, 1), coming.flatten())  # ignores −100


# --8<-- [end:next_token_loss]


# --8<-- [start:mask_tokens]
def mask_tokens(
    x: Tensor, mask_id: int, vocabulary_size: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """BERT's input and targets; `F.cross_entropy` ignores targets of −100."""

    def coin(heads: float) -> Tensor:
        probabilities = torch.full(x.shape, heads, device=x.device)
        return torch.bernoulli(probabilities, generator=generator).bool()

    chosen, hidden, exchanged = coin(0.15), coin(0.8), coin(0.5)  # half of 20 %: 10 %
    noise = torch.empty_like(x).random_(vocabulary_size, generator=generator)
    read = torch.where(hidden, mask_id, torch.where(exchanged, noise, x))
    return torch.where(chosen, read, x), torch.where(chosen, x, -100)


# --8<-- [end:mask_tokens]
