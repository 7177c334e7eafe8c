"""PyTorch side of docs/attention-and-transformers/transformer.md."""

from functools import partial

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from snippets.attention_and_transformers import transformer as ours
from snippets.attention_and_transformers import transformer_torch as twin
from snippets.attention_and_transformers.transformer import Affine, Array, Attention
from snippets.attention_and_transformers.transformer_torch import Block, decode, encoder_layer, last_gradient

D, HEADS = 8, 2


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def randomized(layer: nn.Module) -> nn.Module:
    """In double precision, every parameter drawn anew, norms and biases as well."""
    layer = layer.double().eval()
    for parameter in layer.parameters():
        nn.init.normal_(parameter, std=0.5)
    return layer


def affine(weight: Tensor, bias: Tensor) -> Affine:
    return Affine(weight.detach().numpy().T, bias.detach().numpy())


def attention(module: nn.MultiheadAttention) -> Attention:
    maps = zip(module.in_proj_weight.chunk(3), module.in_proj_bias.chunk(3), strict=True)
    query, key, value = (affine(weight, bias) for weight, bias in maps)
    return Attention(query, key, value, affine(module.out_proj.weight, module.out_proj.bias), module.num_heads)


def feed_forward(layer: nn.TransformerEncoderLayer | nn.TransformerDecoderLayer) -> ours.Function:
    inner, outer = (affine(each.weight, each.bias) for each in (layer.linear1, layer.linear2))
    return partial(ours.feed_forward, inner=inner, outer=outer)


def norm(layer: nn.LayerNorm) -> ours.Function:
    gain, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()

    def normalize(X: Array) -> Array:
        return np.asarray(ours.layer_norm(X) * gain + bias)

    return normalize


@pytest.mark.parametrize("norm_first", [False, True])
def test_the_encoder_block_is_that_of_pytorch(norm_first: bool) -> None:
    layer = encoder_layer(D, HEADS, norm_first)
    randomized(layer)
    X = torch.randn(1, 5, D, dtype=torch.float64)
    norms = [norm(layer.norm1), norm(layer.norm2)]
    block = ours.encoder_block(X[0].numpy(), attention(layer.self_attn), feed_forward(layer), norms, norm_first)
    np.testing.assert_allclose(block, layer(X)[0].detach(), atol=1e-9)


@pytest.mark.parametrize("norm_first", [False, True])
def test_the_decoder_block_is_that_of_pytorch(norm_first: bool) -> None:
    layer = nn.TransformerDecoderLayer(D, HEADS, 4 * D, dropout=0.0, norm_first=norm_first, batch_first=True)
    randomized(layer)
    X, memory = (torch.randn(1, n, D, dtype=torch.float64) for n in (5, 3))
    block = ours.decoder_block(
        X[0].numpy(),
        memory[0].numpy(),
        attention(layer.self_attn),
        attention(layer.multihead_attn),
        feed_forward(layer),
        [norm(layer.norm1), norm(layer.norm2), norm(layer.norm3)],
        norm_first,
    )
    np.testing.assert_allclose(block, decode(layer, X, memory)[0].detach(), atol=1e-9)
    assert not np.allclose(block, layer(X, memory)[0].detach())  # without the mask it looks ahead


def test_without_asking_a_block_is_that_of_2017_and_drops_nothing_in_training() -> None:
    layer, X = encoder_layer(D, HEADS).double().train(), torch.randn(2, 5, D, dtype=torch.float64)
    output = layer(X)
    torch.testing.assert_close(output, layer(X))
    torch.testing.assert_close(output, functional.layer_norm(output, (D,)), rtol=0, atol=1e-4)  # ends in a norm


def size(module: nn.Module) -> int:
    return sum(each.numel() for each in module.parameters())


def test_parameters_are_those_of_the_modules() -> None:
    final = nn.LayerNorm(768)
    blocks = 12 * size(encoder_layer(768, 12, norm_first=True))
    assert blocks + (50_257 + 1024) * 768 + size(final) == 124_439_808
    decoder = nn.TransformerDecoderLayer(64, 8, 256)
    assert size(decoder) == ours.block_parameters(64, 256, attentions=2)


def test_a_block_of_today_is_causal_has_no_biases_and_two_thirds_of_its_weights_in_the_gated_layer() -> None:
    block = Block(24, 2).double()
    X = torch.randn(2, 6, 24, dtype=torch.float64)
    changed = X.clone()
    changed[:, 3] += 1
    moved = (block(X) - block(changed)).abs().amax(dim=(0, 2)) > 1e-9
    assert moved.tolist() == [False, False, False, True, True, True]
    assert not any(name.endswith("bias") for name, _ in block.named_parameters())
    gated = sum(each.weight.numel() for each in (block.gate, block.value, block.down))
    assert gated == 8 * 24**2
    assert size(block) == 12 * 24**2 + 2 * 24


def test_a_block_of_today_is_two_sums_of_a_normalized_stream() -> None:
    block = Block(24, 2)
    randomized(block)
    X = torch.randn(1, 6, 24, dtype=torch.float64)
    gains = [norm.weight for norm in block.norms.children() if isinstance(norm, nn.RMSNorm)]

    def rms(Z: Tensor, gain: Tensor) -> Tensor:
        return gain * Z / (Z.pow(2).mean(dim=-1, keepdim=True) + 1e-5).sqrt()

    Q, K, V = (rms(X, gains[0])[0] @ block.qkv.weight.T).chunk(3, dim=-1)
    heads = []
    for head in range(2):
        part = slice(12 * head, 12 * (head + 1))
        scores = Q[:, part] @ K[:, part].T / 12**0.5
        scores = scores.masked_fill(torch.triu(torch.ones(6, 6, dtype=torch.bool), 1), -torch.inf)
        heads.append(scores.softmax(dim=-1) @ V[:, part])
    U = X[0] + torch.cat(heads, dim=-1) @ block.output.weight.T
    Z = rms(U, gains[1])
    hidden = functional.silu(Z @ block.gate.weight.T) * (Z @ block.value.weight.T)
    np.testing.assert_allclose(block(X)[0].detach(), (U + hidden @ block.down.weight.T).detach(), atol=1e-9)


def test_the_feed_forward_layer_is_two_convolutions_of_width_one() -> None:
    layer = encoder_layer(D, HEADS)
    randomized(layer)
    X = torch.randn(1, 5, D, dtype=torch.float64)
    first, second = layer.linear1, layer.linear2
    hidden = functional.conv1d(X.mT, first.weight[:, :, None], first.bias).relu()
    convolved = functional.conv1d(hidden, second.weight[:, :, None], second.bias).mT
    np.testing.assert_allclose(feed_forward(layer)(X[0].numpy()), convolved[0].detach(), atol=1e-9)


@pytest.mark.parametrize("first", [0, 100])
def test_the_last_gradient_stays_large_in_post_norm_and_falls_with_depth_in_pre_norm(first: int) -> None:
    seeds = range(first, first + 2)
    values = {
        (norm_first, blocks): np.array([last_gradient(blocks, norm_first, seed) for seed in seeds])
        for norm_first in (False, True)
        for blocks in (2, 16)
    }
    assert np.all(values[True, 16] < 0.75 * values[True, 2])
    assert np.all(values[False, 16] > 0.9 * values[False, 2])
    assert np.all(values[False, 16] > 1.5 * values[True, 16])


@pytest.mark.parametrize("norm_first", [False, True])
def test_the_last_gradient_is_that_of_the_last_block_for_random_targets_among_fifty(
    norm_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers: list[nn.TransformerEncoderLayer] = []
    seen: list[Tensor] = []

    def watched_layer(d: int, heads: int, norm_first: bool) -> nn.TransformerEncoderLayer:
        layers.append(encoder_layer(d, heads, norm_first))
        return layers[-1]

    def loss(logits: Tensor, targets: Tensor) -> Tensor:
        seen.append(targets)
        return -logits.log_softmax(dim=1)[torch.arange(len(targets)), targets].mean()

    monkeypatch.setattr(twin, "encoder_layer", watched_layer)
    monkeypatch.setattr(functional, "cross_entropy", loss)
    found = last_gradient(3, norm_first, 7)
    norms = [float(layer.linear2.weight.grad.norm()) for layer in layers if layer.linear2.weight.grad is not None]
    assert len(norms) == 3
    assert found == norms[-1]
    assert found not in norms[:-1]
    assert sorted(set(seen[0].tolist())) == list(range(50))
    assert last_gradient(3, norm_first, 7) == pytest.approx(found)  # a seed is all that it depends on
