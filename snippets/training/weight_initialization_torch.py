"""Weight initialization in PyTorch: the calls for ReLU, tanh and SELU networks, residual branches, LSTMs."""

import torch
from torch import nn


# --8<-- [start:draw_weights]
def draw_weights(layer: nn.Linear | nn.Conv2d, activation: str) -> None:
    """Overwrite the default weights by those made for the activation that follows the layer."""
    if activation == "relu":
        nn.init.kaiming_normal_(
            layer.weight, nonlinearity="relu"
        )  # He; uniform: kaiming_uniform_
    elif activation == "tanh":
        nn.init.xavier_uniform_(layer.weight)  # Xavier, gain 1
    elif activation == "selu":
        nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")  # LeCun
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


# --8<-- [end:draw_weights]


# --8<-- [start:special_cases]
def special_cases(
    branch_end: nn.Linear, output: nn.Linear, lstm: nn.LSTM, base_rate: float
) -> None:
    """Zero end of a residual branch, output bias at the base rate, orthogonal W_hh, forget-gate bias 1."""
    nn.init.zeros_(branch_end.weight)
    nn.init.zeros_(branch_end.bias)
    nn.init.constant_(output.bias, torch.logit(torch.tensor(base_rate)).item())
    size = lstm.hidden_size
    for (
        name,
        parameter,
    ) in lstm.named_parameters():  # gates in the order input, forget, cell, output
        if name.startswith("weight_hh"):
            for gate in torch.split(parameter.detach(), size):
                nn.init.orthogonal_(gate)
        elif name.startswith("bias"):
            nn.init.zeros_(parameter)
            if name.startswith(
                "bias_ih"
            ):  # the cell adds bias_ih and bias_hh: set one of them
                nn.init.ones_(parameter.detach()[size : 2 * size])


# --8<-- [end:special_cases]
