"""The claims of docs/attention-and-transformers/masks-and-cross-attention.md, by changed inputs and by brute force."""

import warnings

import numpy as np
import pytest

from snippets.attention_and_transformers import masks_and_cross_attention as page
from snippets.attention_and_transformers.attention import scaled_dot_product_attention, softmax

RNG = np.random.default_rng(0)
N, M, D, WIDTH = 4, 6, 5, 3
WEIGHTS = page.Projections(*RNG.standard_normal((3, D, WIDTH)))


def rows(*shape: int) -> page.Array:
    return RNG.standard_normal(shape)


def attend(X: page.Array, allowed: page.Mask) -> page.Array:
    """Masked self-attention of one sequence."""
    return page.masked_attention(X @ WEIGHTS.queries, X @ WEIGHTS.keys, X @ WEIGHTS.values, allowed)


def test_the_worked_example_by_hand() -> None:
    scores = np.array([2.0, 1.0, 3.0, 0.0])
    weights = page.masked_softmax(scores, np.array([True, True, False, False]))
    np.testing.assert_allclose(weights, [np.e / (1 + np.e), 1 / (1 + np.e), 0, 0])
    kept = softmax(scores)[:2].sum()
    assert kept == pytest.approx((np.e**2 + np.e) / (np.e**2 + np.e + np.e**3 + 1))
    assert kept < 0.33  # what is left if weights are set to zero behind the softmax


def test_masks_by_hand() -> None:
    np.testing.assert_array_equal(page.causal_mask(3, 3), [[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    np.testing.assert_array_equal(page.causal_mask(2, 4), [[1, 1, 1, 0], [1, 1, 1, 1]])
    np.testing.assert_array_equal(page.causal_mask(1, 4), [[1, 1, 1, 1]])
    lengths = np.array([1, 3])
    np.testing.assert_array_equal(page.padding_mask(lengths, 3), [[1, 0, 0], [1, 1, 1]])
    np.testing.assert_array_equal(page.padding_mask(lengths, 3, left=True), [[0, 0, 1], [1, 1, 1]])


def test_masked_weights_are_exactly_zero_and_the_rest_sums_to_one() -> None:
    weights = page.masked_softmax(rows(N, N), page.causal_mask(N, N))
    assert (weights[~page.causal_mask(N, N)] == 0).all()
    assert (weights[page.causal_mask(N, N)] > 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_without_masked_keys_it_is_plain_attention_also_for_huge_scores() -> None:
    Q, K, V = rows(2, N, WIDTH), rows(2, M, WIDTH), rows(2, M, 2)
    everything = np.ones((N, M), dtype=bool)
    np.testing.assert_allclose(page.masked_attention(Q, K, V, everything), scaled_dot_product_attention(Q, K, V))
    far = np.array([[1000.0, 0.0, 999.0], [-1000.0, -999.0, 0.0]])
    allowed = np.array([[True, True, False], [True, True, False]])
    np.testing.assert_allclose(page.masked_softmax(far, allowed)[1], [1 / (1 + np.e), np.e / (1 + np.e), 0])
    np.testing.assert_allclose(page.masked_softmax(far, allowed)[0], [1, 0, 0])


def test_a_changed_future_leaves_earlier_outputs_as_they_were() -> None:
    X = rows(N, D) / 5  # small scores: no weight is nearly zero
    changed = X.copy()
    changed[2:] = 1.0
    before, after = attend(X, page.causal_mask(N, N)), attend(changed, page.causal_mask(N, N))
    np.testing.assert_array_equal(before[:2], after[:2])
    assert np.abs(before[2:] - after[2:]).max(axis=1).min() > 1e-3
    everything = np.ones((N, N), dtype=bool)
    assert np.abs(attend(X, everything)[:2] - attend(changed, everything)[:2]).max(axis=1).min() > 1e-3


def test_one_masked_pass_equals_one_pass_for_each_prefix() -> None:
    X = rows(N, D)
    prefixes = [attend(X[:length], np.ones((length, length), dtype=bool))[-1] for length in range(1, N + 1)]
    np.testing.assert_allclose(attend(X, page.causal_mask(N, N)), prefixes)


def test_with_cached_keys_the_mask_belongs_to_the_last_rows() -> None:
    X = rows(M, D)
    whole = attend(X, page.causal_mask(M, M))
    Q, K, V = X[-2:] @ WEIGHTS.queries, X @ WEIGHTS.keys, X @ WEIGHTS.values
    np.testing.assert_allclose(page.masked_attention(Q, K, V, page.causal_mask(2, M)), whole[-2:])


def test_what_padding_holds_does_not_reach_real_tokens() -> None:
    X, real = rows(2, N, D), page.padding_mask(np.array([2, 4]), N)
    changed = np.where(real[..., None], X, 99.0)
    before, after = attend(X, real[:, None]), attend(changed, real[:, None])
    np.testing.assert_array_equal(before[real], after[real])
    np.testing.assert_allclose(before[0, :2], attend(X[0, :2], np.ones((2, 2), dtype=bool)))
    assert np.isfinite(before[~real]).all()  # numbers come out for padding, too: keep them out of the loss
    assert np.abs(before[~real]).min() > 0


def test_causal_attention_with_padding_on_the_right_needs_no_padding_mask_for_real_tokens() -> None:
    X, real = rows(1, N, D) / 5, page.padding_mask(np.array([2]), N)
    causal = page.causal_mask(N, N)
    np.testing.assert_allclose(attend(X, causal)[real], attend(X, causal & real[:, None])[real])
    left = page.padding_mask(np.array([2]), N, left=True)
    assert np.abs(attend(X, causal)[left] - attend(X, causal & left[:, None])[left]).max(axis=1).min() > 1e-3


def test_a_row_without_keys_is_zeros_where_the_plain_formula_gives_nan() -> None:
    scores, nothing = rows(1, N), np.zeros((1, N), dtype=bool)
    np.testing.assert_array_equal(page.masked_softmax(scores, nothing), np.zeros((1, N)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert np.isnan(softmax(np.where(nothing, scores, -np.inf))).all()
    lowest = np.finfo(np.float64).min
    np.testing.assert_allclose(softmax(np.where(nothing, scores, lowest)), 1 / N)  # finite, and evenly wrong


def test_position_ids_count_real_tokens_on_either_side() -> None:
    lengths = np.array([2, 4])
    right, left = (page.position_ids(page.padding_mask(lengths, 4, left=side)) for side in (False, True))
    assert right[0, :2].tolist() == left[0, 2:].tolist() == [0, 1]
    assert right[1].tolist() == left[1].tolist() == [0, 1, 2, 3]
    assert left.min() == 0


def test_cross_attention_has_the_length_of_the_queries_and_mixes_the_source() -> None:
    X, Z = rows(N, D), rows(M, D + 2)
    weights = page.Projections(rows(D, WIDTH), rows(D + 2, WIDTH), rows(D + 2, 2))
    output = page.cross_attention(X, page.source_keys_values(Z, weights), np.ones(M, dtype=bool), weights)
    assert output.shape == (N, 2)
    plain = scaled_dot_product_attention(X @ weights.queries, Z @ weights.keys, Z @ weights.values)
    np.testing.assert_allclose(output, plain)
    order = RNG.permutation(M)
    shuffled = page.cross_attention(X, page.source_keys_values(Z[order], weights), np.ones(M, dtype=bool), weights)
    np.testing.assert_allclose(shuffled, output)


def test_a_sequence_that_reads_itself_is_self_attention() -> None:
    X, real = rows(N, D), np.ones(N, dtype=bool)
    own = page.cross_attention(X, page.source_keys_values(X, WEIGHTS), real, WEIGHTS)
    np.testing.assert_allclose(own, attend(X, np.ones((N, N), dtype=bool)))


def test_the_source_is_projected_once_for_all_steps_and_its_padding_is_hidden() -> None:
    X, Z, real = rows(N, D), rows(M, D), np.arange(M) < 4
    source = page.source_keys_values(Z, WEIGHTS)
    together = page.cross_attention(X, source, real, WEIGHTS)
    steps = [page.cross_attention(x[None], source, real, WEIGHTS)[0] for x in X]
    np.testing.assert_allclose(together, steps)
    short = page.cross_attention(X, page.source_keys_values(Z[:4], WEIGHTS), np.ones(4, dtype=bool), WEIGHTS)
    np.testing.assert_allclose(together, short)


def test_each_query_reads_the_source_alone() -> None:
    """No causal mask: a later query changes nothing for an earlier one, as queries do not meet."""
    X, Z, real = rows(N, D), rows(M, D), np.ones(M, dtype=bool)
    source, changed = page.source_keys_values(Z, WEIGHTS), X.copy()
    changed[-1] = 9.0
    before, after = (page.cross_attention(each, source, real, WEIGHTS) for each in (X, changed))
    np.testing.assert_array_equal(before[:-1], after[:-1])


def test_mixing_cost_counts_the_loops() -> None:
    for n, m in ((2, 3), (1, 1), (5, 2)):
        counted = sum(1 for _ in range(n) for _ in range(m) for _ in range(4 + 7))
        assert page.mixing_cost(n, m, 4, 7) == counted


def test_the_sentence_of_the_figure_reads_what_its_masks_allow() -> None:
    plain, both = page.sentence_weights(1.0, False, False), page.sentence_weights(1.0, True, True)
    np.testing.assert_allclose(plain, softmax(page.SCORES))
    assert (both[0] == 0).all()  # padding at the start may read nothing
    np.testing.assert_allclose(both[1:].sum(axis=1), 1)
    assert (both[:, 0] == 0).all()
    assert (both[np.triu_indices(5, 1)] == 0).all()
    assert [page.SENTENCE[key] for key in both[1:].argmax(axis=1)] == ["the", "cat", "cat", "cat"]
    behind = page.sentence_weights(1.0, True, True, behind=True)
    np.testing.assert_allclose(behind, np.where(both > 0, plain, 0))
    assert behind[1].sum() < 0.5


@pytest.mark.parametrize("causal", [False, True])
def test_a_temperature_evens_what_is_allowed_and_brings_nothing_back(causal: bool) -> None:
    cold, warm, hot = (page.sentence_weights(temperature, causal, True)[1:] for temperature in (0.25, 1, 4))
    assert (cold.max(axis=1) >= warm.max(axis=1)).all()
    assert (warm.max(axis=1) >= hot.max(axis=1)).all()
    assert ((hot == 0) == (cold == 0)).all()
    allowed = page.sentence_weights(1e9, causal, True)[-1]
    np.testing.assert_allclose(allowed, [0, 0.25, 0.25, 0.25, 0.25], atol=1e-8)
