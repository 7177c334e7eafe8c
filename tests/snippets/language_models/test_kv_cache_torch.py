"""Attention over a cache in PyTorch agrees with the NumPy code of the page."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from snippets.language_models import kv_cache as ours
from snippets.language_models.kv_cache_torch import append, cached_attention, length_mask
from tests.snippets.language_models.test_kv_cache import HEADS, TOKENS, WIDTH, logits_of, small_model


def drawn(m: int, n: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(0)
    shapes = ((2, 3, m, 4), (2, 3, n, 4), (2, 3, n, 4))
    Q, K, V = (torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes)
    return Q, K, V


@pytest.mark.parametrize(("m", "n"), [(1, 6), (2, 6), (6, 6)])
def test_the_newest_positions_see_the_cache_as_in_the_numpy_code(m: int, n: int) -> None:
    Q, K, V = drawn(m, n)
    found = cached_attention(Q, K, V)
    for row in range(2):
        expected = ours.causal_attention(Q[row].numpy(), K[row].numpy(), V[row].numpy())
        np.testing.assert_allclose(found[row].numpy(), expected, atol=1e-12)


def test_is_causal_lets_a_single_query_see_only_the_first_position() -> None:
    Q, K, V = drawn(1, 6)
    wrong = F.scaled_dot_product_attention(Q, K, V, is_causal=True)
    torch.testing.assert_close(wrong, V[:, :, :1])
    torch.testing.assert_close(cached_attention(Q, K, V), F.scaled_dot_product_attention(Q, K, V))


def test_sequences_of_different_lengths_share_a_batch() -> None:
    """Two sequences with 3 and 5 tokens; each gets one more, and attends to its own alone."""
    Q, K, V = drawn(1, 8)
    lengths = torch.tensor([3, 5])
    keys, values = torch.full_like(K, torch.nan), torch.zeros_like(V)
    for row, length in enumerate(lengths):
        keys[row, :, :length], values[row, :, :length] = K[row, :, :length], V[row, :, :length]
    keys = keys.nan_to_num(7.0)
    append(keys, K[[0, 1], :, lengths], lengths)
    append(values, V[[0, 1], :, lengths], lengths)
    mask = length_mask(lengths + 1, 8)
    assert mask.shape == (2, 1, 1, 8)
    found = F.scaled_dot_product_attention(Q, keys, values, attn_mask=mask)
    for row, length in enumerate(lengths + 1):
        alone = ours.causal_attention(*(each[row, :, :length].numpy() for each in (Q, K, V)))
        np.testing.assert_allclose(found[row].numpy(), alone, atol=1e-12)


def test_positions_are_made_where_the_cache_is() -> None:
    lengths = torch.zeros(2, dtype=torch.long, device="meta")
    assert length_mask(lengths, 5).device.type == "meta"
    append(torch.zeros(2, 3, 5, 4, device="meta"), torch.zeros(2, 3, 4, device="meta"), lengths)


def torch_logits(model: ours.Model) -> Tensor:
    """The same decoder, from PyTorch's layers with the norm first."""

    def norm(x: Tensor) -> Tensor:
        return F.layer_norm(x, (WIDTH,), eps=1e-6)

    embedding, positions = torch.tensor(model.embedding), torch.tensor(model.positions)
    x = (embedding[list(TOKENS)] + positions[: len(TOKENS)])[None]
    mask = nn.Transformer.generate_square_subsequent_mask(len(TOKENS), dtype=torch.float64)
    for weights in model.layers:
        layer = nn.TransformerEncoderLayer(
            WIDTH, HEADS, 4 * WIDTH, 0.0, layer_norm_eps=1e-6, batch_first=True, norm_first=True, dtype=torch.float64
        )
        for parameter in (layer.self_attn.in_proj_bias, layer.self_attn.out_proj.bias):
            nn.init.zeros_(parameter)
        for linear in (layer.linear1, layer.linear2):
            nn.init.zeros_(linear.bias)
        query, key, value, output, up, down = (torch.tensor(matrix).T for matrix in weights)
        with torch.no_grad():
            layer.self_attn.in_proj_weight.copy_(torch.cat([query, key, value]))
            layer.self_attn.out_proj.weight.copy_(output)
            layer.linear1.weight.copy_(up)
            layer.linear2.weight.copy_(down)
        x = layer(x, src_mask=mask)
    return (norm(x) @ embedding.T)[0].detach()


def test_the_decoder_is_that_of_pytorch() -> None:
    model = small_model(6)
    np.testing.assert_allclose(logits_of(TOKENS, model), torch_logits(model).numpy(), atol=1e-9)
