"""What docs/language-models/kv-cache.md claims about the key-value cache."""

from typing import Any

import numpy as np
import pytest

from snippets.language_models import kv_cache
from snippets.language_models.generation import softmax
from snippets.language_models.kv_cache import (
    Array,
    Layer,
    Model,
    Tokens,
    cache_bytes_per_token,
    causal_attention,
    decoder,
    empty_cache,
    generate,
    layer_multiply_adds,
    merge,
    normalized,
    split,
)

WIDTH, HEADS, VOCABULARY = 12, 3, 11
TOKENS: Tokens = (3, 1, 4, 1, 5, 9, 2, 6)


def small_model(seed: int = 0, layers: int = 2) -> Model:
    rng = np.random.default_rng(seed)

    def weights(rows: int, columns: int) -> Array:
        return np.asarray(rng.standard_normal((rows, columns)) / np.sqrt(rows))

    shapes = [(WIDTH, WIDTH)] * 4 + [(WIDTH, 4 * WIDTH), (4 * WIDTH, WIDTH)]
    stack = [Layer(*(weights(*shape) for shape in shapes)) for _ in range(layers)]
    return Model(weights(VOCABULARY, WIDTH), weights(32, WIDTH), stack, HEADS)


def logits_of(tokens: Tokens, model: Model) -> Array:
    return decoder(tokens, model, empty_cache(model))[0]


def test_attention_of_a_hand_worked_example() -> None:
    Q, K = np.zeros((1, 3, 2)), np.ones((1, 3, 2))
    V = np.array([[[1.0], [2.0], [6.0]]])
    np.testing.assert_allclose(causal_attention(Q, K, V)[0, :, 0], [1, 1.5, 3])
    np.testing.assert_allclose(causal_attention(Q[:, :1], K, V)[0, :, 0], [3])


def test_attention_equals_a_loop_over_heads_and_positions() -> None:
    rng = np.random.default_rng(1)
    Q, K, V = rng.standard_normal((2, 3, 4)), rng.standard_normal((2, 5, 4)), rng.standard_normal((2, 5, 7))
    found = causal_attention(Q, K, V)
    for head in range(2):
        for row, position in enumerate((2, 3, 4)):
            scores = [Q[head, row] @ K[head, each] / 2 for each in range(position + 1)]
            np.testing.assert_allclose(found[head, row], softmax(np.array(scores)) @ V[head, : position + 1])


@pytest.mark.parametrize("pieces", [(8,), (1,) * 8, (5, 1, 1, 1), (3, 2, 3)])
def test_logits_with_a_cache_are_those_without_however_the_text_is_cut(pieces: tuple[int, ...]) -> None:
    model = small_model()
    cache, rows, place = empty_cache(model), [], 0
    for piece in pieces:
        logits, cache = decoder(TOKENS[place : place + piece], model, cache)
        rows.append(logits)
        place += piece
    np.testing.assert_allclose(np.concatenate(rows), logits_of(TOKENS, model), atol=1e-12)
    assert [array.shape for pair in cache for array in pair] == [(HEADS, 8, WIDTH // HEADS)] * 4


def test_a_position_hears_all_that_precede_it_and_nothing_later() -> None:
    model = small_model(1)
    base = logits_of(TOKENS, model)
    for changed in range(8):
        other = logits_of((*TOKENS[:changed], 10, *TOKENS[changed + 1 :]), model)
        moved = ~np.isclose(base, other, rtol=0, atol=1e-9).all(axis=1)
        np.testing.assert_array_equal(moved, np.arange(8) >= changed)


def test_an_earlier_token_changes_the_deeper_keys_of_all_later_positions() -> None:
    """In the first layer, a key depends on its own token alone."""
    model = small_model(2)
    one, other = (decoder((first, *TOKENS[1:]), model, empty_cache(model))[1] for first in (3, 7))
    same = [np.isclose(a[0], b[0], rtol=0, atol=1e-12).all(axis=(0, 2)) for a, b in zip(one, other, strict=True)]
    np.testing.assert_array_equal(same[0], [False] + [True] * 7)
    np.testing.assert_array_equal(same[1], [False] * 8)


def test_without_a_causal_mask_the_past_would_not_stay_as_it_was() -> None:
    rng = np.random.default_rng(3)
    x = rng.standard_normal((4, 3)) / 2  # small scores: no weight is nearly zero

    def first_of(n: int) -> Array:
        return np.asarray(softmax(x[:n] @ x[:n].T / np.sqrt(3))[0] @ x[:n])

    assert np.abs(first_of(4) - first_of(3)).max() > 1e-3


def test_generation_with_the_cache_takes_the_tokens_that_the_whole_prefix_gives() -> None:
    differ, vary = [], []
    for seed in range(12):
        model, tokens = small_model(seed), TOKENS[:3]
        first, *_, last = (int(np.argmax(row)) for row in logits_of(tokens, model))
        for _ in range(6):
            tokens = (*tokens, int(np.argmax(logits_of(tokens, model)[-1])))
        assert generate(TOKENS[:3], model, lambda logits: int(np.argmax(logits)), 6) == tokens
        differ.append(first != last)
        vary.append(len(set(tokens[3:])) > 1)
    assert any(differ)  # which position is read matters
    assert any(vary)


def test_the_prompt_goes_in_at_once_and_then_one_token_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    model, pieces = small_model(5), []

    def watched(tokens: Tokens, *rest: Any) -> Any:
        pieces.append(len(tokens))
        return decoder(tokens, *rest)

    monkeypatch.setattr(kv_cache, "decoder", watched)
    generate(TOKENS, model, lambda logits: 1, 3)
    assert pieces == [8, 1, 1]


def test_heads_are_consecutive_parts_of_the_width_and_norms_are_by_position() -> None:
    x = np.arange(12.0).reshape(2, 6)
    np.testing.assert_array_equal(split(x, 3)[1], [[2, 3], [8, 9]])
    np.testing.assert_array_equal(merge(split(x, 3)), x)
    np.testing.assert_allclose(normalized(x).mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(normalized(x).std(axis=1), 1, atol=1e-6)


def test_bytes_of_the_cache_are_those_of_its_arrays() -> None:
    model = small_model(layers=3)
    _, cache = decoder(TOKENS, model, empty_cache(model))
    held = sum(array.nbytes for pair in cache for array in pair)
    assert held == 8 * cache_bytes_per_token(3, HEADS, WIDTH // HEADS, 8)


def test_bytes_of_published_models() -> None:
    assert cache_bytes_per_token(32, 32, 128) == 512 * 2**10  # LLaMA-7B
    assert cache_bytes_per_token(32, 8, 128) == 128 * 2**10  # Llama 3 8B
    assert cache_bytes_per_token(32, 32, 128) * 4096 == 2 * 2**30
    assert cache_bytes_per_token(32, 8, 128, 0.5) == 32 * 2**10


def test_multiply_adds_are_those_of_the_matrix_products() -> None:
    model = small_model(layers=1)
    width = WIDTH
    weights = sum(matrix.size for matrix in model.layers[0])
    assert weights == 12 * width**2
    # one query of all heads with n keys, and its weights with n values
    assert layer_multiply_adds(8, width, cached=True) == weights + 2 * 8 * width
    assert layer_multiply_adds(8, width, cached=False) == 8 * weights + 2 * 8 * 8 * width
