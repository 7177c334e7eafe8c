"""Numbers of `docs/architectures/recurrent-networks.md` that PyTorch computes."""

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.recurrent_networks_torch import skill_on_random_walks

SEEDS = 8


def excess_on_walks() -> NDArray[np.float64]:
    """Squared error of an LSTM on random walks above that of the last value, relative; seeds draw walks and weights."""
    return np.array([-skill_on_random_walks(seed) for seed in range(SEEDS)])
