"""The PyTorch module gives the loss of the NumPy functions."""

import numpy as np
import pytest
import torch

from snippets.representation_learning.word_embeddings import negative_sampling
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
