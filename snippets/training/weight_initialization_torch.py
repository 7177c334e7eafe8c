"""PyTorch calls for ReLU, tanh and SELU networks, residual branches and LSTMs."""

import torch
from torch import nn


# --8<-- [start:draw_weights]
def draw_weights(layer: nn.Linear | nn.Conv2d, activation: str) -> None:
    """Overwrite the default weights by those for the activation after the layer."""
    if activation == "relu":
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # He
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
    """Zero branch end, base-rate output bias, orthogonal W_hh, forget-gate bias 1."""
    nn.init.zeros_(branch_end.weight)
    nn.init.zeros_(branch_end.bias)
    nn.init.constant_(output.bias, torch.logit(torch.tensor(base_rate)).item())
    size = lstm.hidden_size
    # Each parameter stacks the gates: input, forget, cell, output.
    for name, parameter in lstm.named_parameters():
        if name.startswith("weight_hh"):
            for gate in torch.split(parameter.detach(), size):
                nn.init.orthogonal_(gate)
        elif name.startswith("bias"):
            nn.init.zeros_(parameter)
            if name.startswith("bias_ih"):  # added to bias_hh: set only one of them
                nn.init.ones_(parameter.detach()[size : 2 * size])


# --8<-- [end:special_cases]
