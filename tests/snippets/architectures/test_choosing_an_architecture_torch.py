"""The PyTorch modules on docs/architectures/choosing-an-architecture.md have the counted weights and reach."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from snippets.architectures.choosing_an_architecture import influence, layer_costs, sequence_layers
from snippets.architectures.choosing_an_architecture_torch import sequence_modules
from tests.draws import drawing

NAMES = ["dense", "convolution", "recurrence", "self-attention"]


def apply(module: nn.Module, x: Tensor) -> Tensor:
    """One sequence of shape (T, d) through the module, back to shape (T, d)."""
    if isinstance(module, nn.Linear):
        return torch.as_tensor(module(x.flatten()).reshape(x.shape))
    if isinstance(module, nn.Conv1d):
        return torch.as_tensor(module(x.T[None])[0].T)
    arguments = (x[None],) * (3 if isinstance(module, nn.MultiheadAttention) else 1)
    return torch.as_tensor(module(*arguments)[0][0])


@pytest.mark.parametrize("scale", [1.0, 1e4])  # with which exponentials of attention would overflow
def test_numpy_layers_are_those_of_pytorch_with_the_same_weights(scale: float) -> None:
    T, d, rng = 5, 3, np.random.default_rng(0)
    drawn = [rng.standard_normal((T * d, T * d)), rng.standard_normal((4, d, d))]
    layers = sequence_layers(T, d, drawing(standard_normal=drawn))
    W, (A, B, C, D) = torch.tensor(drawn[0]) / 15**0.5, torch.tensor(drawn[1]) / 9**0.5
    X = scale * rng.standard_normal((T, d))
    x = torch.tensor(X)
    recurrent = nn.RNN(d, d, bias=False).double()
    recurrent.load_state_dict({"weight_hh_l0": A.T, "weight_ih_l0": B.T})
    attended = nn.functional.scaled_dot_product_attention(x @ A, x @ B, x @ C)
    expected = {
        "dense": (W @ x.flatten()).reshape(T, d),
        "convolution": nn.functional.conv1d(x.T[None], torch.stack([A.T, B.T, C.T], dim=2), padding=1)[0].T,
        "recurrence": recurrent(x)[0].detach(),
        "self-attention": attended @ D,
    }
    for name, layer in layers.items():
        np.testing.assert_allclose(layer(X), expected[name], rtol=1e-7, atol=1e-12 * scale)


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


@pytest.mark.parametrize("kernel", [1, 3, 5])
def test_the_convolution_keeps_the_length(kernel: int) -> None:
    assert sequence_modules(7, 4, kernel)["convolution"](torch.zeros(1, 4, 7)).shape == (1, 4, 7)
