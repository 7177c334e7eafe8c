"""The training script of docs/practice/end-to-end-training.md learns what it should."""

import io
from contextlib import nullcontext
from functools import cache

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.utils.data import DataLoader

from snippets.practice.end_to_end_training import best_threshold, group_split, make_images
from snippets.practice.end_to_end_training_torch import (
    ImageDataset,
    Loader,
    Training,
    build_model,
    checkpoint,
    confusion_matrix,
    predict,
    random_flip,
    resume,
)


def prepare(draw: int, animals: int = 240) -> tuple[nn.Sequential, list[Loader]]:
    """Everything before the training: split, statistics of the training part, loaders, model."""
    rng = np.random.default_rng(draw)
    images, labels, numbers = make_images(animals, 5, rng)
    parts = group_split(numbers, labels, [0.6, 0.2, 0.2], rng)
    pixels = [torch.tensor(images[part], dtype=torch.float32) for part in parts]
    mean, std = pixels[0].mean(), pixels[0].std()
    torch.manual_seed(draw + 1)
    loaders: list[Loader] = []
    for number, part in enumerate(parts):
        augment = random_flip if number == 0 else None
        dataset = ImageDataset(pixels[number], torch.tensor(labels[part]), mean, std, augment)
        shuffle = torch.Generator().manual_seed(draw)
        loaders.append(DataLoader(dataset, 32, shuffle=number == 0, generator=shuffle))
    return build_model(), loaders


@cache
def run(draw: int) -> tuple[nn.Sequential, list[Loader], list[float]]:
    """The whole script once."""
    model, loaders = prepare(draw)
    training = Training(model, loaders[0], loaders[1], epochs=8)
    training.run()
    return model, loaders, training.losses


def short_training() -> Training:
    """A run of four epochs on a sixth of the animals that has yet to begin; every call gives the same."""
    model, loaders = prepare(1, animals=40)
    return Training(model, loaders[0], loaders[1], epochs=4)


def test_a_run_that_was_interrupted_goes_on_bit_by_bit() -> None:
    whole = short_training()
    whole.run()
    interrupted = short_training()
    interrupted.run(until=2)
    saved, kept = io.BytesIO(), checkpoint(interrupted)
    torch.save(kept, saved)
    interrupted.epoch()  # what happens after the checkpoint is lost
    torch.manual_seed(99)
    continued = short_training()
    saved.seek(0)
    state = torch.load(saved)
    resume(continued, state)
    assert len(continued.losses) == 2
    assert continued.best is state["best"]  # although every epoch to come may be better
    continued.run()
    assert kept["losses"] == state["losses"] == whole.losses[:2]  # no checkpoint goes on with its run
    weights = kept["model"]
    assert isinstance(weights, dict)
    assert all(torch.equal(value, state["model"][name]) for name, value in weights.items())
    assert continued.losses == whole.losses
    for name, value in continued.model.state_dict().items():
        assert torch.equal(value, whole.model.state_dict()[name]), name


def test_a_run_that_has_not_begun_keeps_its_first_weights() -> None:
    run = short_training()
    assert all(torch.equal(value, run.best[name]) for name, value in run.model.state_dict().items())


def test_the_weights_alone_do_not_continue_a_run() -> None:
    whole = short_training()
    whole.run()
    first = short_training()
    first.run(until=2)
    naive = Training(first.model, first.training, first.validation, epochs=4)
    naive.epoch()
    assert naive.losses[0] != whole.losses[2]


class Probe(nn.Module):
    """One linear layer that notes in which mode and precision it is called."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer = nn.Linear(144, 1)
        self.calls: list[tuple[bool, torch.dtype]] = []

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.layer(images.flatten(1)).flatten()
        self.calls.append((self.training, logits.dtype))
        return logits


def loaders_of(images: Tensor, batch_size: int) -> tuple[Loader, Loader]:
    """Training and validation on the same images, of which every other is a cat."""
    labels = torch.arange(len(images)) % 2
    dataset = ImageDataset(images, labels, torch.tensor(0.0), torch.tensor(1.0))
    return DataLoader(dataset, batch_size, generator=torch.Generator()), DataLoader(dataset, batch_size)


def test_an_epoch_trains_in_16_bits_and_looks_at_the_validation_data_in_32() -> None:
    probe = Probe()
    training = Training(probe, *loaders_of(torch.zeros(5, 12, 12), 2), epochs=2)
    training.epoch()
    training.epoch()
    assert probe.calls == 2 * [*[(True, torch.bfloat16)] * 3, *[(False, torch.float32)] * 3]


class Far(nn.Module):
    """A model on a device without numbers that notes where the images of each call are."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(144, 1, device="meta")
        self.calls: list[tuple[bool, str]] = []

    def forward(self, images: Tensor) -> Tensor:
        self.calls.append((self.training, images.device.type))
        logits: Tensor = self.layer(images.flatten(1)).flatten()
        return logits


def test_every_mini_batch_comes_to_the_device_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Far()
    loaders = loaders_of(torch.zeros(5, 12, 12), 4)
    assert {each.device.type for each in predict(model, loaders[1])} == {"meta"}
    monkeypatch.setattr(torch, "autocast", lambda *_: nullcontext())  # not to be had on this device
    with pytest.raises(RuntimeError, match="item"):  # at its end: a loss without a number
        Training(model, *loaders, epochs=1).epoch()
    assert model.calls == [*[(False, "meta")] * 2, *[(True, "meta")] * 2, *[(False, "meta")] * 2]


def test_the_rate_falls_from_a_hundredth_to_zero_as_half_a_cosine() -> None:
    training = Training(Probe(), *loaders_of(torch.zeros(2, 12, 12), 2), epochs=4)
    rates = []
    for _ in range(5):
        rates.append(training.optimizer.param_groups[0]["lr"])
        training.epoch()
    assert rates == pytest.approx([0.01, 0.005 + 0.005 * 0.5**0.5, 0.005, 0.005 - 0.005 * 0.5**0.5, 0])


def gradients_of(images: Tensor) -> list[Tensor]:
    """The gradient by the weights, (144,), and by the bias, after each of two epochs of a mini-batch at rate 0."""
    probe, found = Probe(), []
    training = Training(probe, *loaders_of(images, len(images)), epochs=2, rate=0.0)
    for _ in range(2):
        training.epoch()
        found.append(torch.cat([part.grad.flatten() for part in probe.parameters() if part.grad is not None]))
    return found


def test_gradients_are_those_of_one_mini_batch_and_are_cut_to_length_1() -> None:
    images = torch.randn(8, 12, 12, generator=torch.Generator().manual_seed(0))
    loader = loaders_of(images, 8)[0]
    logits, labels = predict(Probe(), loader)
    expected = torch.cat([images.flatten(1).T, torch.ones(1, 8)]) @ (logits.sigmoid() - labels) / 8
    assert expected.norm() > 1.5
    for gradient in gradients_of(images):
        torch.testing.assert_close(gradient, expected / expected.norm(), rtol=0, atol=2e-3)  # 16 bits have 3 digits
    dark, again = gradients_of(images / 100)
    assert dark.norm() < 0.1  # short ones stay as they are, and are not added to those of the epoch before
    torch.testing.assert_close(dark, again, rtol=0, atol=0)


class Idle(Probe):
    """Its logits are zero in evaluation mode, so that every validation loss is the same."""

    def forward(self, images: Tensor) -> Tensor:
        return super().forward(images) * (1 if self.training else 0)


def test_of_equally_good_epochs_the_first_is_kept() -> None:
    images = torch.randn(4, 12, 12, generator=torch.Generator().manual_seed(0))
    training = Training(Idle(), *loaders_of(images, 4), epochs=3)
    training.run(until=1)
    first = training.model.get_parameter("layer.weight").clone()
    training.run(until=2)
    assert not torch.equal(training.model.get_parameter("layer.weight"), first)  # it goes on from the last
    training.run()
    assert len(set(training.losses)) == 1
    assert torch.equal(training.model.get_parameter("layer.weight"), first)


def score(model: nn.Module, loader: Loader, threshold: float) -> Tensor:
    logits, labels = predict(model, loader)
    return confusion_matrix(labels, logits.sigmoid() >= threshold)


@pytest.mark.parametrize("draw", range(3))
def test_the_script_beats_the_majority_class_by_far(draw: int) -> None:
    model, loaders, losses = run(draw)
    assert len(losses) == 8
    logits, labels = predict(model, loaders[1])
    threshold = best_threshold(logits.sigmoid().double().numpy(), labels.long().numpy())
    cells = score(model, loaders[2], threshold)
    assert cells.sum(dim=1).tolist() == [180, 60]
    assert cells.trace() / cells.sum() >= 0.95  # always answering "no" gives 0.75
    assert cells[1, 1] / 60 >= 0.85


def test_the_kept_weights_are_those_of_the_best_validation_loss() -> None:
    model, loaders, losses = run(0)
    logits, labels = predict(model, loaders[1])
    assert binary_cross_entropy_with_logits(logits, labels).item() == pytest.approx(min(losses), rel=1e-5)


def test_model_has_1265_parameters_and_one_logit_per_image() -> None:
    model = build_model()
    assert sum(parameter.numel() for parameter in model.parameters()) == 8 * 10 + 16 * 73 + 17 == 1265
    assert model(torch.zeros(5, 1, 12, 12)).shape == (5,)
    assert model[:4](torch.zeros(5, 1, 12, 12)).shape == (5, 16, 12, 12)  # marks at the edge are seen as others are
    assert sum(p.numel() for p in nn.Linear(512, 1).parameters()) == 513


def test_confusion_matrix_has_true_classes_in_rows() -> None:
    cells = confusion_matrix(torch.tensor([1, 1, 0, 0, 0]), torch.tensor([1, 0, 0, 0, 1]))
    assert cells.tolist() == [[2, 1], [1, 1]]
    assert confusion_matrix(torch.tensor([0, 0, 1]), torch.tensor([0, 0, 0])).tolist() == [[2, 0], [1, 0]]


def test_training_images_are_standardized_and_flips_happen_half_of_the_time() -> None:
    _, loaders, _ = run(0)
    dataset = loaders[0].dataset
    assert isinstance(dataset, ImageDataset)
    assert (dataset.images.mean().item(), dataset.images.std().item()) == pytest.approx((0, 1), abs=1e-4)
    plain, augmented = (
        ImageDataset(torch.ones(1, 2, 2), torch.tensor([1]), torch.tensor(3.0), torch.tensor(4.0), change)[0]
        for change in (None, torch.neg)
    )
    assert (plain[0].tolist(), plain[1].item()) == ([[[-0.5, -0.5], [-0.5, -0.5]]], 1.0)
    assert (augmented[0].tolist(), augmented[1].item()) == ([[[0.5, 0.5], [0.5, 0.5]]], 1.0)
    torch.manual_seed(0)
    ramp = torch.arange(3.0).reshape(1, 1, 3)
    flipped = [bool(random_flip(ramp)[0, 0, 0] == 2) for _ in range(1000)]
    assert np.mean(flipped) == pytest.approx(0.5, abs=0.05)
