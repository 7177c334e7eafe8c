"""Freezing and learning rates on docs/practice/transfer-learning.md do what the page says."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from snippets.practice.transfer_learning import fit
from snippets.practice.transfer_learning_torch import Transfer, parameter_groups, unfreeze_last


def new_body() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 5), nn.ReLU())


def train_one_step(model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    torch.manual_seed(1)
    loss = nn.functional.cross_entropy(model(torch.randn(8, 4) + 3), torch.arange(8) % 3)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def state(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in module.state_dict().items()}


def test_a_frozen_body_keeps_every_weight_and_statistic() -> None:
    model = Transfer(new_body(), 5, 3)
    before, head = state(model.body), state(model.head)
    model.train()
    train_one_step(model, torch.optim.SGD(model.parameters(), lr=0.1))
    assert all(torch.equal(value, before[name]) for name, value in model.body.state_dict().items())
    assert all(part.grad is None for part in model.body.parameters())  # not even computed
    assert not torch.equal(model.head.weight, head["weight"])


def test_only_the_head_is_trained_in_training_mode() -> None:
    model = Transfer(new_body(), 5, 3)

    def modes() -> list[bool]:
        return [part.training for part in (model, model.head, *model.body.modules())]

    assert model.eval() is model
    assert not any(modes())
    assert model.train() is model
    assert modes() == [True, True, *[False] * 6]


def test_requires_grad_alone_does_not_freeze_batch_norm_statistics() -> None:
    body = new_body().requires_grad_(False)
    before, model = state(body), nn.Sequential(body, nn.Linear(5, 3)).train()
    train_one_step(model, torch.optim.SGD(model[1].parameters(), lr=0.1))
    changed = {name for name, value in body.state_dict().items() if not torch.equal(value, before[name])}
    assert changed == {"1.running_mean", "1.running_var", "1.num_batches_tracked"}


def test_a_gray_image_may_be_copied_or_the_filters_summed_and_new_channels_may_start_at_zero() -> None:
    gray, color, filters = torch.randn(2, 1, 6, 6), torch.randn(2, 3, 6, 6), torch.randn(4, 3, 3, 3)
    copied = functional.conv2d(gray.expand(-1, 3, -1, -1), filters)
    torch.testing.assert_close(copied, functional.conv2d(gray, filters.sum(1, keepdim=True)))
    five = torch.cat([color, torch.randn(2, 2, 6, 6)], 1)
    wider = torch.cat([filters, torch.zeros(4, 2, 3, 3)], 1)
    torch.testing.assert_close(functional.conv2d(five, wider), functional.conv2d(color, filters))


def test_groups_step_in_proportion_to_their_rates() -> None:
    body, head = new_body(), nn.Linear(5, 3)
    optimizer = torch.optim.SGD(parameter_groups(body, head, rate=0.1, factor=2))
    assert [group["lr"] for group in optimizer.param_groups] == [0.1, 0.05, 0.025, 0.0125]
    before = state(body)
    train_one_step(nn.Sequential(body, head), optimizer)
    weight = body[3].weight
    assert isinstance(weight, Tensor)
    assert isinstance(weight.grad, Tensor)
    assert torch.allclose(before["3.weight"] - weight, 0.05 * weight.grad, atol=1e-7)


def test_unfreezing_starts_at_the_output() -> None:
    body = new_body().requires_grad_(False)
    unfreeze_last(body, 0)
    assert not any(part.requires_grad for part in body.parameters())
    unfreeze_last(body, 2)
    assert [name for name, p in body.named_parameters() if p.requires_grad] == ["3.weight", "3.bias"]


@pytest.mark.parametrize("steps", [1, 25])
def test_fit_is_adam_with_a_cosine_schedule(steps: int) -> None:
    rng = np.random.default_rng(0)
    X, y, W = rng.standard_normal((20, 5)), rng.standard_normal((20, 1)), rng.standard_normal((5, 6))
    body, head = torch.tensor(W, requires_grad=True), torch.zeros(6, 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([{"params": [body], "lr": 1e-3}, {"params": [head], "lr": 1e-2}])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        optimizer.zero_grad()
        ((torch.relu(torch.tensor(X) @ body) @ head - torch.tensor(y)) ** 2).mean().backward()
        optimizer.step()
        schedule.step()
    ours = fit(X, y, W, np.zeros((6, 1)), (1e-3, 1e-2), steps)
    np.testing.assert_allclose(ours[0], body.detach().numpy(), rtol=1e-8)
    np.testing.assert_allclose(ours[1], head.detach().numpy(), rtol=1e-7)
