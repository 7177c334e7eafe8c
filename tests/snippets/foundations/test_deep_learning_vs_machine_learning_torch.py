"""PyTorch side of docs/foundations/deep-learning-vs-machine-learning.md."""

import numpy as np
import torch
from torch import nn

from snippets.foundations.backpropagation import random_layers
from snippets.foundations.deep_learning_vs_machine_learning import bands
from snippets.foundations.deep_learning_vs_machine_learning import train_network as train_by_hand
from snippets.foundations.deep_learning_vs_machine_learning_torch import train_network


def test_both_train_the_same_network() -> None:
    rng = np.random.default_rng(0)
    X, layers = rng.standard_normal((200, 10)), random_layers([10, 32, 2], rng)
    labels, batches = bands(X, np.eye(10)[0]), rng.integers(0, 200, (100, 64))
    model = nn.Sequential(nn.Linear(10, 32), nn.Tanh(), nn.Linear(32, 2)).double()
    parts = [torch.from_numpy(part) for layer in layers for part in layer]
    model.load_state_dict(dict(zip(model.state_dict(), parts, strict=True)))
    train_network(model, torch.from_numpy(X), torch.from_numpy(labels), torch.from_numpy(batches))
    trained = [part for layer in train_by_hand(layers, X, labels, batches) for part in layer]
    for ours, theirs in zip(trained, model.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=1e-8)
