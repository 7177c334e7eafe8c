"""PyTorch's masks against NumPy: what True means where, and what happens to rows without keys."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.attention_and_transformers import masks_and_cross_attention as page
from snippets.attention_and_transformers import masks_and_cross_attention_torch as twin

B, H, N, M, D = 2, 2, 4, 6, 8
LENGTHS = np.array([2, 4])
REAL = torch.tensor(page.padding_mask(LENGTHS, N))
FUTURE = torch.ones(N, N, dtype=torch.bool).triu(diagonal=1)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def layer(**sizes: int) -> nn.MultiheadAttention:
    return nn.MultiheadAttention(D, H, batch_first=True, bias=False, dtype=torch.float64, **sizes).eval()


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64)


def test_the_function_equals_numpy() -> None:
    Q, K, V = drawn(B, H, N, 3), drawn(B, H, N, 3), drawn(B, H, N, 3)
    allowed = page.causal_mask(N, N) & REAL.numpy()[:, None, None]
    ours = page.masked_attention(Q.numpy(), K.numpy(), V.numpy(), allowed)
    np.testing.assert_allclose(twin.causal_padded_attention(Q, K, V, REAL).numpy(), ours, rtol=1e-9, atol=1e-12)


@torch.no_grad()
def test_the_layer_reads_true_as_blocked_and_equals_the_function() -> None:
    module, X = layer(), drawn(B, N, D)
    assert module.in_proj_weight is not None
    Q, K, V = (X @ module.in_proj_weight.T).view(B, N, 3, H, D // H).permute(2, 0, 3, 1, 4)
    mixed = twin.causal_padded_attention(Q, K, V, REAL).transpose(1, 2).reshape(B, N, D)
    expected = mixed @ module.out_proj.weight.T
    torch.testing.assert_close(twin.causal_padded_layer(module, X, REAL), expected, rtol=1e-9, atol=1e-12)


@torch.no_grad()
def test_a_swapped_mask_runs_without_an_error_and_sees_the_future() -> None:
    module, X = layer(), drawn(1, N, D)
    changed = X.clone()
    changed[0, -1] = 9.0
    right = [module(each, each, each, attn_mask=FUTURE)[0][0, 1] for each in (X, changed)]
    torch.testing.assert_close(right[0], right[1])
    swapped = [module(each, each, each, attn_mask=~FUTURE)[0][0, 1] for each in (X, changed)]
    assert (swapped[0] - swapped[1]).abs().max() > 1e-3
    Q = drawn(1, 1, N, 3)
    _, K, V = Q, drawn(1, 1, N, 3), torch.eye(N, dtype=torch.float64)[None, None]
    weights = functional.scaled_dot_product_attention(Q, K, V, attn_mask=FUTURE)[0, 0]
    assert weights[0, 0] == 0  # here the upper triangle is what may be seen
    assert weights[0, 1:].sum() == pytest.approx(1)


@torch.no_grad()
def test_rows_without_keys_in_both_interfaces() -> None:
    allowed = torch.ones(N, N, dtype=torch.bool)
    allowed[1] = False
    Q = drawn(1, 1, N, 3)
    function = functional.scaled_dot_product_attention(Q, Q, Q, attn_mask=allowed)[0, 0]
    assert (function[1] == 0).all()
    X = drawn(1, N, D)
    output = layer()(X, X, X, attn_mask=~allowed)[0][0]
    assert output[1].isnan().all()
    assert output[[0, 2, 3]].isfinite().all()


def test_one_row_of_nan_spoils_every_weight_although_its_loss_is_left_out() -> None:
    module, X = layer().train(), drawn(1, N, D)
    blocked = torch.zeros(N, N, dtype=torch.bool)
    blocked[1] = True
    module(X, X, X, attn_mask=blocked)[0][0, [0, 2, 3]].sum().backward()
    gradient = module.in_proj_weight.grad if module.in_proj_weight is not None else None
    assert gradient is not None
    assert gradient.isnan().any()
    Q = drawn(1, 1, N, 3).requires_grad_()
    functional.scaled_dot_product_attention(Q, Q, Q, attn_mask=~blocked).sum().backward()
    assert Q.grad is not None
    assert Q.grad.isfinite().all()


def test_is_causal_counts_from_the_first_key_also_if_there_are_fewer_queries() -> None:
    Q, K, V = drawn(1, 1, 1, 3), drawn(1, 1, M, 3), torch.eye(M, dtype=torch.float64)[None, None]
    weights = functional.scaled_dot_product_attention(Q, K, V, is_causal=True)[0, 0, 0]
    assert weights.tolist() == [1, 0, 0, 0, 0, 0]  # one new query with six cached keys sees the oldest alone
    mask = torch.tensor(page.causal_mask(1, M))
    assert (functional.scaled_dot_product_attention(Q, K, V, attn_mask=mask) > 0).all()


def test_the_layer_wants_a_mask_with_is_causal() -> None:
    X = drawn(1, N, D)
    with pytest.raises(RuntimeError, match="Need attn_mask"):
        layer()(X, X, X, is_causal=True)


def test_a_large_negative_number_does_not_fit_into_half_precision() -> None:
    scores = torch.zeros(3, dtype=torch.float16)
    with pytest.raises(RuntimeError, match="without overflow"):
        scores.masked_fill(torch.tensor([True, False, False]), -1e9)
    lowest = torch.finfo(torch.float16).min
    assert scores.masked_fill(torch.tensor([True, False, False]), lowest).isfinite().all()
    both = scores + lowest + lowest  # two additive masks of finite numbers
    assert both.isneginf().all()
    assert torch.softmax(both, dim=0).isnan().all()


@torch.no_grad()
def test_cross_attention_equals_numpy_with_widths_of_its_own() -> None:
    module = nn.MultiheadAttention(D, 1, batch_first=True, bias=False, kdim=5, vdim=5, dtype=torch.float64)
    X, Z, real = drawn(1, N, D), drawn(1, M, 5), torch.arange(M)[None] < 4
    output = twin.cross_attention(module, X, Z, real)
    matrices = (module.q_proj_weight, module.k_proj_weight, module.v_proj_weight)
    weights = page.Projections(*(each.numpy().T for each in matrices if each is not None))
    mixed = page.cross_attention(X[0].numpy(), page.source_keys_values(Z[0].numpy(), weights), real[0].numpy(), weights)
    np.testing.assert_allclose(output[0].numpy(), mixed @ module.out_proj.weight.numpy().T, rtol=1e-9, atol=1e-12)


def test_cross_entropy_leaves_padded_positions_out() -> None:
    logits, targets = drawn(N, 5).requires_grad_(), torch.tensor([1, 2, -100, -100])
    functional.cross_entropy(logits, targets).backward()
    assert logits.grad is not None
    assert logits.grad[2:].abs().max() == 0
    assert logits.grad[:2].abs().min() > 0
