"""PyTorch side of docs/attention-and-transformers/positions.md."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets.attention_and_transformers import positions as ours
from snippets.attention_and_transformers.positions_torch import apply_rotary, cosines_and_sines, rotary_attention


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.mark.parametrize("base", [10_000.0, 500.0])
def test_the_rotation_is_that_of_the_halves(base: float) -> None:
    X = torch.randn(2, 3, 5, 8)
    cosine, sine = cosines_and_sines(torch.arange(5), 8, base)
    turned = apply_rotary(X, cosine, sine)
    for example, head in np.ndindex(2, 3):
        by_hand = ours.rotate_halves(X[example, head].double().numpy(), np.arange(5), base)
        np.testing.assert_allclose(turned[example, head], by_hand, atol=1e-5)
    standard = cosines_and_sines(torch.arange(5), 8)
    assert torch.equal(standard[0], cosines_and_sines(torch.arange(5), 8, 10_000.0)[0])


@pytest.mark.parametrize("width", [2, 5, 12])
def test_frequencies_are_those_of_numpy_also_where_a_column_has_no_partner(width: int) -> None:
    positions = torch.tensor([0, 1, 30])
    angles = np.outer(positions.numpy(), ours.frequencies(width))
    for table, expected in zip(cosines_and_sines(positions, width), (np.cos(angles), np.sin(angles)), strict=True):
        np.testing.assert_allclose(table, np.hstack([expected, expected]), atol=1e-5)


def test_attention_is_causal_turns_queries_and_keys_and_leaves_the_values_alone() -> None:
    Q, K, V = torch.randn(3, 1, 2, 6, 8, dtype=torch.float64).unbind(0)
    output = rotary_attention(Q, K, V)
    for head in range(2):
        q, k = (ours.rotate_halves(each[0, head].numpy(), np.arange(6)) for each in (Q, K))
        scores = q @ k.T / np.sqrt(8) + ours.causal(6)
        weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(output[0, head], weights @ V[0, head].numpy(), atol=1e-6)
    other = rotary_attention(Q, K, V, base=3.0)
    assert not torch.allclose(output, other, atol=1e-3)


def test_tables_in_half_precision_lose_the_position() -> None:
    """Above 256 bfloat16 does not even hold every whole number, so angles must be computed in more."""
    positions = torch.arange(2048)
    assert len(positions.bfloat16().unique()) < 1000
    right = np.cos(np.outer(np.arange(2048), ours.frequencies(8)))
    np.testing.assert_allclose(cosines_and_sines(positions, 8)[0][:, :4], right, atol=1e-3)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)  # as large models are loaded
    try:
        tables = cosines_and_sines(positions, 8)
    finally:
        torch.set_default_dtype(before)
    np.testing.assert_allclose(tables[0][:, :4], right, atol=1e-3)


def test_half_precision_queries_and_keys_are_turned_in_float32_and_rounded_once() -> None:
    Q, K, V = torch.randn(3, 1, 2, 64, 8).bfloat16().unbind(0)
    tables = cosines_and_sines(torch.arange(64), 8)
    cosine, sine = (table.bfloat16() for table in tables)
    q, k = (apply_rotary(X.float(), *tables).bfloat16() for X in (Q, K))
    coarse_q, coarse_k = (apply_rotary(X, cosine, sine) for X in (Q, K))
    found = rotary_attention(Q, K, V)
    assert torch.equal(found, functional.scaled_dot_product_attention(q, k, V, is_causal=True))
    assert not torch.equal(found, functional.scaled_dot_product_attention(coarse_q, coarse_k, V, is_causal=True))
