"""What docs/language-models/generation.md claims about choosing tokens."""

from itertools import chain, combinations, product
from typing import cast

import numpy as np
import pytest

from snippets.language_models.generation import (
    STORY,
    WORDS,
    Array,
    Tokens,
    beam_search,
    length_normalized,
    min_p,
    penalized,
    probabilities,
    ranked_logits,
    renormalized,
    sample,
    short_sighted,
    softmax,
    story,
    top_k,
    top_p,
)

LOGITS = np.array([1.0, 2.0, -1.0, 0.0])
END = WORDS.index(".")


def test_softmax_of_a_hand_worked_example_works_on_the_last_axis_and_for_huge_scores() -> None:
    np.testing.assert_allclose(softmax(np.log([[1.0, 3.0], [2.0, 2.0]])), [[0.25, 0.75], [0.5, 0.5]])
    np.testing.assert_allclose(softmax(np.array([1e4, 1e4 - np.log(3)])), [0.75, 0.25])
    np.testing.assert_allclose(softmax(np.array([[0.0, 0.0], [-2e3, -2e3]])), 0.5)


def test_temperature_raises_odds_to_the_power_of_one_over_t() -> None:
    for T in (0.5, 1.0, 2.0):
        p = probabilities(LOGITS, T)
        assert p.sum() == pytest.approx(1)
        assert p[1] / p[2] == pytest.approx(np.exp(3) ** (1 / T))
    np.testing.assert_allclose(probabilities(LOGITS), softmax(LOGITS))


def test_low_temperature_is_greedy_and_high_temperature_uniform() -> None:
    np.testing.assert_allclose(probabilities(LOGITS, 1e-3), [0, 1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(probabilities(LOGITS, 1e6), 0.25, atol=1e-6)


class Draws:
    """Stands for a generator that draws one number."""

    def __init__(self, u: float) -> None:
        self.u = u

    def random(self) -> float:
        return self.u


def drawing(u: float) -> np.random.Generator:
    return cast("np.random.Generator", Draws(u))


@pytest.mark.parametrize(("u", "token"), [(0.0, 1), (0.29, 1), (0.31, 2), (0.89, 2), (0.91, 4), (0.999, 4)])
def test_sampling_inverts_the_cumulative_sum_and_skips_what_has_no_mass(u: float, token: int) -> None:
    p = np.array([0, 0.3, 0.6, 0, 0.1])
    assert sample(p, drawing(u)) == token
    assert sample(5 * p, drawing(u)) == token


def test_frequencies_of_samples_are_the_truncated_probabilities() -> None:
    rng = np.random.default_rng(0)
    p = top_p(probabilities(LOGITS), 0.9)
    counts = np.bincount([sample(p, rng) for _ in range(20_000)], minlength=4)
    assert counts[2] == 0
    np.testing.assert_allclose(counts / 20_000, p, atol=0.02)


def test_truncations_of_a_hand_worked_example() -> None:
    p = np.array([0.1, 0.5, 0.05, 0.3, 0.05])
    np.testing.assert_allclose(top_k(p, 2), [0, 5 / 8, 0, 3 / 8, 0])
    np.testing.assert_allclose(top_p(p, 0.75), [0, 5 / 8, 0, 3 / 8, 0])
    np.testing.assert_allclose(top_p(p, 0.85), [1 / 9, 5 / 9, 0, 3 / 9, 0])
    np.testing.assert_allclose(min_p(p, 0.15), [1 / 9, 5 / 9, 0, 3 / 9, 0])
    np.testing.assert_allclose(min_p(np.array([0.5, 0.25, 0.25]), 0.5), [0.5, 0.25, 0.25])


def test_top_p_keeps_the_fewest_tokens_that_hold_the_mass() -> None:
    rng = np.random.default_rng(1)
    for mass in (0.01, 0.3, 0.6, 0.9, 0.99):
        p = rng.dirichlet(np.ones(7))
        kept = set(np.flatnonzero(top_p(p, mass)))
        subsets = chain.from_iterable(combinations(range(7), size) for size in range(8))
        fewest = min(len(each) for each in subsets if p[list(each)].sum() >= mass)
        assert len(kept) == fewest
        assert p[list(kept)].sum() >= mass


def test_limits_of_truncation_are_greedy_and_plain_sampling() -> None:
    p = probabilities(LOGITS)
    for greedy in (top_k(p, 1), top_p(p, 1e-9), min_p(p, 1.0)):
        np.testing.assert_array_equal(greedy, [0, 1, 0, 0])
    for plain in (top_k(p, 4), top_p(p, 1.0), min_p(p, 0.0)):
        np.testing.assert_allclose(plain, p)


def test_equal_probabilities_are_cut_by_count_not_all_kept() -> None:
    p = np.full(8, 1 / 8)
    assert [np.count_nonzero(top_k(p, 3)), np.count_nonzero(top_p(p, 0.5))] == [3, 4]
    many = np.tile([0.0, 1.0, 2.0], 40) / 120
    np.testing.assert_array_equal(np.flatnonzero(top_k(many, 3)), [2, 5, 8])
    np.testing.assert_array_equal(np.flatnonzero(top_p(many, 0.045)), [2, 5, 8])


def test_temperature_before_the_cut_keeps_more_than_after_it() -> None:
    z = np.array([2.0, 1.0, 0.0, -1.0])
    first = top_p(probabilities(z, 2.0), 0.9)
    last = renormalized(probabilities(z, 2.0), np.flatnonzero(top_p(probabilities(z), 0.9)))
    assert np.count_nonzero(first) == 4
    assert np.count_nonzero(last) == 3


def test_the_nucleus_is_small_where_the_model_is_sure_and_wide_where_it_is_not() -> None:
    """The caption of the figure; it holds for every temperature and mass that the sliders offer."""
    for T in (0.25, 0.5, 1.0, 1.5, 2.0):
        for mass in (0.05, 0.5, 0.9, 0.95):
            kept = [np.count_nonzero(top_p(probabilities(ranked_logits(s, 16), T), mass)) for s in (3.0, 0.6)]
            assert kept[0] <= kept[1]
    sure, torn = (top_p(probabilities(ranked_logits(s, 16)), 0.9) for s in (3.0, 0.6))
    assert [np.count_nonzero(sure), np.count_nonzero(torn)] == [2, 14]


def test_ranked_logits_give_a_power_law() -> None:
    np.testing.assert_allclose(probabilities(ranked_logits(2.0, 3)), np.array([36, 9, 4]) / 49)


def total_of(tokens: Tokens, log_probabilities: object = story) -> float:
    return sum(float(story(tokens[:place])[token]) for place, token in enumerate(tokens))


def best_of_all() -> tuple[Tokens, float]:
    """Exhaustive search over the three tokens of a story."""
    with np.errstate(invalid="ignore"):
        ranked = [(tokens, total_of(tokens)) for tokens in product(range(len(WORDS)), repeat=3)]
    return max((each for each in ranked if each[0][-1] == END), key=lambda each: each[1])


def spelled(tokens: Tokens) -> str:
    return " ".join(WORDS[token] for token in tokens)


def test_the_model_of_stories_gives_its_table() -> None:
    for beginning, following in STORY.items():
        p = np.exp(story(tuple(WORDS.index(word) for word in beginning)))
        assert {word: pytest.approx(float(value)) for word, value in zip(WORDS, p, strict=True) if value} == following
    assert np.exp(story((0, 2)))[END] == 1


def test_greedy_misses_the_most_probable_story_and_two_beams_find_it() -> None:
    greedy, two = (beam_search(story, END, beam, 3) for beam in (1, 2))
    assert spelled(greedy[0][0]) == "The dog ."
    assert np.exp(greedy[0][1]) == pytest.approx(0.55 * 0.4)
    assert len(greedy) == 1
    best, total = best_of_all()
    assert spelled(best) == "A bird ."
    assert two[0][0] == best
    assert two[0][1] == pytest.approx(total) == pytest.approx(np.log(0.45 * 0.9))
    assert [spelled(tokens) for tokens, _ in two] == ["A bird .", "The dog ."]


def random_model(seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    return np.log(rng.dirichlet(np.ones(3))), np.log(rng.dirichlet(np.ones(3), size=3))


@pytest.mark.parametrize("seed", range(5))
def test_a_beam_that_drops_nothing_is_exact_and_a_beam_of_one_is_greedy(seed: int) -> None:
    first, table = random_model(seed)

    def markov(tokens: Tokens) -> Array:
        return np.asarray(table[tokens[-1]] if tokens else first)

    sequences = [tokens[: tokens.index(2) + 1] if 2 in tokens else tokens for tokens in product(range(3), repeat=4)]
    totals = {each: sum(markov(each[:i])[token] for i, token in enumerate(each)) for each in sequences}
    found = dict(beam_search(markov, 2, 100, 4))
    assert found.keys() == totals.keys()
    for tokens, total in totals.items():
        assert found[tokens] == pytest.approx(total)
    assert beam_search(markov, 2, 100, 4)[0][0] == max(totals, key=lambda each: totals[each])
    greedy: Tokens = ()
    while len(greedy) < 4 and 2 not in greedy:
        greedy = (*greedy, int(np.argmax(markov(greedy))))
    assert [tokens for tokens, _ in beam_search(markov, 2, 1, 4)] == [greedy]


def test_a_larger_beam_finds_the_empty_answer_and_normalization_avoids_it() -> None:
    narrow, wide = (beam_search(short_sighted, 2, beam, 8)[0] for beam in (2, 3))
    assert len(narrow[0]) == 8
    assert narrow[1] == pytest.approx(7 * np.log(0.7), abs=1e-6)
    assert wide[0] == (2,)
    assert wide[1] == pytest.approx(np.log(0.1))
    assert wide[1] > narrow[1]
    assert beam_search(short_sighted, 2, 3, 8, alpha=1.0)[0] == narrow


def test_normalization_divides_by_a_power_of_the_length() -> None:
    assert length_normalized(-6.0, 4, 0.0) == -6.0
    assert length_normalized(-6.0, 4, 0.5) == -3.0
    assert length_normalized(-6.0, 4, 1.0) == -1.5


def test_a_penalty_lowers_seen_tokens_but_depends_on_where_zero_lies() -> None:
    np.testing.assert_allclose(penalized(LOGITS, {1, 2}, 2.0), [1.0, 1.0, -2.0, 0.0])
    np.testing.assert_array_equal(penalized(LOGITS, set(), 2.0), LOGITS)
    np.testing.assert_allclose(probabilities(LOGITS + 5), probabilities(LOGITS))
    shifted = probabilities(penalized(LOGITS + 5, {1}, 1.2))
    assert shifted[1] < 0.7 * probabilities(penalized(LOGITS, {1}, 1.2))[1]


def test_greedy_choice_hangs_on_the_order_of_a_sum() -> None:
    """Two tokens whose logits are the same three numbers, added in the same or in another order."""
    left, right = (0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)
    same, other = (top_k(probabilities(np.array([right, each])), 1) for each in (right, left))
    assert (same.tolist(), other.tolist()) == ([1, 0], [0, 1])
