"""The PyTorch module gives the loss of the NumPy functions."""

import numpy as np
import pytest
import torch

from snippets.representation_learning.word_embeddings import (
    negative_sampling,
    sigmoid,
    train,
)
from snippets.representation_learning.word_embeddings_torch import SkipGram


def test_losses_and_gradients_agree() -> None:
    torch.manual_seed(0)
    model = SkipGram(7, 4).double()
    words, contexts = torch.tensor([0, 3, 3]), torch.tensor([1, 2, 6])
    negatives = torch.tensor([[4, 5, 0], [6, 1, 1], [1, 1, 2]])
    loss = model(words, contexts, negatives)
    table, other = (embedding.weight.detach().numpy() for embedding in (model.words, model.contexts))
    found = negative_sampling(table[words], other[contexts], other[negatives])
    assert loss.item() == pytest.approx(found.loss.mean())
    loss.backward()
    gradient = model.words.weight.grad
    assert gradient is not None
    np.testing.assert_allclose(gradient[3], (found.word[1] + found.word[2]) / 3)
    assert (gradient[[1, 2, 4, 5, 6]] == 0).all()


def test_loss_and_gradients_are_those_of_pytorch() -> None:
    rng = np.random.default_rng(0)
    arrays = rng.standard_normal((4, 3)), rng.standard_normal((4, 3)), rng.standard_normal((4, 5, 3))
    word, context, negatives = (torch.tensor(array, requires_grad=True) for array in arrays)
    near = torch.nn.functional.logsigmoid((word * context).sum(dim=1))
    far = torch.nn.functional.logsigmoid(-(negatives @ word[:, :, None])[:, :, 0]).sum(dim=1)
    (-near - far).sum().backward()
    found = negative_sampling(*arrays)
    np.testing.assert_allclose(found.loss, (-near - far).detach().numpy())
    for ours, theirs in ((found.word, word), (found.context, context), (found.negatives, negatives)):
        assert theirs.grad is not None
        np.testing.assert_allclose(ours, theirs.grad.numpy())
    assert sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0, 0.5, 1]
    assert negative_sampling(np.zeros((1, 2)), np.ones((1, 2)), np.ones((1, 5, 2))).loss == pytest.approx(6 * np.log(2))


def test_training_is_sgd_on_the_loss_with_negatives_from_the_noise() -> None:
    """Against PyTorch's gradients, with the same draws; word 4 is no context, so that it is never drawn."""
    pairs = np.array([[0, 1], [1, 0], [2, 1], [4, 1], [0, 3], [4, 2], [2, 2]])
    found = train(pairs, 5, 3, negatives=2, epochs=2, updates=3, learning_rate=0.3, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    noise = np.array([1, 3, 2, 1, 0]) ** 0.75
    words = torch.tensor(rng.uniform(-1 / 6, 1 / 6, (5, 3)), requires_grad=True)
    contexts = torch.zeros((5, 3), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([words, contexts], lr=0.3)
    for _ in range(2):
        order = rng.permutation(7)
        for rows in (order[:3], order[3:5], order[5:]):
            w, c = (torch.tensor(column) for column in pairs[rows].T)
            n = torch.tensor(rng.choice(5, (len(rows), 2), p=noise / noise.sum()))
            near = torch.nn.functional.logsigmoid((words[w] * contexts[c]).sum(dim=1)).sum()
            far = torch.nn.functional.logsigmoid(-torch.einsum("bd,bkd->bk", words[w], contexts[n])).sum()
            optimizer.zero_grad()
            (-near - far).backward()
            optimizer.step()
    np.testing.assert_allclose(found.words, words.detach().numpy())
    np.testing.assert_allclose(found.contexts, contexts.detach().numpy())
