"""PyTorch agrees with the NumPy functions of docs/practice/data-preparation.md."""

import numpy as np
import pytest
import torch

from snippets.practice import data_preparation as dp
from snippets.practice import data_preparation_torch as twin

RNG = np.random.default_rng(0)
LOGITS, LABELS = RNG.standard_normal((64, 3)), RNG.integers(0, 3, 64)
WEIGHTS = np.array([1.0, 5.0, 0.5])


def test_standardizers_agree_also_on_a_constant_feature() -> None:
    X = np.column_stack([dp.example_features(RNG), np.full(1000, 7.0)])
    for ours, theirs in zip(dp.fit_standardizer(X), twin.fit_standardizer(torch.tensor(X)), strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-12)


def test_images_end_up_with_the_channel_statistics_removed() -> None:
    images = torch.randint(0, 256, (8, 3, 16, 16), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    unit = images.double() / 255
    mean, std = unit.mean(dim=(0, 2, 3)), unit.std(dim=(0, 2, 3))
    normalized = twin.normalize_images(images, mean, std)
    torch.testing.assert_close(normalized.mean(dim=(0, 2, 3)), torch.zeros(3).double(), atol=1e-6, rtol=0)
    torch.testing.assert_close(normalized.std(dim=(0, 2, 3)), torch.ones(3).double(), atol=1e-6, rtol=0)
    ends = torch.tensor([[[[0, 255]], [[0, 255]]]], dtype=torch.uint8)  # black and white in two channels
    by_hand = twin.normalize_images(ends, torch.tensor([0.5, 0.0]), torch.tensor([0.25, 0.5]))
    assert by_hand.tolist() == [[[[-2, 2]], [[0, 2]]]]


def test_weighted_cross_entropy_is_pytorchs_weighted_mean() -> None:
    theirs = twin.weighted_cross_entropy(torch.tensor(LOGITS), torch.tensor(LABELS), torch.tensor(WEIGHTS))
    assert dp.weighted_cross_entropy(LOGITS, LABELS, WEIGHTS) == pytest.approx(theirs.item(), rel=1e-12)
    module = torch.nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS), reduction="sum")
    divided = module(torch.tensor(LOGITS), torch.tensor(LABELS)).item() / WEIGHTS[LABELS].sum()
    assert divided == pytest.approx(theirs.item(), rel=1e-12)


def test_the_weighted_mean_of_a_pure_minibatch_ignores_the_weight_and_pos_weight_does_not() -> None:
    logits, labels = torch.tensor(LOGITS[:4]), torch.ones(4, dtype=torch.long)
    plain = torch.nn.functional.cross_entropy(logits, labels)
    torch.testing.assert_close(twin.weighted_cross_entropy(logits, labels, torch.tensor(WEIGHTS)), plain)
    binary = torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 0], labels.double())
    weighted = twin.positive_weight_loss(logits[:, 0], labels.double(), 99.0)
    torch.testing.assert_close(weighted, 99 * binary)


def test_balanced_sampler_draws_both_classes_equally_often() -> None:
    labels = torch.zeros(20_000, dtype=torch.long)
    labels[:200] = 1
    drawn = labels[list(twin.balanced_sampler(labels, seed=0))]
    assert drawn.double().mean().item() == pytest.approx(0.5, abs=4 * 0.5 / 20_000**0.5)
