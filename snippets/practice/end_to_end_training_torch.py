"""The parts of a training script for a one-logit image classifier."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.lr_scheduler import CosineAnnealingLR
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
    return image.flip(-1) if torch.randint(2, ()) else image


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
def batches(model: nn.Module, loader: Loader) -> Iterator[tuple[Tensor, Tensor]]:
    """The images and labels of each mini-batch, on the device of the model."""
    device = next(model.parameters()).device
    for images, labels in loader:
        yield images.to(device), labels.to(device)


@torch.no_grad()
def predict(model: nn.Module, loader: Loader) -> tuple[Tensor, Tensor]:
    """Logits and labels of all examples, in evaluation mode."""
    model.eval()
    pairs = [(model(images), labels) for images, labels in batches(model, loader)]
    return torch.cat([p[0] for p in pairs]), torch.cat([p[1] for p in pairs])


# --8<-- [end:predict]


# --8<-- [start:Training]
class Training:
    """A run that may be interrupted after any epoch and goes on bit by bit as before.

    The learning rate falls to zero over `epochs`, so the run is not stopped early; the
    weights of the best validation loss are kept.

    Args:
        training: its `generator` shuffles; seed it.
    """

    def __init__(
        self,
        model: nn.Module,
        training: Loader,
        validation: Loader,
        epochs: int,
        rate: float = 0.01,
    ) -> None:
        self.model, self.training, self.validation = model, training, validation
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
        self.scheduler = CosineAnnealingLR(self.optimizer, epochs)
        self.epochs, self.losses = epochs, list[float]()
        self.best = copy.deepcopy(model.state_dict())

    def run(self, until: int | None = None) -> None:
        """Train up to epoch `until`, or to the end and restore the best weights."""
        while len(self.losses) < (until or self.epochs):
            self.epoch()
        if len(self.losses) == self.epochs:
            self.model.load_state_dict(self.best)

    def epoch(self) -> None:
        """One pass over the training data in mixed precision, then validation."""
        self.model.train()
        for images, labels in batches(self.model, self.training):
            self.optimizer.zero_grad()
            with torch.autocast(images.device.type, torch.bfloat16):
                logits = self.model(images)
            loss = binary_cross_entropy_with_logits(logits.float(), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
        self.scheduler.step()
        logits, labels = predict(self.model, self.validation)
        loss = binary_cross_entropy_with_logits(logits, labels)
        if loss.item() < min(self.losses, default=float("inf")):
            self.best = copy.deepcopy(self.model.state_dict())  # training goes on
        self.losses.append(loss.item())


# --8<-- [end:Training]


# --8<-- [start:checkpoint]
def checkpoint(run: Training) -> dict[str, object]:
    """All that the next epoch depends on, for `torch.save`; the weights are not all.

    A model that draws on a GPU needs `torch.cuda.get_rng_state_all()` as well.
    """
    return {
        "model": copy.deepcopy(run.model.state_dict()),
        "optimizer": copy.deepcopy(run.optimizer.state_dict()),
        "scheduler": run.scheduler.state_dict(),
        "best": run.best,
        "losses": list(run.losses),
        "random": torch.get_rng_state(),
        "shuffle": run.training.generator.get_state(),
    }


def resume(run: Training, state: dict[str, Any]) -> None:
    """Set a fresh run to the state of a checkpoint."""
    run.model.load_state_dict(state["model"])
    run.optimizer.load_state_dict(state["optimizer"])
    run.scheduler.load_state_dict(state["scheduler"])
    run.best, run.losses = state["best"], list(state["losses"])
    torch.set_rng_state(state["random"])
    run.training.generator.set_state(state["shuffle"])


# --8<-- [end:checkpoint]


# --8<-- [start:confusion_matrix]
def confusion_matrix(labels: Tensor, predicted: Tensor) -> Tensor:
    """Counts, (2, 2): rows are true classes, columns predicted ones."""
    cells = 2 * labels.long() + predicted.long()
    return torch.bincount(cells, minlength=4).reshape(2, 2)


# --8<-- [end:confusion_matrix]
