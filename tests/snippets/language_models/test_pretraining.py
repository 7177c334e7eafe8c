"""Claims of docs/language-models/pretraining.md."""

from math import log

import numpy as np
import pytest

from scripts.numbers.language_models import pretraining as numbers
from snippets.language_models import pretraining as page


def test_an_encoder_sees_all_a_decoder_what_came_and_a_prefix_model_both() -> None:
    assert page.visible(4, 4).all()
    np.testing.assert_array_equal(page.visible(4, 0), np.tril(np.ones((4, 4), bool)))
    prefix = page.visible(5, 2)
    assert prefix[:2, :2].all()
    assert not prefix[:2, 2:].any()
    np.testing.assert_array_equal(prefix[2:], page.visible(5, 0)[2:])


def test_next_token_loss_of_a_hand_worked_example() -> None:
    p = np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8], [0.9, 0.05, 0.05]])
    assert page.next_token_loss(p, np.array([0, 1, 2])) == pytest.approx(-(log(0.25) + log(0.8)) / 2)
    uniform = np.full((7, 50_257), 1 / 50_257)
    assert page.next_token_loss(uniform, np.arange(7)) == pytest.approx(numbers.gpt2()["first_loss"])


def test_masking_hides_15_percent_of_which_80_10_10() -> None:
    x = np.random.default_rng(0).integers(1000, 30_000, (400, 500))
    read, targets = page.mask_tokens(x, 103, 30_000, np.random.default_rng(1))
    chosen = targets != -100
    np.testing.assert_array_equal(targets[chosen], x[chosen])
    np.testing.assert_array_equal(read[~chosen], x[~chosen])
    assert chosen.mean() == pytest.approx(0.15, abs=0.004)
    hidden, kept = read[chosen] == 103, read[chosen] == x[chosen]
    assert hidden.mean() == pytest.approx(0.8, abs=0.01)
    assert kept.mean() == pytest.approx(0.1, abs=0.008)
    exchanged = read[chosen][~hidden & ~kept]
    assert exchanged.min() >= 0
    assert exchanged.max() < 30_000
    assert np.mean(exchanged < 15_000) == pytest.approx(0.5, abs=0.04)


def test_span_corruption_of_the_papers_example() -> None:
    words = ["Thank", "you", "for", "inviting", "me", "to", "your", "party", "last", "week", "."]
    read, target = page.corrupt_spans(words, [(2, 4), (8, 9)])
    assert " ".join(read) == "Thank you <extra_id_0> me to your party <extra_id_1> week ."
    assert " ".join(target) == "<extra_id_0> for inviting <extra_id_1> last <extra_id_2>"


def test_the_lowest_loss_at_equal_compute_is_where_a_search_finds_it() -> None:
    for fit in (numbers.PRINTED, numbers.REFITTED):
        for flops in (1e19, numbers.BUDGET):
            N, D = page.compute_optimal(flops, fit)
            assert page.training_flops(N, D) == pytest.approx(flops)
            sizes = np.logspace(6, 14, 80_001)
            losses = [page.parametric_loss(size, flops / (6 * size), fit) for size in sizes]
            assert pytest.approx(sizes[np.argmin(losses)], rel=1e-3) == N


def test_the_optimal_size_grows_as_the_stated_power_of_compute() -> None:
    for name, fit in (("printed", numbers.PRINTED), ("refitted", numbers.REFITTED)):
        N, _ = page.compute_optimal(1e20, fit)
        tenfold, _ = page.compute_optimal(1e21, fit)
        assert np.log10(tenfold / N) == pytest.approx(numbers.exponent()[name])


def test_the_refitted_law_finds_chinchilla_and_puts_gopher_beside_the_valley() -> None:
    optimum = numbers.optimum()
    assert optimum["refitted"]["parameters"] == pytest.approx(70, rel=0.05)
    assert optimum["refitted"]["tokens"] == pytest.approx(1400, rel=0.1)
    assert optimum["printed"]["parameters"] < 35
    losses = numbers.losses()
    assert losses["chinchilla"] < losses["gopher"]
    assert page.training_flops(*numbers.CHINCHILLA) == pytest.approx(5.88e23)
    assert page.training_flops(*numbers.GOPHER) == pytest.approx(5.04e23)


def test_tokens_for_a_loss_are_those_behind_which_it_is_reached() -> None:
    tokens = page.tokens_for(2.1, 3e9, numbers.REFITTED)
    assert page.parametric_loss(3e9, tokens, numbers.REFITTED) == pytest.approx(2.1)
    assert page.parametric_loss(1.0, 1.0, page.Fit(1, 2, 3, 0.4, 0.5)) == 6
    half = numbers.half_size()
    assert half["tokens"] > 2 * 1.4
    assert half["compute"] > 1


def test_bits_per_byte_rank_models_that_perplexities_rank_wrongly() -> None:
    assert page.bits_per_byte(log(2), 8, 8) == pytest.approx(1)
    assert page.bits_per_byte(log(2), 2, 8) == pytest.approx(1 / 4)
    assert page.perplexity(log(100)) == pytest.approx(100)
    bits = numbers.bits()
    assert bits["fine_perplexity"] < bits["coarse_perplexity"]
    assert bits["fine"] > bits["coarse"]
