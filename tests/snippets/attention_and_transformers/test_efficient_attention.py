"""What docs/attention-and-transformers/efficient-attention.md claims about cost, blocks and shared heads."""

import tracemalloc

import numpy as np
import pytest

from snippets.attention_and_transformers.efficient_attention import (
    NO_KEYS,
    Array,
    dense_multiply_adds,
    flash_attention,
    flash_traffic,
    grouped_attention,
    latent_scores,
    linear_attention,
    merge_block,
    pair_multiply_adds,
    plain_traffic,
    pooled_heads,
    positive,
    reach,
    score_bytes,
    tiles,
    window_mask,
)
from snippets.language_models.kv_cache import cache_bytes_per_token, layer_multiply_adds


def drawn(*shapes: tuple[int, ...], seed: int = 0) -> list[Array]:
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def test_the_quadratic_part_overtakes_the_rest_at_six_times_the_width() -> None:
    for width, crossing in ((768, 4608), (4096, 24576)):
        assert pair_multiply_adds(crossing, width) == dense_multiply_adds(crossing, width)
        assert pair_multiply_adds(crossing - 1, width) < dense_multiply_adds(crossing - 1, width)
        assert pair_multiply_adds(crossing + 1, width) > dense_multiply_adds(crossing + 1, width)


def test_multiply_adds_are_those_of_the_shapes_and_of_the_page_on_the_cache() -> None:
    n, d = 10, 8
    products = [(n, d, d)] * 4 + [(n, d, 4 * d), (n, 4 * d, d)]
    assert dense_multiply_adds(n, d) == sum(rows * inner * columns for rows, inner, columns in products)
    assert pair_multiply_adds(n, d) == n * d * n + n * n * d
    total = dense_multiply_adds(n, d) + pair_multiply_adds(n, d)
    assert total == layer_multiply_adds(n, d, cached=False)


def test_stored_scores_of_a_hand_worked_example() -> None:
    assert score_bytes(8192, 32) == 4 * 2**30
    assert score_bytes(10, 3, 4) == 1200


def test_a_window_reaches_further_with_each_layer() -> None:
    np.testing.assert_array_equal(window_mask(4, 2), np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]))
    assert [reach(layers, 3) for layers in (1, 2, 3)] == [3, 5, 7]
    mask = window_mask(40, 4).astype(int)
    for layers in range(1, 9):
        heard = np.count_nonzero(np.linalg.matrix_power(mask, layers)[-1])
        assert heard == reach(layers, 4)
    assert np.count_nonzero(window_mask(100, 5)) == 5 * 100 - (1 + 2 + 3 + 4)


def parallel_linear(Q: Array, K: Array, V: Array) -> Array:
    """All weights at once, masked: quadratic, for comparison."""
    weights = np.tril(positive(Q) @ positive(K).T)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True) @ V)


def test_linear_attention_as_a_recurrence_is_the_masked_product() -> None:
    Q, K, V = drawn((9, 4), (9, 4), (9, 3))
    np.testing.assert_allclose(linear_attention(Q, K, V), parallel_linear(Q, K, V))
    np.testing.assert_allclose(positive(np.array([-1.0, 0.0, 2.0, -800.0, 800.0])), [np.exp(-1), 1, 3, 0, 801])


def test_tiles_cover_all_places_once() -> None:
    assert tiles(6, 3) == [slice(0, 3), slice(3, 6)]
    assert [list(range(7))[each] for each in tiles(7, 3)] == [[0, 1, 2], [3, 4, 5], [6]]


def test_before_the_first_key_the_largest_score_is_minus_infinity_and_sums_are_zero() -> None:
    assert [each.item() for each in NO_KEYS] == [-np.inf, 0, 0]


def test_merging_needs_the_rescaling_only_when_the_largest_score_rises() -> None:
    V = np.array([[1.0], [3.0]])
    start = (np.array([[2.0]]), np.array([[1.0]]), np.array([[5.0]]))
    largest, total, mean = merge_block(start, np.array([[2.0, 2.0]]), V)
    assert (largest.item(), total.item(), mean.item()) == (2, 3, 5 + 4)
    largest, total, mean = merge_block(start, np.array([[2.0 + np.log(2), 2.0]]), V)
    assert (largest.item(), total.item(), mean.item()) == pytest.approx((2 + np.log(2), 2, 0.5 * 5 + 1 + 1.5))


def test_blocks_need_memory_that_grows_linearly() -> None:
    def peak(length: int) -> int:
        Q, K, V = drawn((length, 8), (length, 8), (length, 8))
        tracemalloc.start()
        flash_attention(Q, K, V, 64)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    short, long = peak(512), peak(2048)
    assert long < 4.5 * short
    assert long < 2048 * 2048 * 8 / 10


def test_traffic_counts_what_each_pass_reads_and_writes() -> None:
    n, d = 12, 5
    read_scores, read_weights = n * d + n * d + n * n, n * n + n * n
    assert plain_traffic(n, d) == read_scores + read_weights + (n * n + n * d) + n * d
    for rows in (1, 4, 5, 12):
        moved = sum(2 * len(range(top, min(top + rows, n))) * d + 2 * n * d for top in range(0, n, rows))
        assert flash_traffic(n, d, rows) == moved
    assert plain_traffic(8192, 64) > 3.9 * flash_traffic(8192, 64, 128)
    assert flash_traffic(16, 64, 8) > 0.9 * plain_traffic(16, 64)


def test_every_query_head_still_has_weights_of_its_own() -> None:
    Q, K, V = drawn((6, 3, 4), (1, 5, 4), (1, 5, 4))
    out = grouped_attention(Q, K, V)
    assert min(np.abs(out[i] - out[j]).max() for i in range(6) for j in range(i)) > 0.01


def test_pooling_leaves_groups_of_equal_heads_as_they_are() -> None:
    (W,) = drawn((5, 2 * 3))
    repeated = np.repeat(W.reshape(5, 2, 3), 4, axis=1).reshape(5, 8 * 3)
    np.testing.assert_allclose(pooled_heads(repeated, 8, 2), W)
    np.testing.assert_array_equal(pooled_heads(np.array([[1.0, 3.0, 5.0, 9.0]]), 4, 2), [[2, 7]])
    np.testing.assert_array_equal(pooled_heads(np.arange(8.0)[None], 4, 1), [[3, 4]])


def test_latent_keys_give_the_scores_without_being_built() -> None:
    Q, c, W_up = drawn((3, 2, 4), (7, 5), (3, 5, 4))
    keys = np.einsum("nr,hrd->hnd", c, W_up)
    np.testing.assert_allclose(latent_scores(Q, c, W_up), np.einsum("hmd,hnd->hmn", Q, keys))


def test_caches_of_published_models() -> None:
    assert cache_bytes_per_token(80, 64, 128) == 2560 * 2**10
    assert cache_bytes_per_token(80, 8, 128) == 320 * 2**10
    latent_and_rotary = 2 * (512 + 64)  # two bytes each; as much as two and a quarter groups of a key and a value
    assert latent_and_rotary == 2.25 * cache_bytes_per_token(1, 1, 128)
