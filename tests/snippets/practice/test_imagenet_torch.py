"""The PyTorch twin on docs/practice/imagenet.md agrees with NumPy."""

import numpy as np
import pytest
import torch

from snippets.practice import imagenet, imagenet_torch


@pytest.mark.parametrize("k", [1, 2, 5, 50])
def test_topk_gives_the_same_error(k: int) -> None:
    rng = np.random.default_rng(0)
    scores, labels = rng.standard_normal((300, 50)), rng.integers(50, size=300)
    twin = imagenet_torch.top_k_error(torch.tensor(scores), torch.tensor(labels), k)
    assert twin == pytest.approx(imagenet.top_k_error(scores, labels, k), abs=1e-12)
