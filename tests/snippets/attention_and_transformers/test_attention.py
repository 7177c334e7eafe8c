"""The claims of docs/attention-and-transformers/attention.md, by loops, differences and hand-worked numbers."""

from itertools import product

import numpy as np
import pytest

from snippets.attention_and_transformers import attention as page

RNG = np.random.default_rng(0)
N, M, D, WIDTH = 4, 5, 6, 3


def by_loops(Q: page.Array, K: page.Array, V: page.Array) -> page.Array:
    """Attention of one sequence, one number at a time."""
    rows = []
    for query in Q:
        exponentials = [np.exp(sum(a * b for a, b in zip(query, key, strict=True)) / len(query) ** 0.5) for key in K]
        rows.append(sum(e * value for e, value in zip(exponentials, V, strict=True)) / sum(exponentials))
    return np.array(rows)


def rows(*shape: int) -> page.Array:
    return RNG.standard_normal(shape)


def test_weights_are_positive_and_sum_to_one_over_the_keys() -> None:
    weights, output = page.attend(rows(N, M), rows(M, D))
    assert (weights > 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert output.shape == (N, D)


def test_the_worked_example_by_hand() -> None:
    q, K, V = np.array([1.0, 0.0]), np.array([[2.0, 0.0], [1.0, 5.0], [0.0, 1.0]]), np.array([[10.0], [20.0], [30.0]])
    weights, output = page.attend(page.dot_scores(q, K), V)
    np.testing.assert_allclose(weights, np.array([7.389056, 2.718282, 1.0]) / 11.107338, rtol=1e-6)
    assert output[0] == pytest.approx((73.89056 + 54.36564 + 30) / 11.107338, rel=1e-6)


def test_large_scores_do_not_overflow_and_a_constant_changes_nothing() -> None:
    scores = rows(M)
    np.testing.assert_allclose(page.softmax(scores + 1000), page.softmax(scores), rtol=1e-10)
    rows_far_apart = np.array([[0.0, 1000.0], [-1000.0, -1000.0]])
    np.testing.assert_allclose(page.softmax(rows_far_apart), [[0.0, 1.0], [0.5, 0.5]])


def test_the_output_lies_between_the_values_and_nears_one_only_for_peaked_scores() -> None:
    scores, V = np.array([0.3, 0.1, -0.2]), np.array([[1.0], [2.0], [4.0]])
    for sharpness, most in ((1, 0.5), (10, 0.9), (100, 1.0)):
        weights, output = page.attend(sharpness * scores, V)
        assert 1.0 <= output[0] <= 4.0
        assert weights.max() <= most
    assert weights.max() > 0.999


def test_three_scores_agree_with_their_definitions_one_key_at_a_time() -> None:
    q, K, W, w = rows(D), rows(M, WIDTH), rows(D, WIDTH), rows(7)
    W_q, W_k = rows(7, D), rows(7, WIDTH)
    for j, key in enumerate(K):
        bilinear = sum(q[a] * W[a, b] * key[b] for a in range(D) for b in range(WIDTH))
        additive = sum(w[a] * np.tanh(W_q[a] @ q + W_k[a] @ key) for a in range(7))
        assert page.bilinear_scores(q, K, W)[j] == pytest.approx(bilinear)
        assert page.additive_scores(q, K, W_q, W_k, w)[j] == pytest.approx(additive)
        assert page.dot_scores(W[0], K)[j] == pytest.approx(sum(a * b for a, b in zip(W[0], key, strict=True)))


def test_the_order_of_the_key_value_pairs_does_not_matter() -> None:
    Q, K, V, order = rows(N, D), rows(M, D), rows(M, 2), RNG.permutation(M)
    output = page.scaled_dot_product_attention(Q, K, V)
    np.testing.assert_allclose(page.scaled_dot_product_attention(Q, K[order], V[order]), output)
    assert not np.allclose(page.scaled_dot_product_attention(Q, K[order], V), output)


def test_different_weights_can_give_the_same_output() -> None:
    V = np.array([[0.0], [1.0], [2.0]])
    one, other = page.attend(np.log([0.25, 0.5, 0.25]), V), page.attend(np.log([0.45, 0.1, 0.45]), V)
    assert one[1] == pytest.approx(other[1])
    assert np.abs(one[0] - other[0]).max() == pytest.approx(0.4)


def test_scaled_dot_product_attention_by_loops_for_each_of_the_leading_axes() -> None:
    Q, K, V = rows(2, 3, N, D), rows(2, 3, M, D), rows(2, 3, M, WIDTH)
    output = page.scaled_dot_product_attention(Q, K, V)
    for index in np.ndindex(2, 3):
        np.testing.assert_allclose(output[index], by_loops(Q[index], K[index], V[index]))


def test_scaling_is_a_temperature_of_the_root_of_the_width() -> None:
    Q, K, V = rows(N, D), rows(M, D), rows(M, WIDTH)
    heated = page.attend(np.array([page.dot_scores(q, K) for q in Q]) / D**0.5, V)[1]
    np.testing.assert_allclose(page.scaled_dot_product_attention(Q, K, V), heated)


def test_self_attention_permutes_its_outputs_with_its_tokens() -> None:
    X, W_Q, W_K, W_V = rows(N, D), rows(D, WIDTH), rows(D, WIDTH), rows(D, 2)
    order = RNG.permutation(N)
    output = page.self_attention(X, W_Q, W_K, W_V)
    np.testing.assert_allclose(output, by_loops(X @ W_Q, X @ W_K, X @ W_V))
    np.testing.assert_allclose(page.self_attention(X[order], W_Q, W_K, W_V), output[order])


def test_with_one_projection_scores_are_symmetric_and_equal_norms_favor_the_token_itself() -> None:
    keys = rows(N, WIDTH)
    symmetric = keys @ keys.T
    np.testing.assert_allclose(symmetric, symmetric.T)
    asymmetric = keys @ rows(N, WIDTH).T
    assert not np.allclose(asymmetric, asymmetric.T)
    unit = keys / np.linalg.norm(keys, axis=1, keepdims=True)
    assert (np.argmax(unit @ unit.T, axis=1) == np.arange(N)).all()


def test_softmax_over_the_queries_or_over_all_scores_is_another_thing() -> None:
    Q, K, V = rows(N, D), rows(M, D), np.ones((M, 1))
    scores = Q @ K.T
    np.testing.assert_allclose(page.attend(scores, V)[1], 1)
    over_queries = page.softmax(scores.T).T
    everything = page.softmax(scores.reshape(-1)).reshape(N, M)
    assert np.abs(over_queries @ V - 1).max() > 0.1
    assert np.abs(everything @ V - 1).max() > 0.5


def test_attention_alone_makes_all_tokens_alike() -> None:
    """Without skip connections and feed-forward layers the rows of the output come together (Dong et al. 2021)."""

    def spread(X: page.Array) -> float:
        """The part of X that is not one row repeated, against all of it."""
        return float(np.linalg.norm(X - X.mean(axis=0)) / np.linalg.norm(X))

    for seed in range(5):
        rng = np.random.default_rng(seed)
        plain = skipped = rng.standard_normal((8, 16))
        for _ in range(6):
            weights = page.random_heads(16, rng)
            plain = page.multi_head_attention(plain, weights, 2)
            skipped = skipped + page.multi_head_attention(skipped, weights, 2)
        assert spread(plain) < 1e-3
        assert spread(skipped) > 0.05


def test_the_jacobian_by_finite_differences() -> None:
    scores = rows(M)
    columns = [(page.softmax(scores + e) - page.softmax(scores - e)) / 2e-6 for e in 1e-6 * np.eye(M)]
    np.testing.assert_allclose(page.softmax_jacobian(page.softmax(scores)), np.transpose(columns), atol=1e-9)


def test_saturation_measures_what_drawn_queries_and_keys_show() -> None:
    """The same from queries and keys that are drawn component by component, and from the Jacobian itself."""
    rng = np.random.default_rng(1)
    largest, norms = [], []
    for _ in range(400):
        weights = page.softmax(rng.standard_normal((64, 16)) @ rng.standard_normal(16))
        largest.append(weights.max())
        norms.append(np.linalg.norm(page.softmax_jacobian(weights)))
    found = page.saturation(16, 1.0, np.random.default_rng(2), 4000, 64)
    assert found[0].shape == (4000,)
    assert np.mean(largest) == pytest.approx(found[0].mean(), abs=0.05)
    assert np.mean(norms) == pytest.approx(found[1].mean(), abs=0.03)
    few = page.saturation(16, 0.25, np.random.default_rng(3), 50, 2)[1]
    assert few.max() <= 0.5 + 1e-12  # two keys: the norm is 2α(1 − α)
    assert few.max() > 0.49


def test_the_norm_is_that_of_the_jacobian() -> None:
    found, norms = page.saturation(3, 0.7, np.random.default_rng(4), 6, 5)
    rng = np.random.default_rng(4)
    lengths = np.sqrt(rng.chisquare(3, (6, 1)))
    weights = page.softmax(0.7 * lengths * rng.standard_normal((6, 5)))
    np.testing.assert_allclose(norms, [np.linalg.norm(page.softmax_jacobian(alpha)) for alpha in weights])
    np.testing.assert_allclose(found, weights.max(axis=1))


@pytest.mark.parametrize("heads", [1, 2, 3])
def test_multi_head_attention_is_one_attention_a_slice(heads: int) -> None:
    X, weights = rows(2, N, D), page.random_heads(D, RNG)
    output = page.multi_head_attention(X, weights, heads)
    for sequence, mixed in zip(X, output, strict=True):
        Q, K, V = (sequence @ W for W in weights[:3])
        slices = [slice(i * D // heads, (i + 1) * D // heads) for i in range(heads)]
        joined = np.concatenate([by_loops(Q[:, cut], K[:, cut], V[:, cut]) for cut in slices], axis=1)
        np.testing.assert_allclose(mixed, joined @ weights.output)
        np.testing.assert_allclose(page.sum_over_heads(sequence, weights, heads), mixed)


def test_merging_undoes_splitting_and_a_direct_reshape_mixes_positions() -> None:
    X = np.arange(2.0 * N * D).reshape(2, N, D)
    split = page.split_heads(X, 3)
    assert split.shape == (2, 3, N, 2)
    np.testing.assert_array_equal(split[1, 2], X[1, :, 4:6])
    np.testing.assert_array_equal(page.merge_heads(split), X)
    direct = X.reshape(2, 3, N, 2)
    assert direct.shape == split.shape
    first = [[divmod(int(number), D)[0] for number in row] for row in direct[0, 0]]
    assert first == [[0, 0], [0, 0], [0, 0], [1, 1]]  # four "positions" of the wrong head: three times token 0


def test_one_head_reads_one_pattern_two_heads_read_two_tokens() -> None:
    """With one softmax the output is an average of tokens; two heads keep both apart in slices of the output."""
    V = np.eye(4)
    one = page.attend(np.array([9.0, 9.0, 0.0, 0.0]), V)[1]
    swapped = page.attend(np.array([9.0, 9.0, 0.0, 0.0]), V[[1, 0, 2, 3]])[1]
    np.testing.assert_allclose(one, swapped)  # which of the two was the subject?
    both = [page.attend(np.array(scores), V)[1] for scores in ([9.0, 0, 0, 0], [0, 9.0, 0, 0])]
    assert [int(np.argmax(each)) for each in both] == [0, 1]
    assert min(each.max() for each in both) > 0.99


def test_a_head_has_scores_of_rank_at_most_its_width() -> None:
    X, weights = rows(12, 12), page.random_heads(12, RNG)
    for heads in (1, 3, 6):
        Q, K = (page.split_heads(X @ W, heads) for W in weights[:2])
        assert np.linalg.matrix_rank(Q[0] @ K[0].T) == 12 // heads


def counted(*shapes: int) -> int:
    """Multiply-adds of the product of a matrix (a, b) and one of (b, c)."""
    return len(list(product(*map(range, shapes))))


def test_cost_does_not_depend_on_the_heads_but_for_the_scores() -> None:
    n, d = 5, 8
    for heads in (1, 2, 4):
        found, width = page.cost(n, d, heads), d // heads
        each = counted(n, width, n) + counted(n, n, width)  # scores, and the average of the values
        assert found["weights"] == sum(W.size for W in page.random_heads(d, RNG))
        assert found["multiply_adds"] == 4 * counted(n, d, d) + heads * each == 4 * counted(n, d, d) + 2 * n * n * d
        assert found["scores"] == page.split_heads(rows(n, d), heads)[..., :1].size * n
        assert all(isinstance(count, int) for count in found.values())
    assert page.cost(128, 512, 8) == {"weights": 1_048_576, "multiply_adds": 150_994_944, "scores": 131_072}


def test_undivided_scores_saturate_with_the_width_but_the_mean_norm_falls_below_only_later() -> None:
    rng = np.random.default_rng(5)
    found = {d_k: page.saturation(d_k, 1.0, rng, 4000, 64) for d_k in (16, 64, 512)}
    divided = {d_k: page.saturation(d_k, d_k**-0.5, rng, 4000, 64) for d_k in (16, 64, 512)}
    largest, norms = ({d_k: each[part].mean() for d_k, each in found.items()} for part in (0, 1))
    assert largest[16] + 0.1 < largest[64] < largest[512] - 0.1
    assert norms[16] > norms[64] > 1.05 * divided[64][1].mean()
    assert norms[512] < 0.6 * divided[512][1].mean()
    assert np.median(found[512][1]) < 0.01
    assert np.mean(found[512][1] < 0.01) > 0.5
    for d_k in (16, 64, 512):
        assert divided[d_k][0].mean() == pytest.approx(0.107, abs=0.006)
        assert divided[d_k][1].mean() == pytest.approx(0.1835, abs=0.006)
        assert np.min(divided[d_k][1]) > 0.01
