"""Skip-gram with negative sampling in PyTorch."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


# --8<-- [start:skip_gram]
class SkipGram(nn.Module):
    """Two tables of vectors; the loss of words (B,) and contexts (B,)."""

    def __init__(self, vocabulary: int, dimension: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, dimension)
        self.contexts = nn.Embedding(vocabulary, dimension)

    def forward(self, words: Tensor, contexts: Tensor, negatives: Tensor) -> Tensor:
        """Mean loss; `negatives` are ids, (B, k), drawn from the noise."""
        candidates = torch.cat([contexts[:, None], negatives], dim=1)
        scores = torch.einsum(
            "bd,bkd->bk", self.words(words), self.contexts(candidates)
        )
        targets = torch.zeros_like(scores)
        targets[:, 0] = 1  # the pair that was seen
        losses = F.binary_cross_entropy_with_logits(scores, targets, reduction="none")
        return losses.sum(dim=1).mean()


# --8<-- [end:skip_gram]
