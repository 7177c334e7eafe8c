"""The parts of a training script for a one-logit image classifier."""

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

Loader = DataLoader[tuple[Tensor, Tensor]]


# --8<-- [start:ImageDataset]
class ImageDataset(Dataset[tuple[Tensor, Tensor]]):
    """Normalized images (1, H, W) and float labels, augmented if asked.

    Args:
        mean, std: of the training pixels, or those the pretrained model used.
        augment: random change of one image; None for validation and test.
    """

    def __init__(
        self,
        images: Tensor,
        labels: Tensor,
        mean: Tensor,
        std: Tensor,
        augment: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        self.images = ((images - mean) / std)[:, None]
        self.labels, self.augment = labels.float(), augment

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        image = self.images[index]
        return self.augment(image) if self.augment else image, self.labels[index]


# --8<-- [end:ImageDataset]


# --8<-- [start:random_flip]
def random_flip(image: Tensor) -> Tensor:
    """Mirror left and right, half of the time: a mirrored cat is still a cat."""
    return image.flip(-1) if torch.rand(()) < 0.5 else image


# --8<-- [end:random_flip]


# --8<-- [start:build_model]
def build_model() -> nn.Sequential:
    """Small CNN with one logit: what is a pretrained backbone in a real project."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 1),
        nn.Flatten(0),  # (B, 1) -> (B,), the shape of the labels
    )


# --8<-- [end:build_model]


# --8<-- [start:predict]
@torch.no_grad()
def predict(model: nn.Module, loader: Loader) -> tuple[Tensor, Tensor]:
    """Logits and labels of all examples, in evaluation mode."""
    model.eval()
    pairs = [(model(images), labels) for images, labels in loader]
    return torch.cat([p[0] for p in pairs]), torch.cat([p[1] for p in pairs])


# --8<-- [end:predict]


# --8<-- [start:fit]
def fit(
    model: nn.Module, training: Loader, validation: Loader, epochs: int, patience: int
) -> list[float]:
    """Train, keep the weights of the best validation loss; returns those losses."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    loss_function = nn.BCEWithLogitsLoss()
    losses: list[float] = []
    best = copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        model.train()
        for images, labels in training:
            optimizer.zero_grad()
            loss_function(model(images), labels).backward()
            optimizer.step()
        scheduler.step()
        loss = loss_function(*predict(model, validation)).item()
        if loss < min(losses, default=float("inf")):
            best = copy.deepcopy(model.state_dict())  # a copy: training goes on
        losses.append(loss)
        if epoch - losses.index(min(losses)) >= patience:
            break
    model.load_state_dict(best)
    return losses


# --8<-- [end:fit]


# --8<-- [start:confusion_matrix]
def confusion_matrix(labels: Tensor, predicted: Tensor) -> Tensor:
    """Counts, (2, 2): rows are true classes, columns predicted ones."""
    cells = 2 * labels.long() + predicted.long()
    return torch.bincount(cells, minlength=4).reshape(2, 2)


# --8<-- [end:confusion_matrix]
