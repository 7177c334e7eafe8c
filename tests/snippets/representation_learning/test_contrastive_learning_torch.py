"""PyTorch's forms against the NumPy functions and against a loop."""

import math

import pytest
import torch

from snippets.representation_learning.contrastive_learning import clip_loss, similarities
from snippets.representation_learning.contrastive_learning_torch import clip_loss as clip_loss_torch
from snippets.representation_learning.contrastive_learning_torch import nt_xent


def test_nt_xent_equals_a_loop_over_queries() -> None:
    torch.manual_seed(0)
    first, second = torch.randn(3, 4, dtype=torch.float64), torch.randn(3, 4, dtype=torch.float64)
    views = torch.nn.functional.normalize(torch.cat([first, second]), dim=1)
    losses = []
    for i in range(6):
        others = [j for j in range(6) if j != i]
        partner = views[i] @ views[(i + 3) % 6] / 0.5
        losses.append(torch.logsumexp(torch.stack([views[i] @ views[j] / 0.5 for j in others]), dim=0) - partner)
    assert nt_xent(first, second, 0.5).item() == pytest.approx(torch.stack(losses).mean().item())
    same = torch.ones(5, 2)
    assert nt_xent(same, same, 0.5).item() == pytest.approx(math.log(9))


def test_nt_xent_stays_on_the_device_of_its_views() -> None:
    views = torch.empty(3, 4, device="meta")
    assert nt_xent(views, views, 0.5).device.type == "meta"


def test_clip_loss_equals_the_numpy_one_and_stops_at_a_scale_of_100() -> None:
    torch.manual_seed(0)
    images, texts = torch.randn(5, 3, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    for log_scale, temperature in ((math.log(10), 0.1), (math.log(1000), 0.01)):
        found = clip_loss_torch(images, texts, torch.tensor(log_scale, dtype=torch.float64))
        assert found.item() == pytest.approx(clip_loss(similarities(images.numpy(), texts.numpy(), temperature)))
