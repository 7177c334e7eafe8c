"""Temperature scaling in PyTorch."""

import torch
from torch import Tensor
from torch.nn import functional as F


# --8<-- [start:fit_temperature]
def fit_temperature(z: Tensor, y: Tensor) -> float:
    """The T with the least cross-entropy of z / T, by L-BFGS on log T.

    Args:
        z: logits on held-out examples, shape (N, K); no gradient flows into them.
        y: their classes, shape (N,).
    """
    log_temperature = torch.zeros((), dtype=z.dtype, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(z.detach() / log_temperature.exp(), y)
        loss.backward()
        return loss

    optimizer.step(closure)
    return float(log_temperature.detach().exp())


# --8<-- [end:fit_temperature]
