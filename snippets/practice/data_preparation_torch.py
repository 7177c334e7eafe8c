"""Input scaling, weighted losses and balanced sampling in PyTorch."""

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import WeightedRandomSampler


# --8<-- [start:fit_standardizer]
def fit_standardizer(X: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation per feature of the training set (N, d)."""
    scale = X.std(dim=0, correction=0)
    return X.mean(dim=0), torch.where(scale > 0, scale, 1.0)


# --8<-- [end:fit_standardizer]


# --8<-- [start:normalize_images]
def normalize_images(images: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """Bytes (B, C, H, W) to [0, 1], then (x − mean)/std per channel; mean, std (C,)."""
    unit = images.float() / 255
    return (unit - mean[:, None, None]) / std[:, None, None]


# --8<-- [end:normalize_images]


# --8<-- [start:weighted_cross_entropy]
def weighted_cross_entropy(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Its mean divides by the sum of the weights of the mini-batch, not by B."""
    return functional.cross_entropy(logits, labels, weight=weights)


# --8<-- [end:weighted_cross_entropy]


# --8<-- [start:positive_weight_loss]
def positive_weight_loss(logits: Tensor, targets: Tensor, weight: float) -> Tensor:
    """Binary cross-entropy, positives times `weight`; the mean divides by B."""
    return functional.binary_cross_entropy_with_logits(
        logits, targets, pos_weight=torch.tensor(weight)
    )


# --8<-- [end:positive_weight_loss]


# --8<-- [start:balanced_sampler]
def balanced_sampler(labels: Tensor, seed: int) -> WeightedRandomSampler:
    """Draws all classes equally often, with replacement; for the training loader."""
    weights = torch.bincount(labels).reciprocal()[labels]
    generator = torch.Generator().manual_seed(seed)
    return WeightedRandomSampler(weights.tolist(), len(labels), generator=generator)


# --8<-- [end:balanced_sampler]
