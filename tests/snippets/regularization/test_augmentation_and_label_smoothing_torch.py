"""PyTorch side of docs/regularization/augmentation-and-label-smoothing.md."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.regularization import augmentation_and_label_smoothing as ours
from snippets.regularization.augmentation_and_label_smoothing_torch import losses, mixup_loss


def test_two_cross_entropies_equal_that_of_the_mixed_targets() -> None:
    """The same draws give the cross-entropy of soft targets, which is linear in the target."""
    torch.manual_seed(0)
    inputs, labels = torch.randn(8, 5), torch.randint(0, 3, (8,))
    model = nn.Linear(5, 3)
    torch.manual_seed(1)
    loss = mixup_loss(model, inputs, labels, 0.4)
    torch.manual_seed(1)
    share = torch.distributions.Beta(0.4, 0.4).sample()
    partner = torch.randperm(8)
    hard = functional.one_hot(labels, 3).float()
    assert 0.05 < share < 0.95
    soft = share * hard + (1 - share) * hard[partner]
    expected = functional.cross_entropy(model(share * inputs + (1 - share) * inputs[partner]), soft)
    torch.testing.assert_close(loss, expected)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
def test_pytorch_spreads_the_mass_over_all_classes(smoothing: float) -> None:
    torch.manual_seed(0)
    logits, labels = torch.randn(6, 10, dtype=torch.float64), torch.randint(0, 10, (6,))
    train, validation = losses(smoothing)
    rows = zip(logits.numpy(), labels.tolist(), strict=True)
    expected = sum(ours.smoothed_loss(row, label, smoothing) for row, label in rows) / 6
    assert train(logits, labels).item() == pytest.approx(expected)
    torch.testing.assert_close(validation(logits, labels), functional.cross_entropy(logits, labels))
