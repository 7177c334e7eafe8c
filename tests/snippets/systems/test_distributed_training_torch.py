"""PyTorch finds the same as the code of distributed training."""

import numpy as np
import torch

from snippets.systems.distributed_training import (
    sharded_step,
    tensor_parallel_mlp,
)
from tests.snippets.systems.test_distributed_training import Array


def test_shards_together_make_the_step_of_the_whole_mini_batch() -> None:
    rng = np.random.default_rng(0)
    X, y, w = rng.standard_normal((12, 7)), rng.standard_normal(12), rng.standard_normal(7)

    def gradient(rank: int, parameters: Array) -> Array:
        own = slice(4 * rank, 4 * rank + 4)
        return np.asarray(2 * X[own].T @ (X[own] @ parameters - y[own]) / 4)

    shards = np.array_split(w, 3)
    weights = torch.tensor(w, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.05)
    for _ in range(3):
        shards = sharded_step(shards, gradient, 0.05)
        optimizer.zero_grad()
        torch.mean((torch.tensor(X) @ weights - torch.tensor(y)) ** 2).backward()
        optimizer.step()
    assert [len(shard) for shard in shards] == [3, 2, 2]
    np.testing.assert_allclose(np.concatenate(shards), weights.detach().numpy())


def test_columns_then_rows_give_the_output_of_the_whole_layer() -> None:
    rng = np.random.default_rng(0)
    X, W1, W2 = rng.standard_normal((5, 4)), rng.standard_normal((4, 10)), rng.standard_normal((10, 4))
    hidden = torch.relu(torch.tensor(X) @ torch.tensor(W1))
    for ranks in (1, 2, 3):
        np.testing.assert_allclose(tensor_parallel_mlp(X, W1, W2, ranks), (hidden @ torch.tensor(W2)).numpy())
