"""The PyTorch loop on docs/optimization/gradient-descent.md agrees with NumPy."""

import inspect
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset

from snippets.optimization.gradient_descent import descend
from snippets.optimization.gradient_descent_torch import train

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((50, 3)), RNG.standard_normal(50)


@pytest.mark.parametrize(("batch_size", "updates"), [(50, 3), (1, 150), (8, 21)])
def test_batch_size_of_the_loader_turns_one_loop_into_all_three_methods(batch_size: int, updates: int) -> None:
    torch.manual_seed(0)
    orders = DataLoader(TensorDataset(torch.arange(50)), batch_size, shuffle=True)
    batches = [indices.numpy() for _ in range(3) for (indices,) in orders]
    assert len(batches) == updates

    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1, bias=False, dtype=torch.float64)
    torch.nn.init.zeros_(model.weight)
    torch.manual_seed(0)
    dataset = TensorDataset(torch.tensor(X), torch.tensor(Y)[:, None])
    train(model, dataset, lambda a, b: mse_loss(a, b) / 2, batch_size, 0.05, epochs=3)
    twin = descend(X, Y, np.zeros(3), batches, [0.05] * updates)[-1]
    np.testing.assert_allclose(model.weight.detach().numpy()[0], twin, rtol=1e-10)


def test_loader_shuffles_anew_every_epoch() -> None:
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(torch.arange(50)), 10, shuffle=True)
    epochs = [torch.cat([indices for (indices,) in loader]).tolist() for _ in range(3)]
    assert all(first != second for first, second in pairwise(epochs))
    assert all(sorted(epoch) == list(range(50)) for epoch in epochs)


def test_torch_sgd_has_no_batch_size() -> None:
    assert not [name for name in inspect.signature(torch.optim.SGD).parameters if "batch" in name]


def test_a_summed_loss_at_a_batch_size_th_of_the_rate_takes_the_same_step() -> None:
    steps = []
    for reduction, rate in (("mean", 0.1), ("sum", 0.1 / 50)):
        weights = torch.zeros(3, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([weights], lr=rate)
        mse_loss(torch.tensor(X) @ weights, torch.tensor(Y), reduction=reduction).backward()
        optimizer.step()
        steps.append(weights.detach().numpy())
    np.testing.assert_allclose(steps[0], steps[1], rtol=1e-12)
    assert np.abs(steps[0]).min() > 0
