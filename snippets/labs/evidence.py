"""What the labs say of several seeds: mean and spread, standard errors, wins."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def mean_and_sd(values: Array, digits: int = 0) -> str:
    """Mean ± standard deviation (ddof 1) over the runs, values (R,), as text."""
    return f"{values.mean():.{digits}f} ± {values.std(ddof=1):.{digits}f}"


def standard_errors(differences: Array) -> float:
    """How many standard errors the mean of paired differences (R,) lies above zero."""
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return float(differences.mean() / error)


def wins(first: Array, second: Array) -> float:
    """Share of all pairs of runs in which the first loss is lower; both (R,)."""
    return float(np.mean(first[:, None] < second))
