"""PyTorch finds the same as the code of attention only."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, layer_norm, scaled_dot_product_attention

from snippets.labs.attention_only import Tokens, Transformer, next_token_loss
from tests.snippets.labs.test_attention_only import BATCH, LENGTH, RUNS, VOCABULARY, WIDTH, model


def torch_losses(made: Transformer, parameters: dict[str, Tensor], tokens: Tokens, counted: np.ndarray) -> Tensor:
    """The same model and loss, run by run."""
    mask = torch.tensor(made.hidden == 0)
    losses = []
    for run in range(RUNS):
        part = {name: value[run] for name, value in parameters.items()}
        h = part["embedding"][torch.tensor(tokens[run])] + part["positions"]
        for layer in range(made.layers):
            z = layer_norm(h, (WIDTH,), eps=1e-5)
            q, k, v = (z @ part[f"{name}{layer}"] for name in ("query", "key", "value"))
            h = h + scaled_dot_product_attention(q, k, v, attn_mask=mask) @ part[f"output{layer}"]
        logits = layer_norm(h, (WIDTH,), eps=1e-5) @ part["readout"]
        chosen = torch.tensor(counted[run])
        losses.append(cross_entropy(logits[:, :-1][chosen], torch.tensor(tokens[run][:, 1:])[chosen]))
    return torch.stack(losses)


@pytest.mark.parametrize(("layers", "window"), [(1, 6), (2, 6), (2, 3)])
def test_losses_and_gradients_are_those_of_autograd(layers: int, window: int) -> None:
    rng = np.random.default_rng(1)
    tokens = rng.integers(0, VOCABULARY, (RUNS, BATCH, LENGTH))
    counted = rng.random((RUNS, BATCH, LENGTH - 1)) < 0.6
    made = model(layers, window)
    parameters = {name: torch.tensor(value, requires_grad=True) for name, value in made.parameters.items()}
    expected = torch_losses(made, parameters, tokens, counted)
    expected.sum().backward()
    losses, slope = next_token_loss(made.forward(tokens), tokens, counted)
    made.backward(tokens, slope)
    np.testing.assert_allclose(losses, expected.detach().numpy(), rtol=1e-6)
    assert made.gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        assert value.grad is not None
        np.testing.assert_allclose(made.gradients[name], value.grad.numpy(), rtol=1e-4, atol=1e-7, err_msg=name)
