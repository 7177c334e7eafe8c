"""SimCLR's and CLIP's losses in PyTorch."""

import torch
from torch import Tensor
from torch.nn import functional as F


# --8<-- [start:nt_xent]
def nt_xent(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """SimCLR's loss of two views (B, d): 2B queries, each with 2B - 2 negatives."""
    views = F.normalize(torch.cat([first, second]))
    scores = views @ views.T / temperature
    scores.fill_diagonal_(-torch.inf)  # nobody is a candidate for himself
    partners = torch.arange(len(views), device=views.device).roll(len(first))
    return F.cross_entropy(scores, partners)


# --8<-- [end:nt_xent]


# --8<-- [start:clip_loss]
def clip_loss(images: Tensor, texts: Tensor, log_scale: Tensor) -> Tensor:
    """CLIP's loss of B pairs; log_scale is learned, and 1/τ at most 100.

    Beyond that log_scale has no gradient: clamp it after each step as well.
    """
    scale = log_scale.exp().clamp(max=100)
    scores = scale * F.normalize(images) @ F.normalize(texts).T
    text_of_image = F.log_softmax(scores, dim=1).diagonal()
    image_of_text = F.log_softmax(scores, dim=0).diagonal()
    return -(text_of_image.mean() + image_of_text.mean()) / 2


# --8<-- [end:clip_loss]
