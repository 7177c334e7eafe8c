"""The four kinds of layers as PyTorch modules."""

from torch import nn


# --8<-- [start:sequence_modules]
def sequence_modules(T: int, d: int, kernel: int) -> dict[str, nn.Module]:
    """Without biases. Inputs: (B, T·d), (B, d, T), and (B, T, d) for the last two."""
    return {
        "dense": nn.Linear(T * d, T * d, bias=False),
        "convolution": nn.Conv1d(d, d, kernel, padding=kernel // 2, bias=False),
        "recurrence": nn.RNN(d, d, bias=False, batch_first=True),
        "self-attention": nn.MultiheadAttention(d, 4, bias=False, batch_first=True),
    }


# --8<-- [end:sequence_modules]
