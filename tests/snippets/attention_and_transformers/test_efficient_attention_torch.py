"""Fused attention in PyTorch agrees with the NumPy code of the page."""

import numpy as np
import pytest
import torch

from snippets.attention_and_transformers.efficient_attention_torch import grouped_attention
from snippets.language_models.kv_cache import causal_attention


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_grouped_attention_is_causal_and_shares_heads_in_order(groups: int) -> None:
    generator = torch.Generator().manual_seed(0)
    shapes = ((2, 6, 5, 4), (2, groups, 5, 4), (2, groups, 5, 4))
    Q, K, V = (torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes)
    found = grouped_attention(Q, K, V)
    for row in range(2):
        copies = (np.repeat(each[row].numpy(), 6 // groups, axis=0) for each in (K, V))
        np.testing.assert_allclose(found[row].numpy(), causal_attention(Q[row].numpy(), *copies), atol=1e-12)
