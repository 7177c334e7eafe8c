"""The PyTorch twins on docs/training/batch-size.md agree with NumPy."""

import numpy as np
import pytest
import torch

from snippets.training import batch_size, batch_size_torch

RNG = np.random.default_rng(0)
X, Y, THETA = RNG.standard_normal((50, 4)), RNG.standard_normal(50), RNG.standard_normal(4)
TENSORS = torch.tensor(X), torch.tensor(Y), torch.tensor(THETA, requires_grad=True)


def test_mean_loss_gives_the_mean_gradient() -> None:
    batch = np.array([7, 1, 49, 20, 33])
    twin = batch_size_torch.minibatch_gradient(*TENSORS, torch.tensor(batch))
    np.testing.assert_allclose(twin.numpy(), batch_size.minibatch_gradient(X, Y, THETA, batch), rtol=1e-12)


def test_vmap_of_grad_gives_one_gradient_per_example() -> None:
    twin = batch_size_torch.example_gradients(*TENSORS).detach()
    np.testing.assert_allclose(twin.numpy(), batch_size.example_gradients(X, Y, THETA), rtol=1e-12)


@pytest.mark.parametrize("chunk_size", [1, 16, 50])
def test_accumulation_gives_the_full_gradient(chunk_size: int) -> None:
    twin = batch_size_torch.chunked_gradient(*TENSORS, chunk_size)
    full = batch_size.minibatch_gradient(X, Y, THETA, np.arange(50))
    np.testing.assert_allclose(twin.numpy(), full, rtol=1e-12)
    np.testing.assert_allclose(batch_size.chunked_gradient(X, Y, THETA, chunk_size), full, rtol=1e-12)


def test_averaging_means_of_unequal_chunks_is_wrong() -> None:
    batches = [np.arange(0, 48), np.arange(48, 50)]
    means = np.mean([batch_size.minibatch_gradient(X, Y, THETA, batch) for batch in batches], axis=0)
    full = batch_size.minibatch_gradient(X, Y, THETA, np.arange(50))
    assert np.linalg.norm(means - full) > 0.1 * np.linalg.norm(full)
