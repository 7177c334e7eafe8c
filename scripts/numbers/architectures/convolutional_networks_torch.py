"""Numbers of `docs/architectures/convolutional-networks.md` that PyTorch computes."""

import numpy as np
from numpy.typing import NDArray

from snippets.architectures import convolutional_networks_torch as twin

NETWORKS = {"convolutional": twin.convolutional_network, "dense": twin.dense_network}
SEEDS = 8


def network_parameters() -> dict[str, float]:
    """Parameters of the two small networks, and how many times as many the dense one has."""
    counts = {name: twin.parameters(build()) for name, build in NETWORKS.items()}
    return {**counts, "ratio": counts["dense"] / counts["convolutional"]}


def accuracy() -> dict[tuple[str, str], NDArray[np.float64]]:
    """Test accuracy of both on original and permuted pixels; each seed draws images, permutation and weights."""
    return {
        (name, pixels): np.array([twin.accuracy(build, pixels == "permuted", seed) for seed in range(SEEDS)])
        for name, build in NETWORKS.items()
        for pixels in ("original", "permuted")
    }
