"""$title: the code that docs/$page.md shows."""

import numpy as np
from numpy.typing import NDArray


# --8<-- [start:arithmetic_mean]
def arithmetic_mean(values: NDArray[np.float64]) -> float:
    """The mean x̄ = 1/n · Σ_i x_i of `values`, shape (n,), in their unit."""
    return float(np.sum(values) / len(values))


# --8<-- [end:arithmetic_mean]
