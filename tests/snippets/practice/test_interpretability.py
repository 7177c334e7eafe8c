"""Claims of docs/practice/interpretability.md."""

from functools import cache

import numpy as np
import pytest

from scripts.numbers.practice import interpretability as numbers
from snippets.practice import interpretability
from snippets.practice.interpretability import Array, Network, input_gradient, integrated_gradients, network_output


@cache
def trained() -> tuple[Network, Array, Array]:
    rng = np.random.default_rng(0)
    network = interpretability.train_network(*interpretability.spot_images(1000, rng), 16, rng)
    return network, *interpretability.spot_images(1000, rng)


def attribution(network: Network, x: Array, steps: int = 1000) -> Array:
    return integrated_gradients(lambda path: input_gradient(network, path), x, np.zeros(64), steps)


def test_network_output_is_worked_by_hand() -> None:
    network = Network(np.array([[1.0, -1.0], [2.0, 0.0]]), np.array([0.0, -1.0]), np.array([3.0, 0.5]), 1.0)
    assert network_output(network, np.array([[2.0, 1.0]])) == pytest.approx(3 * 1 + 0.5 * 3 + 1)


def test_rescaling_and_reordering_hidden_units_changes_the_weights_but_not_the_function() -> None:
    network, images, labels = trained()
    output = network_output(network, images)
    assert np.mean((output > 0) == labels) > 0.99
    hundredfold = interpretability.rescale_hidden(network, np.full(16, 100.0))
    np.testing.assert_allclose(hundredfold.W1, 100 * network.W1)
    assert np.abs(network_output(hundredfold, images) - output).max() < 1e-12
    order = np.random.default_rng(1).permutation(16)
    reordered = Network(network.W1[order], network.b1[order], network.W2[order], network.b2)
    assert np.abs(network_output(reordered, images) - output).max() < 1e-12


def test_rescaling_can_make_any_unit_look_the_most_important() -> None:
    network = trained()[0]
    weakest = int(np.abs(network.W2).argmin())
    factors = np.where(np.arange(16) == weakest, 1e-3, 1.0)
    assert np.abs(interpretability.rescale_hidden(network, factors).W2).argmax() == weakest


def test_weights_depend_on_units_and_standardized_weights_do_not() -> None:
    rng = np.random.default_rng(2)
    meters = rng.standard_normal((1000, 2))
    millimeters = meters * [1000, 1]
    weights, in_millimeters = np.array([2.0, 1.0]), np.array([0.002, 1.0])
    np.testing.assert_allclose(meters @ weights, millimeters @ in_millimeters)
    importance = interpretability.standardized_weights(in_millimeters, millimeters)
    np.testing.assert_allclose(importance, weights * meters.std(axis=0))


def test_input_gradient_equals_finite_differences() -> None:
    network, images, _ = trained()
    x, step = images[3], 1e-6
    slopes = [np.diff(network_output(network, np.stack([x - step * e, x + step * e])))[0] for e in np.eye(64)]
    np.testing.assert_allclose(input_gradient(network, x[None])[0], np.array(slopes) / (2 * step), atol=1e-6)


def test_saturated_unit_has_no_gradient_but_the_whole_attribution() -> None:
    saturated = Network(np.array([[-1.0]]), np.array([1.0]), np.array([-1.0]), 1.0)  # 1 - ReLU(1 - x)
    two, zero = np.array([2.0]), np.array([0.0])
    assert not input_gradient(saturated, two[None])
    total = integrated_gradients(lambda path: input_gradient(saturated, path), two, zero, 100)
    assert total == pytest.approx(1)
    assert network_output(saturated, two[None]) - network_output(saturated, zero[None]) == pytest.approx(1)


def test_integrated_gradients_are_complete_up_to_one_over_the_steps() -> None:
    network, images, labels = trained()
    origin = network_output(network, np.zeros((1, 64)))[0]
    explained = images[labels == 1][:100]
    rises = [network_output(network, x[None])[0] - origin for x in explained]
    gaps = {
        steps: max(abs(attribution(network, x, steps).sum() - rise) for x, rise in zip(explained, rises, strict=True))
        for steps in (10, 100, 1000)
    }
    assert gaps[10] < 0.1 * max(rises)
    assert 7 < gaps[10] / gaps[100] < 14
    assert 7 < gaps[100] / gaps[1000] < 14


@pytest.mark.parametrize("first", [0, 100])
def test_attribution_finds_the_deciding_spot_weights_do_not_and_multiplying_hides_that_weights_are_random(
    first: int,
) -> None:
    found = numbers.toy(first)
    assert found["error"].max() < 0.005
    assert found["attribution"].min() > 4 * max(found["gradient"].max(), found["weights"].max())
    assert np.abs(found["gradient correlation"]).max() < 0.1
    assert found["attribution correlation"].min() > 0.5


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((1, 1, 1), (2, 2, 2, 8)), ((2, 0, 1), (8, 0, 2, 8)), ((5, -3, 1), (50, 18, 2, 8))],
)
def test_permutation_importance_of_a_duplicate_depends_on_how_the_model_splits_it(
    weights: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(4)
    signal, other = rng.standard_normal((2, 100_000))
    noise = rng.standard_normal(100_000)  # no model explains it, and no rise contains it
    X, y = np.stack([signal, signal, other], axis=1), 2 * signal + other + noise
    measured = [
        interpretability.permutation_importance(lambda A: A @ weights, X, y, c, rng) for c in ([0], [1], [2], [0, 1])
    ]
    np.testing.assert_allclose(measured, expected, rtol=0.03, atol=1e-9)
