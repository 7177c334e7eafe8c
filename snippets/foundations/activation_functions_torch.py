"""Activation functions as PyTorch calls."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# --8<-- [start:activations]
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,  # negative_slope=0.01
    "elu": F.elu,  # alpha=1.0
    "selu": F.selu,
    "gelu": F.gelu,  # approximate="tanh" for the tanh formula
    "silu": F.silu,
    "softplus": F.softplus,
}
# PReLU has a parameter, so it is a module: nn.PReLU(), slope 0.25 at the start.
# --8<-- [end:activations]


# --8<-- [start:SwiGLU]
class SwiGLU(nn.Module):
    """Gated feed-forward block: (SiLU(x G) ⊙ x V) O, no biases."""

    def __init__(self, size: int, hidden: int) -> None:
        super().__init__()
        self.gate = nn.Linear(size, hidden, bias=False)
        self.value = nn.Linear(size, hidden, bias=False)
        self.output = nn.Linear(hidden, size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Map the rows of x, (B, size), to (B, size)."""
        gated: Tensor = self.output(F.silu(self.gate(x)) * self.value(x))
        return gated


# --8<-- [end:SwiGLU]


# --8<-- [start:losses_on_logits]
def losses_on_logits(
    logits: Tensor, classes: Tensor, labels: Tensor, values: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Three readings of one (B, K) output; none applies an activation first.

    classes (B,) are integers; labels (B, K), 0.0 or 1.0, and values (B, K) floats.
    """
    multi_class = F.cross_entropy(logits, classes)  # softmax inside
    multi_label = F.binary_cross_entropy_with_logits(logits, labels)  # sigmoid inside
    regression = F.mse_loss(logits, values)  # identity
    return multi_class, multi_label, regression


# --8<-- [end:losses_on_logits]
