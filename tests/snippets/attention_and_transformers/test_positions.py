"""Claims of docs/attention-and-transformers/positions.md."""

import numpy as np
import pytest

from scripts.numbers.attention_and_transformers import positions as numbers
from snippets.attention_and_transformers import positions as module
from snippets.attention_and_transformers.positions import Array, attend, causal, rotate, sinusoidal

D = 8


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_without_positions_a_sentence_is_a_bag_and_with_them_it_is_not(rng: np.random.Generator) -> None:
    words = rng.standard_normal((3, D))  # dog, bites, man
    turned = [2, 1, 0]
    np.testing.assert_allclose(attend(words[turned], 0.0), attend(words, 0.0)[turned])
    codes = sinusoidal(range(3), D)
    assert np.abs(attend(words[turned] + codes, 0.0) - attend(words + codes, 0.0)[turned]).max() > 0.1


def test_attention_survives_large_scores_and_never_looks_where_it_must_not(rng: np.random.Generator) -> None:
    X = np.array([[60.0, 0.0], [0.0, 1.0]])
    second = np.exp([0, 1 / np.sqrt(2)])
    np.testing.assert_allclose(attend(X, 0.0), [X[0], second @ X / second.sum()])
    Z = rng.standard_normal((4, D))
    np.testing.assert_allclose(attend(Z, causal(4))[:2], attend(Z[:2], causal(2)))


@pytest.mark.parametrize("first", [0, 1000])
def test_a_causal_mask_alone_carries_order_from_the_second_layer_on(first: int) -> None:
    moved = numbers.order(first)
    assert np.all(moved["1"] < 1e-12)
    assert np.all(moved["2"] > 1e-4)


def test_codes_by_hand() -> None:
    slow = 0.01  # 10000^(−2/4)
    by_hand = [[0, 1, 0, 1], [np.sin(3), np.cos(3), np.sin(3 * slow), np.cos(3 * slow)]]
    np.testing.assert_allclose(sinusoidal([0, 3], 4), by_hand)
    assert len(module.frequencies(5)) == 2  # an odd width leaves its last column without a partner
    waves = module.wavelengths(512)
    assert waves[0] == pytest.approx(2 * np.pi)
    assert 0.95 < waves[-1] / (2 * np.pi * 10_000) < 1
    np.testing.assert_allclose(module.wavelengths(4, base=100), 2 * np.pi * np.array([1, 10]))


def test_a_shift_is_one_rotation_for_all_positions(rng: np.random.Generator) -> None:
    codes = sinusoidal(range(50), D)
    matrix = module.shift(7, D)
    np.testing.assert_allclose(codes[:-7] @ matrix.T, codes[7:], atol=1e-12)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(D), atol=1e-12)


def test_products_of_codes_depend_on_the_distance_alone_and_fall_from_near_to_far() -> None:
    codes = sinusoidal(range(40), D)
    products = codes @ codes.T
    for distance in (0, 1, 9):
        diagonal = np.diag(products, distance)
        np.testing.assert_allclose(diagonal, diagonal[0])
    np.testing.assert_allclose(np.diag(products), D / 2)
    found = numbers.similarity()
    assert found["1"] > found["10"] > found["100"] > found["1000"]


def test_rotated_scores_do_not_notice_a_shift_and_lengths_stay(rng: np.random.Generator) -> None:
    Q, K, positions = rng.standard_normal((5, D)), rng.standard_normal((5, D)), np.arange(5)
    scores = rotate(Q, positions) @ rotate(K, positions).T
    np.testing.assert_allclose(rotate(Q, positions + 1000) @ rotate(K, positions + 1000).T, scores, atol=1e-10)
    np.testing.assert_allclose(np.linalg.norm(rotate(Q, positions), axis=1), np.linalg.norm(Q, axis=1))
    wrong = rotate(Q, positions) @ rotate(K, positions + 3).T  # keys that count from another start
    assert np.abs(wrong - scores).max() > 0.1
    np.testing.assert_allclose(rotate(np.array([[1.0, 0.0]]), [np.pi / 2]), [[0, 1]], atol=1e-12)


def test_a_rotation_turns_a_score_over_the_same_distances_as_the_sinusoids(rng: np.random.Generator) -> None:
    ones = np.tile([1.0, 0.0], (40, D // 2))
    codes = sinusoidal(range(40), D)
    turned = rotate(ones, range(40))
    np.testing.assert_allclose(turned @ turned.T, codes @ codes.T, atol=1e-10)


def test_a_head_may_prefer_a_distance_of_ten() -> None:
    key = np.tile([1.0, 0.0], (30, D // 2))
    query = rotate(key[:1], [-10])  # what it looks for lies ten places back
    scores = rotate(query, [29]) @ rotate(key, range(30)).T
    assert int(np.argmax(scores)) == 19


def test_the_two_layouts_are_one_rotation_on_permuted_columns(rng: np.random.Generator) -> None:
    Q, K, positions = rng.standard_normal((5, D)), rng.standard_normal((5, D)), np.arange(5) * 3
    order = module.to_halves(D)
    assert order.tolist() == [0, 2, 4, 6, 1, 3, 5, 7]
    for base in (10_000.0, 500.0):
        halves = module.rotate_halves(Q[:, order], positions, base)
        np.testing.assert_allclose(halves, rotate(Q, positions, base)[:, order])
    scores = rotate(Q, positions) @ rotate(K, positions).T
    unconverted = module.rotate_halves(Q, positions) @ module.rotate_halves(K, positions).T
    assert np.abs(unconverted - scores).max() > 0.1
    np.testing.assert_array_equal(module.rotate_halves(Q, positions), module.rotate_halves(Q, positions, 10_000))
    np.testing.assert_array_equal(rotate(Q, positions), rotate(Q, positions, 10_000))


def test_slopes_of_alibi_and_what_they_forbid() -> None:
    np.testing.assert_allclose(module.alibi_slopes(8), [2.0**-h for h in range(1, 9)])
    assert module.alibi_slopes(16)[0] == pytest.approx(2**-0.5)
    bias = module.alibi(4, 8)
    np.testing.assert_array_equal(bias[0, 3], [-1.5, -1, -0.5, 0])
    np.testing.assert_array_equal(bias[7, 0], [0, -np.inf, -np.inf, -np.inf])


def weights(bias: Array) -> Array:
    return np.asarray(np.exp(bias) / np.exp(bias).sum())


def test_the_steepest_head_looks_near_and_the_flattest_far() -> None:
    bias = module.alibi(11, 8)
    assert weights(bias[0, 10])[-3:].sum() > 0.75
    assert weights(bias[7, 10])[:8].sum() > 0.7
    assert numbers.alibi() == pytest.approx({"first": np.exp(-5), "last": np.exp(-10 / 256)})


def test_interpolation_meets_no_new_position_and_a_larger_base_slows_the_slow_pairs() -> None:
    assert module.interpolated(np.arange(8192), 2048, 8192).max() < 2048
    assert module.interpolated(4, 2048, 8192) == 1
    plain, slowed = module.wavelengths(128), module.wavelengths(128, module.raised_base(128, 4))
    ratio = slowed / plain
    assert ratio[0] == pytest.approx(1)
    assert ratio[-1] == pytest.approx(4)
    assert np.all(np.diff(ratio) > 0)
    assert numbers.stretch()["slow"] == np.sum(2048 / plain < 1) == 23
