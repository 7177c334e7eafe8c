"""What docs/language-models/serving.md claims about time, batches, blocks and drafts."""

from collections.abc import Callable
from itertools import product
from typing import cast

import numpy as np
import pytest

from snippets.language_models.generation import sample
from snippets.language_models.kv_cache import cache_bytes_per_token
from snippets.language_models.serving import (
    Array,
    Tokens,
    acceptance,
    continuous_steps,
    speculative_pass,
    speed_up,
    static_steps,
    step_seconds,
    tokens_per_pass,
    used_share,
    verified,
)

H100 = {"peak": 989e12, "bandwidth": 3.35e12}
P = np.array([0.5, 0.3, 0.1, 0.1])
Q = np.array([0.3, 0.2, 0.25, 0.25])


def test_one_sequence_waits_for_the_weights_to_be_read() -> None:
    assert step_seconds(1, 7e9, 0, **H100) == pytest.approx(14e9 / 3.35e12)
    assert step_seconds(1, 7e9, 1e9, **H100) == pytest.approx(15e9 / 3.35e12)
    assert step_seconds(1, 7e9, 0, **H100, value_bytes=1) == pytest.approx(7e9 / 3.35e12)


def test_a_batch_is_free_up_to_the_ridge_and_then_costs_arithmetic() -> None:
    one, below, above = (step_seconds(batch, 7e9, 0, **H100) for batch in (1, 295, 296))  # 989/3.35 = 295.2
    assert below == pytest.approx(one, rel=1e-9)
    assert above > 1.001 * one
    assert step_seconds(1000, 7e9, 0, **H100) == pytest.approx(2 * 7e9 * 1000 / 989e12)


def test_caches_of_a_thousand_tokens_keep_full_attention_memory_bound_for_every_batch_that_fits() -> None:
    """The caption of the figure: a step with caches never reaches the arithmetic limit on 80 GB."""
    for heads in (32, 8):
        cache = 1024 * cache_bytes_per_token(32, heads, 128)
        fits = int((80e9 - 14e9) / cache)
        for batch in (1, fits // 2, fits):
            time = step_seconds(batch, 7e9, cache, **H100)
            assert time == pytest.approx((14e9 + batch * cache) / 3.35e12)
            assert time > 2 * 7e9 * batch / 989e12
        assert fits == {32: 122, 8: 491}[heads]


def test_static_and_continuous_batches_of_a_hand_worked_example() -> None:
    lengths = (2, 9, 3, 4, 8, 2, 3, 5)
    assert static_steps(lengths, 4) == 9 + 8
    assert continuous_steps(lengths, 4) == 10
    assert static_steps((5, 1, 1), 2) == static_steps((1, 1, 5), 2) == 6
    assert continuous_steps((5, 1, 1), 2) == 5
    assert continuous_steps((2, 1, 1), 1) == static_steps((2, 1, 1), 1) == 4


def test_continuous_batching_is_never_slower_and_never_faster_than_full_slots() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        lengths = rng.integers(1, 50, 21).tolist()
        continuous = continuous_steps(lengths, 4)
        assert max(sum(lengths) / 4, max(lengths)) <= continuous <= static_steps(lengths, 4)


def test_blocks_waste_less_than_one_block_for_each_sequence() -> None:
    assert used_share((300, 700, 1200), 2048) == pytest.approx(2200 / (3 * 2048))
    assert used_share((300, 700, 1200), 16) == pytest.approx(2200 / (304 + 704 + 1200))
    assert used_share((16, 32), 16) == 1
    assert used_share((1,), 16) == 1 / 16


class Draws:
    """Stands for a generator that draws the given numbers."""

    def __init__(self, *values: float) -> None:
        self.values = list(values)

    def random(self) -> float:
        return self.values.pop(0)


def drawing(*values: float) -> np.random.Generator:
    return cast("np.random.Generator", Draws(*values))


Rule = Callable[[int, Array, Array, np.random.Generator], tuple[int, bool]]


def verified_distribution(rule: Rule, p: Array, q: Array, steps: int = 30) -> Array:
    """What comes out of a rule, over a grid of both random numbers; exact where thresholds lie on the grid."""
    grid = (np.arange(steps) + 0.5) / steps
    found = np.zeros_like(p)
    for token, first, second in product(range(len(p)), grid, grid):
        chosen, _ = rule(token, p, q, drawing(first, second))
        found[chosen] += q[token] / steps**2
    return found


def test_a_verified_token_has_the_distribution_of_the_target() -> None:
    np.testing.assert_allclose(verified_distribution(verified, P, Q), P)
    np.testing.assert_allclose(verified_distribution(verified, P, P), P)


def test_a_rejected_token_must_be_drawn_from_what_the_target_has_more_of_not_from_the_target() -> None:
    def careless(token: int, p: Array, q: Array, rng: np.random.Generator) -> tuple[int, bool]:
        kept = rng.random() * q[token] < p[token]
        return (token, True) if kept else (sample(p, rng), False)

    right, wrong = (verified_distribution(rule, P, Q) for rule in (verified, careless))
    np.testing.assert_allclose(right - wrong, [0.05, 0.01, -0.03, -0.03], atol=1e-12)


def test_a_token_is_kept_with_the_overlap_of_the_two_distributions() -> None:
    grid = (np.arange(1000) + 0.5) / 1000
    kept = sum(Q[i] * np.mean([verified(i, P, Q, drawing(u, 0.5))[1] for u in grid]) for i in range(4))
    never = np.array([1.0, 0.0])
    assert verified(1, never, np.array([0.5, 0.5]), drawing(0.0, 0.5)) == (0, False)
    assert kept == pytest.approx(acceptance(P, Q)) == pytest.approx(0.7)
    assert acceptance(P, P) == pytest.approx(1)
    assert acceptance(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 0


TARGET = np.random.default_rng(1).dirichlet(np.ones(3), size=4)
DRAFT = 0.5 * TARGET + 0.5 * np.random.default_rng(2).dirichlet(np.ones(3), size=4)


def target(tokens: Tokens) -> Array:
    return np.asarray(TARGET[tokens[-1]])


def draft(tokens: Tokens) -> Array:
    return np.asarray(DRAFT[tokens[-1]])


def test_text_written_with_drafts_has_the_distribution_of_the_target_alone() -> None:
    rng = np.random.default_rng(0)
    found, runs = np.zeros((3, 3, 3)), 12_000
    for _ in range(runs):
        tokens: Tokens = (3,)
        while len(tokens) < 4:
            tokens = speculative_pass(target, draft, tokens, 2, rng)
        found[tokens[1:4]] += 1 / runs
    exact = TARGET[3][:, None, None] * TARGET[:3, :, None] * TARGET[None, :3, :]
    drafted = DRAFT[3][:, None, None] * DRAFT[:3, :, None] * DRAFT[None, :3, :]
    assert np.abs(found - exact).max() < 0.015 < np.abs(drafted - exact).max()


def test_each_pass_gives_one_to_gamma_plus_one_tokens_and_their_mean_is_the_formula() -> None:
    rng = np.random.default_rng(0)
    counts = [len(speculative_pass(lambda _: P, lambda _: Q, (0, 1), 4, rng)) - 2 for _ in range(6000)]
    assert {min(counts), max(counts)} == {1, 5}
    assert np.mean(counts) == pytest.approx(tokens_per_pass(0.7, 4), abs=0.08)


def test_a_pass_asks_the_target_at_every_place_and_keeps_the_prefix() -> None:
    asked: list[Tokens] = []

    def watched(tokens: Tokens) -> Array:
        asked.append(tokens)
        return P

    tokens = speculative_pass(watched, lambda _: P, (2, 2), 3, np.random.default_rng(0))
    assert [len(each) for each in asked] == [2, 3, 4, 5]
    assert tokens[:2] == (2, 2)
    assert len(tokens) == 6
    assert asked[-1] == tokens[:5]


def test_tokens_per_pass_and_speed_up_of_hand_worked_examples() -> None:
    assert tokens_per_pass(0.8, 4) == pytest.approx(1 + 0.8 + 0.64 + 0.512 + 0.4096)
    assert tokens_per_pass(0.0, 4) == 1
    assert speed_up(0.8, 4, 0.1) == pytest.approx(3.3616 / 1.4)
    assert speed_up(0.3, 4, 0.2) < 1
