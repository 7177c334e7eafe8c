"""The PyTorch attributions equal the NumPy ones."""

import numpy as np
import torch
from torch import nn

from snippets.practice import interpretability, interpretability_torch


def test_autograd_gives_the_same_gradient_and_attribution() -> None:
    rng = np.random.default_rng(0)
    W1, b1, W2 = rng.standard_normal((5, 3)), rng.standard_normal(5), rng.standard_normal(5)
    network = interpretability.Network(W1, b1, W2, 0.5)
    model = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1)).double()
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), (W1, b1, W2[None], np.array([0.5])), strict=True):
            parameter.copy_(torch.tensor(value))
    X = rng.standard_normal((4, 3))
    gradient = interpretability_torch.input_gradient(model, torch.tensor(X))
    np.testing.assert_allclose(gradient, interpretability.input_gradient(network, X), rtol=1e-12)
    ours = interpretability.integrated_gradients(
        lambda path: interpretability.input_gradient(network, path), X[0], X[1], 50
    )
    theirs = interpretability_torch.integrated_gradients(model, torch.tensor(X[0]), torch.tensor(X[1]), 50)
    np.testing.assert_allclose(theirs.detach(), ours, rtol=1e-12)
