"""PyTorch counts and updates as the page on epochs, mini-batches and iterations says."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler, WeightedRandomSampler

from snippets.training import epochs_batches_iterations as page
from snippets.training import epochs_batches_iterations_torch as twin


@pytest.mark.parametrize(("examples", "batch_size"), [(1000, 32), (1000, 200), (1000, 1000), (7, 3), (5, 8)])
@pytest.mark.parametrize("drop_last", [False, True])
def test_the_loader_counts_the_same_iterations(examples: int, batch_size: int, drop_last: bool) -> None:
    dataset = twin.dataset_of(torch.zeros(examples, 1), torch.zeros(examples))
    expected = page.iterations_per_epoch(examples, batch_size, drop_last)
    assert twin.iterations_per_epoch(dataset, batch_size, drop_last) == expected
    assert twin.iterations_per_epoch(dataset, batch_size) == -(-examples // batch_size)  # none is dropped unasked


def test_sgd_takes_the_steps_of_the_optimizer_on_the_same_mini_batches() -> None:
    X, y = page.linear_regression(0, examples=50)
    theta, losses = page.sgd(X, y, batch_size=16, learning_rate=0.1, epochs=2, rng=np.random.default_rng(1))

    parameters = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameters], lr=0.1)
    inputs, targets, order = torch.tensor(X), torch.tensor(y), np.random.default_rng(1)
    expected = [float(targets.square().mean()) / 2]
    for _ in range(2):
        for batch in torch.tensor(order.permutation(50)).split(16):
            optimizer.zero_grad()
            (nn.functional.mse_loss(inputs[batch] @ parameters, targets[batch]) / 2).backward()
            optimizer.step()
            expected.append(float((inputs @ parameters.detach() - targets).square().mean()) / 2)
    np.testing.assert_allclose(theta, parameters.detach().numpy(), rtol=1e-10)
    np.testing.assert_allclose(losses, expected, rtol=1e-10)


def linear_run(examples: int, batch_size: int) -> tuple[nn.Linear, torch.optim.Optimizer, twin.Batches]:
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    dataset = twin.dataset_of(torch.randn(examples, 3), torch.randn(examples, 1))
    return model, torch.optim.SGD(model.parameters(), lr=0.1), DataLoader(dataset, batch_size=batch_size)


def test_an_epoch_of_1000_examples_in_batches_of_100_makes_ten_updates() -> None:
    model, optimizer, loader = linear_run(1000, 100)
    updates: list[None] = []
    optimizer.register_step_post_hook(lambda *_: updates.append(None))
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4)
    twin.train_one_epoch(model, loader, nn.MSELoss(), optimizer, scheduler)
    assert len(updates) == 10
    assert scheduler.get_last_lr()[0] == pytest.approx(page.step_decay(0.1, 10, step_size=4))


def test_reported_loss_weighs_examples_equally() -> None:
    model, optimizer, loader = linear_run(10, 4)
    optimizer.param_groups[0]["lr"] = 0.0
    frozen = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
    reported = twin.train_one_epoch(model, loader, nn.MSELoss(), optimizer, frozen)
    inputs, targets = loader.dataset[:]
    assert reported == pytest.approx(nn.MSELoss()(model(inputs), targets).item(), rel=1e-5)
    means = [nn.MSELoss()(model(x), y).item() for x, y in loader]
    assert page.mean_loss_of_epoch(means, [4, 4, 2]) == pytest.approx(reported, rel=1e-5)


@pytest.mark.parametrize(("scale", "clipped"), [(0.01, False), (100.0, True)])
def test_an_epoch_moves_the_weights_by_the_gradient_of_each_mini_batch(scale: float, clipped: bool) -> None:
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((6, 3)), scale * rng.standard_normal((6, 1))
    model = nn.Linear(3, 1, bias=False).double()
    nn.init.zeros_(model.weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    constant = torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1.0)
    loader = DataLoader(twin.dataset_of(torch.tensor(X), torch.tensor(y)), batch_size=3)
    twin.train_one_epoch(model, loader, nn.MSELoss(), optimizer, constant)

    expected = np.zeros((3, 1))
    for inputs, targets in ((X[:3], y[:3]), (X[3:], y[3:])):
        gradient = 2 / 3 * inputs.T @ (inputs @ expected - targets)
        assert (np.linalg.norm(gradient) > 1) == clipped
        expected -= 0.1 * (gradient / np.linalg.norm(gradient) if clipped else gradient)
    np.testing.assert_allclose(model.weight.detach().numpy().T, expected, rtol=1e-5)


def test_an_epoch_trains_with_dropout_even_after_an_evaluation() -> None:
    model, optimizer, loader = linear_run(8, 4)
    switch = nn.Sequential(model, nn.Dropout(0.5)).eval()
    constant = torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1.0)
    twin.train_one_epoch(switch, loader, nn.MSELoss(), optimizer, constant)
    assert switch.training


def test_batch_norm_refuses_a_last_batch_of_one() -> None:
    assert 1025 % 32 == 1
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        nn.BatchNorm1d(3).train()(torch.zeros(1, 3))


def test_shuffling_is_off_unless_asked_for() -> None:
    dataset = twin.dataset_of(torch.arange(8.0), torch.arange(8.0))
    assert [x.item() for x, _ in DataLoader(dataset)] == list(range(8))


def test_distributed_sampler_repeats_examples_and_the_order_of_the_epoch() -> None:
    dataset = twin.dataset_of(torch.zeros(10, 1), torch.zeros(10))
    samplers: list[DistributedSampler[int]]
    samplers = [DistributedSampler(dataset, num_replicas=4, rank=rank) for rank in range(4)]
    first_epoch = [list(sampler) for sampler in samplers]
    assert [len(share) for share in first_epoch] == [3] * 4
    assert {example for share in first_epoch for example in share} == set(range(10))
    assert [list(sampler) for sampler in samplers] == first_epoch
    for sampler in samplers:
        sampler.set_epoch(1)
    assert [list(sampler) for sampler in samplers] != first_epoch


def test_weighted_sampler_draws_with_replacement_by_default() -> None:
    assert WeightedRandomSampler([1.0] * 10, num_samples=10).replacement


@pytest.mark.parametrize("scale", [1.0, 1e-8])  # as small as Adam's ε
@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_steps_agree_with_the_optimizers(name: str, scale: float) -> None:
    gradients = scale * np.random.default_rng(0).standard_normal((20, 4))
    parameter = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([parameter], lr=0.01)
    moved = twin.displacement(optimizer, parameter, torch.from_numpy(gradients)).numpy()
    expected = page.sgd_step(gradients[-1], 0.01) if name == "SGD" else page.adam_step(gradients, 0.01)
    np.testing.assert_allclose(moved, expected, rtol=1e-6)


@pytest.mark.parametrize("calls", [0, 29, 30, 59, 60, 320])
def test_step_decay_is_step_lr(calls: int) -> None:
    assert twin.step_decay(0.1, calls, step_size=30) == pytest.approx(page.step_decay(0.1, calls, step_size=30))


def test_one_cycle_called_once_per_epoch_is_still_warming_up_at_the_end() -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, epochs=100, steps_per_epoch=32)
    rates = [scheduler.get_last_lr()[0]]
    for _ in range(100):
        optimizer.step()
        scheduler.step()
        rates.append(scheduler.get_last_lr()[0])
    assert rates == sorted(rates)
    assert rates[-1] < 0.01
