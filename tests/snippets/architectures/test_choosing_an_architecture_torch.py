"""The PyTorch modules on docs/architectures/choosing-an-architecture.md have the counted weights and reach."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from snippets.architectures.choosing_an_architecture import influence, layer_costs, sequence_layers
from snippets.architectures.choosing_an_architecture_torch import sequence_modules

NAMES = ["dense", "convolution", "recurrence", "self-attention"]


def apply(module: nn.Module, x: Tensor) -> Tensor:
    """One sequence of shape (T, d) through the module, back to shape (T, d)."""
    if isinstance(module, nn.Linear):
        return torch.as_tensor(module(x.flatten()).reshape(x.shape))
    if isinstance(module, nn.Conv1d):
        return torch.as_tensor(module(x.T[None])[0].T)
    arguments = (x[None],) * (3 if isinstance(module, nn.MultiheadAttention) else 1)
    return torch.as_tensor(module(*arguments)[0][0])


@pytest.mark.parametrize("name", NAMES)
def test_weights_agree_with_the_count(name: str) -> None:
    with torch.device("meta"):
        module = sequence_modules(100, 64, 3)[name]
    assert sum(p.numel() for p in module.parameters()) == layer_costs(100, 64, 3)[name].weights


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_reaches_the_positions_that_a_perturbation_does(name: str) -> None:
    torch.manual_seed(0)
    module, x = sequence_modules(6, 4, 3)[name], torch.randn(6, 4)
    jacobian = torch.func.jacrev(lambda sequence: apply(module, sequence))(x)
    reached = (jacobian != 0).any(dim=3).any(dim=1).numpy()
    ours = sequence_layers(6, 4, np.random.default_rng(0))[name]
    np.testing.assert_array_equal(reached, influence(ours, x.numpy().astype(float)))
