"""PyTorch twins: recurrent layers, truncated BPTT, packed sequences, forget bias."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from snippets.architectures.recurrent_networks import skill_over_last_value


# --8<-- [start:rnn_forward]
def rnn_forward(X: Tensor, layer: nn.RNN) -> Tensor:
    """States of all steps, (T, B, h), for X (T, B, d); h_0 is zero by default."""
    states: Tensor
    states, _ = layer(X)  # the second result is the last state, (1, B, h)
    return states


# --8<-- [end:rnn_forward]


# --8<-- [start:truncated_gradients]
def truncated_gradients(
    X: Tensor, targets: Tensor, layer: nn.RNN, window: int
) -> list[Tensor]:
    """BPTT in windows: the state is carried on, its history is cut by `detach`.

    X (T, B, d), targets (T, B, h); the loss is the summed squared error.
    """
    state = X.new_zeros(1, X.shape[1], layer.hidden_size)
    layer.zero_grad()
    for x, y in zip(torch.split(X, window), torch.split(targets, window), strict=True):
        states, state = layer(x, state.detach())
        torch.sum((states - y) ** 2).backward()
    return [part.grad for part in layer.parameters() if part.grad is not None]


# --8<-- [end:truncated_gradients]


# --8<-- [start:set_forget_bias]
def set_forget_bias(layer: nn.LSTM, value: float = 1.0) -> None:
    """Give all forget gates the bias `value`; the blocks are ordered i, f, g, o."""
    forget = slice(layer.hidden_size, 2 * layer.hidden_size)
    with torch.no_grad():
        for name, bias in layer.named_parameters():
            if name.startswith("bias"):
                bias[forget] = value if name.startswith("bias_ih") else 0.0


# --8<-- [end:set_forget_bias]


# --8<-- [start:bidirectional]
def bidirectional(X: Tensor, lengths: Tensor, layer: nn.LSTM) -> Tensor:
    """States (T, B, 2h) of padded sequences X (T, B, d) with `lengths` (B,).

    `layer` is nn.LSTM(d, h, bidirectional=True). Packing starts the backward
    direction at each sequence's own last element instead of in the padding.
    It takes lengths from the CPU alone, wherever X is.
    """
    packed = pack_padded_sequence(X, lengths.cpu(), enforce_sorted=False)
    states, _ = layer(packed)
    padded, _ = pad_packed_sequence(states, total_length=len(X))
    return padded


# --8<-- [end:bidirectional]


def train_forecaster(
    changes: Tensor, updates: int, seed: int
) -> tuple[nn.LSTM, nn.Linear]:
    """An LSTM that forecasts the next change of a series; changes (T, B, 1)."""
    torch.manual_seed(seed)
    layer, head = nn.LSTM(1, 8), nn.Linear(8, 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], lr=0.01)
    for _ in range(updates):
        loss = torch.mean((head(layer(changes[:-1])[0]) - changes[1:]) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return layer, head


def skill_on_random_walks(seed: int) -> float:
    """Mean skill over the last value of an LSTM trained on other random walks.

    The seed draws 32 walks of 60 steps for training, 224 for the test, and weights.
    """
    changes = np.random.default_rng(seed).standard_normal((61, 256))
    inputs = torch.tensor(changes[..., None], dtype=torch.float32)
    layer, head = train_forecaster(inputs[:, :32], updates=60, seed=seed)
    with torch.no_grad():
        forecasts = head(layer(inputs[:-1, 32:])[0])[..., 0].double().numpy()
    walks = changes[:, 32:].cumsum(axis=0)
    skills = [
        skill_over_last_value(walk, walk[:-1] + change)
        for walk, change in zip(walks.T, forecasts.T, strict=True)
    ]
    return float(np.mean(skills))
