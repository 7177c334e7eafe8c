"""Numbers of `docs/architectures/sequence-models.md` that PyTorch computes."""

import numpy as np
import torch
from numpy.typing import NDArray

from snippets.architectures.sequence_models_torch import loss_on_noise

SEEDS = 4


def noise_loss() -> dict[str, NDArray[np.float64]]:
    """Loss per token on targets that are noise, with the decoder's input shifted and not shifted; seeds draw all."""
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other
    runs = {"shifted": True, "leaking": False}
    return {name: np.array([loss_on_noise(shifted, seed) for seed in range(SEEDS)]) for name, shifted in runs.items()}


def floor() -> float:
    """Entropy of one of eight equally likely symbols, in nats."""
    return float(np.log(8))
