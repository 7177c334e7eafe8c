"""Numbers of `docs/architectures/autoencoders.md` that PyTorch computes."""

import numpy as np

from snippets.architectures.autoencoders import Array, three_quarters_of_a_circle
from snippets.architectures.autoencoders_torch import error_on_the_arc

SEEDS = 8


def network_on_the_arc() -> Array:
    """Error of the nonlinear autoencoder with a code of one number on the points that PCA gets, by seed."""
    draws = [three_quarters_of_a_circle(200, np.random.default_rng(seed)) for seed in range(SEEDS)]
    return np.array([error_on_the_arc(X, seed) for seed, X in enumerate(draws)])
