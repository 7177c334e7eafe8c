"""Dropout in PyTorch, whose argument is the drop probability 1 − q."""

import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:dropout]
def dropout(a: Tensor, keep_probability: float, training: bool = True) -> Tensor:
    """Inverted dropout; the layer is nn.Dropout(p), switched by train() and eval()."""
    return functional.dropout(a, p=1 - keep_probability, training=training)


# --8<-- [end:dropout]


# --8<-- [start:channel_dropout]
def channel_dropout(a: Tensor, keep_probability: float) -> Tensor:
    """One mask entry per example and channel; the layer is nn.Dropout2d."""
    return functional.dropout2d(a, p=1 - keep_probability)


# --8<-- [end:channel_dropout]


# --8<-- [start:monte_carlo_dropout]
DROPS = (
    *(nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d),
    *(nn.AlphaDropout, nn.FeatureAlphaDropout),
    # These drop inside, by an argument of their own.
    *(nn.RNNBase, nn.MultiheadAttention),
    *(nn.TransformerEncoderLayer, nn.TransformerDecoderLayer),
)


@torch.no_grad()
def monte_carlo_dropout(
    model: nn.Module, inputs: Tensor, samples: int
) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of predictions with dropout left on.

    Everything else, batch norm included, is in evaluation mode. `functional.dropout`
    in a module of your own is not seen; raises ValueError if the outputs never differ.
    """
    model.eval()
    for module in model.modules():
        if isinstance(module, DROPS):
            module.train()
    outputs = torch.stack([model(inputs) for _ in range(samples)])
    model.eval()
    if (outputs == outputs[0]).all():
        raise ValueError("no dropout was active: all samples are equal")
    return outputs.mean(dim=0), outputs.std(dim=0)


# --8<-- [end:monte_carlo_dropout]


# --8<-- [start:classifier]
def classifier(inputs: int, hidden: int, classes: int) -> nn.Sequential:
    """Drop 0.2 of the inputs, 0.5 of the hidden activations, none of the logits."""
    return nn.Sequential(
        nn.Dropout(0.2),
        nn.Linear(inputs, hidden),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(hidden, classes),
    )


# --8<-- [end:classifier]
