"""PyTorch and the NumPy snippets of docs/$page.md agree."""

import numpy as np
import pytest
import torch

from snippets.$module import arithmetic_mean
from snippets.${module}_torch import arithmetic_mean as twin


def test_both_compute_the_same_mean() -> None:
    values = np.random.default_rng(0).standard_normal(7)
    assert float(twin(torch.from_numpy(values))) == pytest.approx(arithmetic_mean(values), rel=1e-12)
