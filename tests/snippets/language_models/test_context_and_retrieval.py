"""What docs/language-models/context-and-retrieval.md claims about votes, examples, search and fusion."""

from itertools import combinations, product
from math import comb, log

import numpy as np
import pytest

from snippets.language_models.context_and_retrieval import (
    after_one_step,
    answer_accuracy,
    bm25,
    expected_grade,
    fused,
    linear_attention,
    pass_at_k,
    recall_at_k,
    splits,
    vote_accuracy,
)
from snippets.representation_learning.word_embeddings import cosine


def counted_vote(shares: tuple[float, ...], samples: int) -> float:
    """The same probability, by going through all sequences of answers."""
    total = 0.0
    for answers in product(range(len(shares)), repeat=samples):
        votes = [answers.count(answer) for answer in range(len(shares))]
        if votes[0] == max(votes):
            total += float(np.prod([shares[answer] for answer in answers])) / votes.count(votes[0])
    return total


@pytest.mark.parametrize("shares", [(0.6, 0.4), (0.4, 0.35, 0.25), (0.1, 0.2, 0.3, 0.4), (1.0,)])
def test_a_vote_is_right_as_often_as_all_sequences_of_answers_say(shares: tuple[float, ...]) -> None:
    for samples in (1, 2, 3, 5):
        assert vote_accuracy(shares, samples) == pytest.approx(counted_vote(shares, samples))


def test_all_ways_to_divide_three_votes_among_two_and_three_answers() -> None:
    assert list(splits(3, 2)) == [(0, 3), (1, 2), (2, 1), (3, 0)]
    assert len(list(splits(3, 3))) == comb(5, 2)
    assert all(sum(votes) == 3 for votes in splits(3, 3))


def test_one_sample_and_two_samples_are_right_as_often_as_one() -> None:
    assert vote_accuracy((0.37, 0.63), 1) == pytest.approx(0.37)
    assert vote_accuracy((0.37, 0.63), 2) == pytest.approx(0.37)
    assert vote_accuracy((0.6, 0.4), 3) == pytest.approx(0.6**3 + 3 * 0.6**2 * 0.4)


def test_more_votes_help_if_the_right_answer_is_the_most_frequent_and_hurt_otherwise() -> None:
    right, scattered, wrong = (0.6, 0.4), (0.4, 0.2, 0.2, 0.2), (0.4, 0.6)
    for few, many in ((1, 5), (5, 21)):
        for shares in (right, scattered):
            assert vote_accuracy(shares, many) > vote_accuracy(shares, few) + 0.05
        assert vote_accuracy(wrong, many) < vote_accuracy(wrong, few) - 0.05


def test_voting_can_lower_the_mean_accuracy_although_most_questions_gain() -> None:
    easy, hard = (vote_accuracy((p, 1 - p), 41) for p in (0.8, 0.3))
    assert easy > 0.999
    assert hard < 0.01
    assert (easy + hard) / 2 < (0.8 + 0.3) / 2 - 0.03


def test_pass_at_k_is_the_share_of_draws_of_k_that_hold_a_right_sample() -> None:
    samples = [True] * 2 + [False] * 5
    for k in (1, 3, 6):
        draws = list(combinations(samples, k))
        assert pass_at_k(7, 2, k) == pytest.approx(sum(map(any, draws)) / len(draws))
    assert pass_at_k(10, 2, 5) == pytest.approx(7 / 9)
    assert pass_at_k(10, 0, 5) == 0
    assert pass_at_k(10, 6, 5) == 1


def test_pass_at_k_is_unbiased_and_the_plugged_in_share_is_too_low() -> None:
    n, k = 10, 5
    for p in (0.1, 0.3):
        chances = [comb(n, c) * p**c * (1 - p) ** (n - c) for c in range(n + 1)]
        mean = sum(chance * pass_at_k(n, c, k) for c, chance in enumerate(chances))
        plugged = sum(chance * (1 - (1 - c / n) ** k) for c, chance in enumerate(chances))
        assert mean == pytest.approx(1 - (1 - p) ** k)
        assert plugged < mean - 0.03


def test_linear_attention_over_examples_is_one_step_of_gradient_descent() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        inputs, targets, x = rng.standard_normal((6, 3)), rng.standard_normal(6), rng.standard_normal(3)
        attended = 0.2 * linear_attention(x, inputs, targets)
        assert attended == pytest.approx(after_one_step(x, inputs, targets, 0.2))


def test_a_step_from_zero_on_hand_worked_examples() -> None:
    inputs, targets = np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([3.0, -1.0])
    assert after_one_step(np.array([1.0, 1.0]), inputs, targets, 0.5) == pytest.approx(0.5 * (3 * 1 - 1 * 3))
    assert linear_attention(np.array([1.0, 0.0]), inputs, targets) == pytest.approx(3 - 1)


def test_a_guess_pays_if_it_is_right_with_more_than_the_threshold() -> None:
    for threshold in (0.0, 0.5, 0.75, 0.9):
        assert expected_grade(threshold, threshold) == pytest.approx(0)
        assert expected_grade(threshold + 0.05, threshold) > 0.04
        assert expected_grade(1.0, threshold) == 1
    assert expected_grade(0.3) == pytest.approx(0.3)
    assert expected_grade(0.3, 0.5) == pytest.approx(0.3 - 0.7)
    assert expected_grade(0.3, 0.75) == pytest.approx(0.3 - 3 * 0.7)


def test_cosines_ignore_lengths_and_rank_unit_vectors_as_products_and_distances_do() -> None:
    query = np.array([3.0, 4.0])
    chunks = np.array([[6.0, 8.0], [4.0, -3.0], [-3.0, -4.0], [5.0, 0.0]])
    np.testing.assert_allclose(cosine(query, chunks), [1, 0, -1, 0.6], atol=1e-12)
    for seed in range(5):
        rng = np.random.default_rng(seed)
        vectors = rng.standard_normal((20, 4))
        query, *units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        found = cosine(query, np.array(units))
        np.testing.assert_allclose(found, np.array(units) @ query)
        np.testing.assert_allclose(((np.array(units) - query) ** 2).sum(axis=1), 2 - 2 * found)


def test_bm25_of_a_hand_worked_example() -> None:
    chunks = [["a", "a", "b"], ["b"], ["c", "c", "c", "c", "d"]]
    scores = bm25(["a", "c"], chunks, k1=2.0, b=0.5)
    rarity = log(1 + 2.5 / 1.5)
    assert scores[0] == pytest.approx(rarity * 2 / (2 + 2 * (0.5 + 0.5 * 3 / 3)))
    assert scores[1] == 0
    assert scores[2] == pytest.approx(rarity * 4 / (4 + 2 * (0.5 + 0.5 * 5 / 3)))


def test_bm25_has_the_customary_constants() -> None:
    chunks = [["a", "b"], ["a", "c", "c", "d"], ["e", "f", "g"]]
    np.testing.assert_allclose(bm25(["a", "c"], chunks), bm25(["a", "c"], chunks, k1=1.2, b=0.75))
    assert bm25(["c"], chunks)[1] == pytest.approx(log(1 + 2.5 / 1.5) * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3)))


def test_bm25_saturates_prefers_rare_words_and_short_chunks() -> None:
    counts = [1, 2, 4, 8]
    chunks = [["a"] * count + ["x"] * (10 - count) for count in counts]
    scores = bm25(["a"], [*chunks, ["x"] * 10])[:4]
    assert (np.diff(scores) > 0).all()
    assert scores[3] - scores[2] < scores[1] - scores[0]
    common, rare = bm25(["a"], [["a"], ["a"], ["a"], ["b"]])[0], bm25(["b"], [["a"], ["a"], ["a"], ["b"]])[3]
    assert rare > common > 0
    short, long = bm25(["a"], [["a", "x"], ["a", *"xxxxxxx"], ["y"]])[:2]
    assert short > long
    same, equal = bm25(["a"], [["a", "x"], ["a", *"xxxxxxx"], ["y"]], b=0)[:2]
    assert same == pytest.approx(equal)


def test_fusion_of_hand_worked_rankings() -> None:
    scores = fused(([0, 2], [1, 3, 0]))
    assert list(scores) == [0, 1, 2, 3]
    assert list(scores.values()) == pytest.approx([1 / 61 + 1 / 63, 1 / 61, 1 / 62, 1 / 62])
    assert fused(([5],), constant=0) == {5: 1.0}


@pytest.mark.parametrize("constant", [0, 10, 60])
def test_agreement_beats_a_lone_first_place_down_to_the_constant_plus_one(constant: int) -> None:
    def shared(rank: int) -> float:
        ranking = list(range(1, rank + 1))
        return fused((ranking, ranking), constant)[rank]

    lone = fused(([1], [2]), constant)[1]
    assert shared(constant + 1) > lone
    assert shared(constant + 2) == pytest.approx(lone)
    assert shared(constant + 3) < lone


def test_recall_counts_the_relevant_chunks_among_the_first() -> None:
    assert recall_at_k([4, 2, 9, 7], {2, 7, 8}, 2) == pytest.approx(1 / 3)
    assert recall_at_k([4, 2, 9, 7], {2, 7, 8}, 4) == pytest.approx(2 / 3)
    assert recall_at_k([4, 2, 9, 7], {4}, 1) == 1
    assert recall_at_k([4, 2, 9, 7], {2}, 1) == 0


def test_fusion_finds_what_words_and_vectors_find_by_half() -> None:
    words, vectors, relevant = [0, 2], [1, 3, 0], {0, 1}
    assert recall_at_k(words, relevant, 2) == recall_at_k(vectors, relevant, 2) == 0.5
    assert recall_at_k(list(fused((words, vectors))), relevant, 2) == 1


def test_answers_are_a_mean_of_those_with_and_without_the_passage() -> None:
    assert answer_accuracy(0.7, 0.9, 0.2) == pytest.approx(0.63 + 0.06)
    assert answer_accuracy(1.0, 0.9, 0.2) == pytest.approx(0.9)
    assert answer_accuracy(0.0, 0.9, 0.2) == pytest.approx(0.2)
