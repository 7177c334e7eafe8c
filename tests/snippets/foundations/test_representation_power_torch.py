"""PyTorch finds the same as the code of representation power."""

import numpy as np
import pytest
import torch

from snippets.foundations import representation_power as page


def test_the_same_network_in_pytorch() -> None:
    knots, values = np.array([0.0, 1.0, 3.0]), np.array([1.0, 3.0, 2.0])
    hidden, output = torch.nn.Linear(1, 2).double(), torch.nn.Linear(2, 1).double()
    with torch.no_grad():
        hidden.weight.fill_(1.0)
        hidden.bias.copy_(-torch.tensor(knots[:-1]))
        output.weight.copy_(torch.tensor(page.interpolating_weights(knots, values))[None])
        output.bias.fill_(values[0])
        x = torch.linspace(-1, 5, 13, dtype=torch.float64)
        expected = output(torch.relu(hidden(x[:, None])))[:, 0].numpy()
    assert page.one_hidden_layer(x.numpy(), knots, values) == pytest.approx(expected)
