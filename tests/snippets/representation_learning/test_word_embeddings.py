"""What docs/representation-learning/word-embeddings.md claims about lookup, negative sampling and analogies."""

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.figures.representation_learning.word_embeddings import PLACES
from snippets.representation_learning.word_embeddings import (
    analogy,
    cosine,
    expected_gradient,
    lookup,
    lookup_gradient,
    negative_sampling,
    noise_distribution,
    shifted_pmi,
    skip_gram_pairs,
    train,
)

Array = NDArray[np.float64]


def test_a_lookup_is_a_product_with_one_hot_vectors() -> None:
    rng = np.random.default_rng(0)
    table, ids = rng.standard_normal((6, 3)), np.array([4, 0, 4, 0])
    np.testing.assert_array_equal(lookup(table, ids), np.eye(6)[ids] @ table)
    upstream = rng.standard_normal((4, 3))
    gradient = lookup_gradient(ids, upstream, 6)
    np.testing.assert_allclose(gradient, np.eye(6)[ids].T @ upstream)
    assert (gradient[[1, 2, 3, 5]] == 0).all()
    np.testing.assert_array_equal(gradient[4], upstream[0] + upstream[2])


def test_pairs_of_a_window_of_one_and_of_two() -> None:
    sentence = np.array([7, 8, 9, 7])
    assert skip_gram_pairs(sentence, 1).tolist() == [[7, 8], [8, 7], [8, 9], [9, 8], [9, 7], [7, 9]]
    assert len(skip_gram_pairs(sentence, 2)) == 10
    assert skip_gram_pairs(sentence, 2)[:2].tolist() == [[7, 8], [7, 9]]


def test_rare_words_are_drawn_more_often_than_they_occur() -> None:
    probabilities = noise_distribution(np.array([1000.0, 1.0]))
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities[0] / probabilities[1] == pytest.approx(1000**0.75) == pytest.approx(177.8, abs=0.1)


def test_scores_without_constraint_converge_to_shifted_pmi() -> None:
    counts = np.random.default_rng(0).integers(1, 30, (5, 5)).astype(float)
    for negatives in (1, 5):
        best = shifted_pmi(counts, negatives)
        assert np.abs(expected_gradient(best, counts, negatives)).max() < 1e-12
        scores = np.zeros((5, 5))
        for _ in range(3000):
            scores -= 0.1 * expected_gradient(scores, counts, negatives) / counts.mean()
        np.testing.assert_allclose(scores, best, atol=1e-2)
    independent = np.outer([1.0, 2, 3], [4.0, 5, 6])
    np.testing.assert_allclose(shifted_pmi(independent, 5), -np.log(5))


def test_the_expected_gradient_is_the_mean_over_drawn_negatives() -> None:
    """One word, two contexts, one dimension: by enumerating all pairs and all negatives."""
    counts, u = np.array([[3.0, 1.0]]), np.array([0.4, -0.7])
    share = counts[0] / 4
    total = np.zeros(2)
    for c, count in enumerate(counts[0]):
        for n, probability in enumerate(share):
            found = negative_sampling(np.ones((1, 1)), u[[[c]]], u[[[[n]]]])
            total[c] += count * probability * found.context[0, 0]
            total[n] += count * probability * found.negatives[0, 0, 0]
    np.testing.assert_allclose(total, expected_gradient(u[None], counts, 1)[0])


def _topics(rng: np.random.Generator) -> NDArray[np.int64]:
    """Pairs of words that share one of three topics of four words each, with a tenth of pairs at random."""
    topics = rng.integers(0, 3, 3000)
    pairs = 4 * topics[:, None] + rng.integers(0, 4, (3000, 2))
    noisy = rng.random(3000) < 0.1
    pairs[noisy] = rng.integers(0, 12, (int(noisy.sum()), 2))
    return np.asarray(pairs)


def test_words_of_one_topic_end_up_near_each_other() -> None:
    rng = np.random.default_rng(0)
    words, contexts = train(_topics(rng), 12, 6, negatives=5, epochs=4, updates=94, learning_rate=0.1, rng=rng)
    similarity = np.array([cosine(vector, words) for vector in words])
    same = np.kron(np.eye(3), np.ones((4, 4))).astype(bool)
    assert similarity[same & ~np.eye(12, dtype=bool)].min() > similarity[~same].max()
    assert similarity[same & ~np.eye(12, dtype=bool)].mean() > similarity[~same].mean() + 0.4
    scores = words @ contexts.T
    assert scores[same].mean() > scores[~same].mean() + 1.5
    assert words.shape == contexts.shape == (12, 6)


def test_an_analogy_adds_and_subtracts() -> None:
    asked = np.eye(3)
    decoys = np.array([[-1.0, 1, -1], [-1, 1, 0], [1, 1, 1], [0, 1, 1], [1, -1, 1]])
    table = np.concatenate([asked, [[-1.0, 1, 1]], decoys])
    assert analogy(table, 0, 1, 2) == 3


@pytest.mark.parametrize(
    ("table", "nearest"),
    [
        ([[1, 0], [2, 1], [2, -1], [1, 0.2]], 0),
        ([[1, 1], [3, 0], [0, 1], [5, 0.3]], 1),
        ([[0, 1], [0, 1.1], [1, 0], [1, 0.5]], 2),
    ],
)
def test_none_of_the_three_words_of_the_question_is_the_answer(table: list[list[float]], nearest: int) -> None:
    assert analogy(np.array(table, float), 0, 1, 2, exclude=False) == nearest
    assert analogy(np.array(table, float), 0, 1, 2) == 3


def test_the_nearest_word_of_an_analogy_may_be_a_word_of_the_question() -> None:
    """In the drawing of the page."""
    man, king, woman, queen = range(4)
    table = np.array([PLACES[word] for word in ("man", "king", "woman", "queen")])
    assert analogy(table, man, king, woman) == queen
    assert analogy(table, man, king, woman, exclude=False) == king
    np.testing.assert_allclose(cosine(np.array([2.0, 0]), np.array([[5.0, 0], [0, 1], [-1, 0]])), [1, 0, -1])
