"""Patch embedding and routing in PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.attention_and_transformers import transformer_variants as page
from snippets.attention_and_transformers.transformer_variants_torch import (
    PatchEmbedding,
    balancing_loss,
    resize_positions,
)


def test_patch_embedding_is_a_convolution_whose_stride_is_its_kernel() -> None:
    torch.manual_seed(0)
    embedding = PatchEmbedding(3, 8, 5).double()
    assert not embedding.class_token.any()
    with torch.no_grad():
        embedding.class_token.normal_()
    image = torch.randn(2, 3, 24, 24, dtype=torch.float64)
    found = embedding(image).detach() - embedding.positions.detach()
    assert found.shape == (2, 1 + 9, 5)
    E, b = embedding.project.weight.detach().flatten(1).numpy(), embedding.project.bias
    assert b is not None
    for each, tokens in zip(image, found, strict=True):
        by_hand = page.embed_patches(each.numpy(), 8, E, b.detach().numpy())
        torch.testing.assert_close(tokens[1:], torch.from_numpy(by_hand))
        torch.testing.assert_close(tokens[0], embedding.class_token[0, 0].detach())


def test_parameters_of_vit_base_are_those_of_its_modules() -> None:
    with torch.device("meta"):
        blocks = nn.ModuleList(nn.TransformerEncoderLayer(768, 12, 3072) for _ in range(12))
        modules = [PatchEmbedding(), blocks, nn.LayerNorm(768), nn.Linear(768, 1000)]
    assert sum(w.numel() for module in modules for w in module.parameters()) == page.vit_parameters()


def test_positions_begin_small_and_differ() -> None:
    torch.manual_seed(0)
    positions = PatchEmbedding().positions
    assert positions.std().item() == pytest.approx(0.02, rel=0.05)


def test_resized_positions_keep_the_class_token_and_a_plane_stays_a_plane() -> None:
    plane = torch.arange(8.0)[:, None] + 10 * torch.arange(8.0)[None]
    positions = torch.cat([torch.tensor([99.0]), plane.flatten()])[None, :, None].repeat(1, 1, 2)
    assert torch.equal(resize_positions(positions, 8), positions)
    larger = resize_positions(positions, 16)
    assert larger.shape == (1, 257, 2)
    assert larger[0, 0, 0] == 99
    grid = larger[0, 1:, 0].unflatten(0, (16, 16))
    inside = grid[5:11, 5:11]  # apart from the border, two steps of the new grid are one of the old
    torch.testing.assert_close(inside[2:] - inside[:-2], torch.ones(4, 6))
    torch.testing.assert_close(inside[:, 2:] - inside[:, :-2], torch.full((6, 4), 10.0))


def test_balancing_loss_and_its_gradient_are_those_of_numpy() -> None:
    logits = torch.randn(9, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64, requires_grad=True)
    loss = balancing_loss(logits, 0.3)
    loss.backward()
    array = logits.detach().numpy()
    assert loss.item() == pytest.approx(page.balancing_loss(array, 0.3))
    assert logits.grad is not None
    np.testing.assert_allclose(logits.grad.numpy(), page.balancing_gradient(array, 0.3), atol=1e-12)
