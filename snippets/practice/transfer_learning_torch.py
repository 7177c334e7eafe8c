"""Freezing, discriminative learning rates and batch normalization in PyTorch."""

from torch import Tensor, nn


# --8<-- [start:Transfer]
class Transfer(nn.Module):
    """A pretrained body, frozen in full, and a new head."""

    def __init__(self, body: nn.Module, width: int, classes: int) -> None:
        super().__init__()
        self.body = body.requires_grad_(False)  # autograd computes no gradients for it
        self.head = nn.Linear(width, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes)."""
        logits: Tensor = self.head(self.body(x))
        return logits

    def train(self, mode: bool = True) -> "Transfer":
        """Training mode for the head only: the BN statistics of the body stay fixed."""
        super().train(mode)
        self.body.eval()
        return self


# --8<-- [end:Transfer]


# --8<-- [start:parameter_groups]
def parameter_groups(
    body: nn.Sequential, head: nn.Module, rate: float, factor: float
) -> list[dict[str, object]]:
    """The head learns at `rate`, each layer before it `factor` times slower."""
    layers = [layer for layer in [*body, head] if [*layer.parameters()]]
    return [
        {"params": [*layer.parameters()], "lr": rate / factor**distance}
        for distance, layer in enumerate(reversed(layers))
    ]


# --8<-- [end:parameter_groups]


# --8<-- [start:unfreeze_last]
def unfreeze_last(body: nn.Sequential, layers: int) -> None:
    """Gradual unfreezing: let the last `layers` parts of the body learn."""
    for part in list(body)[len(body) - layers :]:
        part.requires_grad_(True)


# --8<-- [end:unfreeze_last]
