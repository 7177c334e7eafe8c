"""Claims of docs/attention-and-transformers/transformer-variants.md."""

from collections.abc import Callable

import numpy as np
import pytest

from scripts.numbers.attention_and_transformers import transformer_variants as numbers
from snippets.attention_and_transformers import transformer_variants as page


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_patches_are_squares_of_the_image_row_by_row(rng: np.random.Generator) -> None:
    image = rng.standard_normal((3, 8, 12))
    found = page.patches(image, 4)
    assert found.shape == (6, 48)
    np.testing.assert_array_equal(found[0], image[:, :4, :4].ravel())
    np.testing.assert_array_equal(found[1], image[:, :4, 4:8].ravel())
    np.testing.assert_array_equal(found[3], image[:, 4:, :4].ravel())


def test_parameters_of_a_tiny_vit_are_counted_by_hand() -> None:
    # 4 patches of 2 × 2: 13·5 embedding, class token and 5 positions 6·5, one block 12·25 + 13·5, norm 10, head 6·7
    assert page.vit_parameters(2, 2, 5, 1, 7) == 65 + 30 + 365 + 10 + 42
    assert page.vit_parameters(2, 2, 5, 3, 7) - page.vit_parameters(2, 2, 5, 1, 7) == 2 * 365
    assert page.vit_parameters() == 86_567_656


def test_a_single_expert_has_the_gate_1_whatever_the_router_says(rng: np.random.Generator) -> None:
    logits = rng.standard_normal((20, 8))
    gates = page.route(logits, 1)
    np.testing.assert_array_equal(np.sort(gates, axis=1), np.eye(8)[[7] * 20])
    np.testing.assert_array_equal(page.route(3 * logits + 5, 1), gates)  # the same winner, another lead
    assert ((page.route(logits, 2).max(axis=1) > 0.5) & (page.route(logits, 2).max(axis=1) < 1)).all()


def test_a_shift_by_a_patch_moves_the_tokens_and_a_shift_by_a_few_pixels_changes_them() -> None:
    found = numbers.shifted()
    assert max(found[whole].max() for whole in (0, 16, 32)) == 0
    assert min(change.min() for pixels, change in found.items() if pixels % 16) > 0.1
    mean = {pixels: change.mean() for pixels, change in found.items()}
    assert {8, 24} == set(sorted(mean, key=mean.__getitem__)[-2:])  # half a patch is worst


def test_gates_of_the_k_largest_logits_sum_to_one_and_all_others_are_zero(rng: np.random.Generator) -> None:
    logits = rng.standard_normal((20, 6))
    for k in (1, 2, 6):
        gates = page.route(logits, k)
        np.testing.assert_allclose(gates.sum(axis=1), 1)
        assert np.all(np.sum(gates > 0, axis=1) == k)
        smallest = np.min(np.where(gates > 0, logits, np.inf), axis=1)
        assert np.all(np.max(np.where(gates > 0, -np.inf, logits), axis=1, initial=-9) <= smallest)
    np.testing.assert_allclose(page.route(logits, 6), page.softmax(logits))
    two = page.route(np.array([[np.log(3), -5.0, 0.0]]), 2)
    np.testing.assert_allclose(two, [[0.75, 0, 0.25]])


def test_softmax_survives_large_logits() -> None:
    rows = np.array([[1000.0, 1000.0, -1000.0], [-1000.0, -3000.0, -1000.0]])
    np.testing.assert_allclose(page.softmax(rows), [[0.5, 0.5, 0], [0.5, 0, 0.5]])


def test_a_mixture_is_the_weighted_sum_and_computes_only_what_was_chosen(rng: np.random.Generator) -> None:
    X, weights = rng.standard_normal((10, 4)), rng.standard_normal((3, 4, 4))
    gates = page.route(rng.standard_normal((10, 3)), 2)
    computed = []

    def expert(W: np.ndarray) -> Callable[[page.Array], page.Array]:
        def compute(rows: page.Array) -> page.Array:
            computed.append(len(rows))
            return np.asarray(np.tanh(rows @ W))

        return compute

    found = page.mixture(X, gates, [expert(W) for W in weights])
    by_hand = sum(gates[:, i, None] * np.tanh(X @ weights[i]) for i in range(3))
    np.testing.assert_allclose(found, by_hand)
    assert sum(computed) == 2 * 10


def test_balancing_loss_is_alpha_when_even_and_as_many_times_that_as_experts_when_collapsed() -> None:
    found = numbers.balancing()
    assert found["even"] == pytest.approx(0.01)
    assert found["collapsed"] == pytest.approx(4 * 0.01)
    assert found["lower"] < 0.0095  # even routing is not the smallest value: shares and probabilities may differ
    logits = np.log(np.array([[0.7, 0.3], [0.6, 0.4], [0.2, 0.8]]))
    assert page.balancing_loss(logits, 1.0) == pytest.approx(2 * (2 / 3 * 0.5 + 1 / 3 * 0.5))


def test_with_equal_shares_the_loss_is_alpha_whatever_the_probabilities(rng: np.random.Generator) -> None:
    logits = rng.standard_normal((40, 4))
    logits[np.arange(40), np.arange(40) % 4] += 9
    assert page.balancing_loss(logits, 0.01) == pytest.approx(0.01)


def test_balancing_gradient_is_that_of_finite_differences(rng: np.random.Generator) -> None:
    logits = 2 * rng.standard_normal((7, 3))
    gradient = page.balancing_gradient(logits, 0.3)
    for index in np.ndindex(7, 3):
        step = np.zeros((7, 3))
        step[index] = 1e-6  # too small to change what is chosen
        slope = (page.balancing_loss(logits + step, 0.3) - page.balancing_loss(logits - step, 0.3)) / 2e-6
        assert gradient[index] == pytest.approx(slope, abs=1e-8)


def test_capacity_is_rounded_up_and_late_tokens_find_no_place() -> None:
    assert page.capacity(1024, 8, 1.25) == 160
    assert page.capacity(10, 4, 1.0) == 3
    kept = page.within_capacity(np.array([0, 1, 0, 0, 1, 2]), 3, 2)
    np.testing.assert_array_equal(kept, [True, True, True, False, True, True])
    assert numbers.places()["dropped"] == (512 - 160) / 1024


def test_mixtral_has_47_billion_parameters_of_which_13_work() -> None:
    found = numbers.mixtral()
    assert found["all"] == pytest.approx(46.7, abs=0.05)
    assert found["active"] == pytest.approx(12.9, abs=0.05)
    assert found["all"] < found["eight"]
    expert = page.mixtral_parameters(3) - page.mixtral_parameters(2)
    assert expert == 32 * 3 * 4096 * 14_336
    rest = page.mixtral_parameters(0)  # attention, router, norms, embedding and output
    assert rest == 32 * (4096 * 4096 * 2 + 4096 * 1024 * 2 + 4096 * 8 + 2 * 4096) + 4096 + 2 * 32_000 * 4096


@pytest.mark.parametrize("first", [0, 100])
def test_without_balancing_experts_starve_and_with_it_all_work(first: int) -> None:
    seeds = range(first, first + 2)
    for seed in seeds:
        free, balanced = (np.sort(numbers._trained(alpha, seed)) for alpha in (0.0, 1.0))
        assert free[0] < 0.01 < balanced[0]  # of 25 seeds at most 0.0007, and at least 0.036
        assert balanced[-1] < 0.25 + free[0]  # at most 0.204
