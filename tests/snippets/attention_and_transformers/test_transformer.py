"""Claims of docs/attention-and-transformers/transformer.md."""

import numpy as np
import pytest

from scripts.numbers.attention_and_transformers import transformer as numbers
from snippets.attention_and_transformers import transformer as module
from snippets.attention_and_transformers.transformer import Array, layer_norm
from snippets.foundations.activation_functions import swiglu

D, HEADS = 8, 2
NORMS = (layer_norm, layer_norm, layer_norm)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def changed(X: Array, row: int, rng: np.random.Generator) -> Array:
    """The same rows but one."""
    other = X.copy()
    other[row] = rng.standard_normal(X.shape[1])
    return other


def rows_that_move(before: Array, after: Array) -> list[int]:
    return np.nonzero(np.abs(before - after).max(axis=1) > 1e-9)[0].tolist()


def test_layer_norm_gives_each_row_mean_zero_and_variance_one(rng: np.random.Generator) -> None:
    normalized = layer_norm(5 + 3 * rng.standard_normal((4, 50)))
    np.testing.assert_allclose(normalized.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(normalized.var(axis=1), 1, atol=1e-4)


def test_attention_mixes_positions_and_the_feed_forward_layer_does_not(rng: np.random.Generator) -> None:
    X = rng.standard_normal((5, D))
    other = changed(X, 2, rng)
    feed_forward, attention = module.random_feed_forward(D, 32, rng), module.random_attention(D, HEADS, rng)
    everywhere = np.ones((5, 5), bool)
    assert rows_that_move(feed_forward(X), feed_forward(other)) == [2]
    assert rows_that_move(attention(X, X, everywhere), attention(other, other, everywhere)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_decoder_block_sees_all_of_the_memory_and_only_the_past_of_its_own(
    norm_first: bool, rng: np.random.Generator
) -> None:
    X, memory = rng.standard_normal((5, D)), rng.standard_normal((3, D))
    parts = (
        module.random_attention(D, HEADS, rng),
        module.random_attention(D, HEADS, rng),
        module.random_feed_forward(D, 32, rng),
    )

    def block(X: Array, memory: Array) -> Array:
        return module.decoder_block(X, memory, *parts, NORMS, norm_first)

    if not norm_first:  # the form of 2017 is what you get without asking
        np.testing.assert_array_equal(module.decoder_block(X, memory, *parts, NORMS), block(X, memory))
    assert rows_that_move(block(X, memory), block(changed(X, 3, rng), memory)) == [3, 4]
    assert rows_that_move(block(X, memory), block(X, changed(memory, 2, rng))) == [0, 1, 2, 3, 4]
    for length in range(1, 5):  # all positions in one pass are what one pass for each prefix gives
        np.testing.assert_allclose(block(X, memory)[:length], block(X[:length], memory), atol=1e-12)


def test_attention_survives_scores_of_any_size() -> None:
    same = module.Affine(np.eye(2), np.zeros(2))
    X = np.array([[40.0, 0.0], [0.0, 1.0]])  # scores of 1131 in one row, below 1 in the other
    mixed = module.Attention(same, same, same, same, heads=1)(X, X, np.ones((2, 2), bool))
    second = np.exp([0, 1 / np.sqrt(2)])
    np.testing.assert_allclose(mixed, [X[0], second @ X / second.sum()])


def test_an_encoder_block_sees_every_position_and_knows_no_order(rng: np.random.Generator) -> None:
    X, order = rng.standard_normal((5, D)), rng.permutation(5)
    parts = module.random_attention(D, HEADS, rng), module.random_feed_forward(D, 32, rng)
    block = module.encoder_block(X, *parts, NORMS)
    np.testing.assert_allclose(module.encoder_block(X[order], *parts, NORMS), block[order], atol=1e-12)
    assert rows_that_move(block, module.encoder_block(changed(X, 4, rng), *parts, NORMS)) == [0, 1, 2, 3, 4]


def test_post_norm_ends_in_the_norm_and_pre_norm_in_the_sum(rng: np.random.Generator) -> None:
    X, F = rng.standard_normal((4, D)), module.random_feed_forward(D, 32, rng)
    post = module.sublayer(X, F, layer_norm, norm_first=False)
    np.testing.assert_allclose(post, layer_norm(X + F(X)))
    np.testing.assert_allclose(module.sublayer(X, F, layer_norm, norm_first=True) - X, F(layer_norm(X)))


def test_parameters_of_gpt2_small_and_of_the_models_of_2017() -> None:
    assert module.decoder_only_parameters(768, 12, 50_257, 1024) == 124_439_808  # as its weights are counted
    for d in (512, 768):
        assert module.block_parameters(d, 4 * d) == 12 * d**2 + 13 * d
        assert module.block_parameters(d, 4 * d, 2) - module.block_parameters(d, 4 * d) == 4 * d**2 + 6 * d
    found = numbers.original()
    assert found["base"] == pytest.approx(65, rel=0.04)
    assert found["big"] == pytest.approx(213, rel=0.01)
    assert numbers.gpt2()["feed_forward"] == pytest.approx(2 / 3, abs=0.001)


@pytest.mark.parametrize("first", [0, 1000])
def test_attention_alone_makes_all_rows_equal_and_residual_sums_prevent_it(first: int) -> None:
    found = numbers.collapse(first)
    assert found["alone.2"].mean() < 0.05  # over two hundred seeds 0.023 ± 0.009
    assert np.all(found["alone.6"] < 1e-6)
    assert found["residual.6"].mean() > 0.4  # 0.63 ± 0.09


def multiply_adds(a: Array, b: Array) -> int:
    """Of the product of two matrices."""
    return int(a.shape[0] * a.shape[1] * b.shape[1])


def test_attention_costs_less_than_a_recurrence_while_the_sequence_is_shorter_than_wide(
    rng: np.random.Generator,
) -> None:
    for n, d in ((3, 8), (8, 8), (20, 8)):
        Q, W = rng.standard_normal((n, d)), rng.standard_normal((d, d))
        attention, recurrence = module.mixing_costs(n, d).values()
        assert attention.multiply_adds == multiply_adds(Q, Q.T) + multiply_adds(Q @ Q.T, Q)
        assert recurrence.multiply_adds == sum(2 * multiply_adds(Q[:1], W) for _ in range(n))
        assert np.sign(attention.multiply_adds - recurrence.multiply_adds) == np.sign(n - d)
        assert (attention.sequential_steps, attention.path) == (1, 1)
        assert (recurrence.sequential_steps, recurrence.path) == (n, n)
        assert (attention.kept, recurrence.kept) == (2 * Q.size, Q[0].size)


def test_a_state_as_wide_as_llama_is_as_large_as_the_cache_of_half_a_token() -> None:
    attention, recurrence = module.mixing_costs(1, 4096).values()
    assert attention.kept == 2 * recurrence.kept
    assert numbers.cache() == {"token_mib": 0.5, "context_gib": 2.0}


def test_the_stream_of_pre_norm_grows_and_late_blocks_change_it_less() -> None:
    found = numbers.stream(first=1000)  # the recorded seeds are measured again elsewhere
    growth = np.diff([found[f"pre.{block}"].mean() for block in range(13)])
    assert np.all(growth > 0)
    assert np.all(found["pre.12"] > 4)
    assert np.all(np.abs(found["post.12"] - 1) < 1e-3)
    assert np.all(found["pre.last"] < 0.8 * found["pre.first"])
    assert np.all(found["pre.last"] < 0.7 * found["post.last"])


def test_in_pre_norm_the_input_reaches_the_end_unchanged_and_in_post_norm_it_does_not(rng: np.random.Generator) -> None:
    X, functions = rng.standard_normal((6, D)), module.random_sublayers(D, HEADS, 3, rng)
    streams = module.stack(X, functions, norm_first=True)
    added = [F(layer_norm(before)) for F, before in zip(functions, streams, strict=False)]
    np.testing.assert_allclose(streams[-1], X + np.sum(added, axis=0))
    silent = [lambda X: 0 * X] * 4
    np.testing.assert_array_equal(module.stack(X, silent, norm_first=True)[-1], X)
    assert np.abs(module.stack(X, silent, norm_first=False)[-1] - X).max() > 0.1


def test_two_thirds_of_the_width_pay_for_the_gate() -> None:
    assert (module.gated_width(2), module.gated_width(768)) == (5, 2048)
    assert module.feed_forward_parameters(768, 2048, gated=True) == module.feed_forward_parameters(768, 3072, False)
    assert (module.gated_width(4096), module.gated_width(4096, 256)) == (10_922, 11_008)
    assert module.gated_width(768, 256) == 2048  # already a multiple
    shapes = {"X": (1, 6), "gate": (6, 16), "value": (6, 16), "output": (16, 6)}
    weights = sum(np.prod(shape) for name, shape in shapes.items() if name != "X")
    assert module.feed_forward_parameters(6, 16, gated=True) == weights
    assert swiglu(*(np.ones(shape) for shape in shapes.values())).shape == (1, 6)


def test_the_feed_forward_layer_does_most_of_the_work_until_the_length_is_twice_the_width() -> None:
    share = numbers.share()
    assert share["0"] == pytest.approx(2 / 3, abs=0.001)
    assert (share["2"], share["6"]) == pytest.approx((1 / 2, 1 / 3))
    n, d = 10, 4
    work = module.work_of_a_block(n, d)
    X, W = np.ones((n, d)), np.ones((d, 4 * d))
    assert work["feed-forward"] == multiply_adds(X, W) + multiply_adds(X @ W, W.T)
    assert work["projections"] == 4 * multiply_adds(X, np.ones((d, d)))
    assert work["scores and mixing"] == module.mixing_costs(n, d)["attention"].multiply_adds


def test_a_gate_multiplies_two_maps_so_it_is_quadratic() -> None:
    assert numbers.doubled() == pytest.approx({"relu": 2, "bilinear": 4, "swiglu": 4})


def test_the_layer_is_a_sum_of_values_weighted_by_how_well_the_keys_match(rng: np.random.Generator) -> None:
    inner, outer = module.random_affine(D, 32, rng), module.random_affine(32, D, rng)
    x = rng.standard_normal(D)
    read = sum(max(key @ x, 0) * value for key, value in zip(inner.W.T, outer.W, strict=True))
    np.testing.assert_allclose(module.feed_forward(x[None], inner, outer)[0], read)
