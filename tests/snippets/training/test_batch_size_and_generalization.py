"""Claims of docs/training/batch-size-and-generalization.md."""

from functools import cache

import numpy as np
import pytest

from snippets.training.batch_size import gradient_variance
from snippets.training.batch_size_and_generalization import (
    Array,
    hessian_traces,
    network_output,
    noise_scale,
    rescale_layers,
    rescaled_trace,
    teacher_data,
    train_network,
    trial,
)

UPDATES_PER_EPOCH_AT_16, EPOCHS = 32, 30
FULL_RUN = UPDATES_PER_EPOCH_AT_16 * EPOCHS


@cache
def trials(flipped: float, batch_size: int, learning_rate: float, updates: int) -> Array:
    """Mean training loss, training and test accuracy over four draws of task, data and weights, shape (3,)."""
    runs = [trial(seed, flipped, batch_size, learning_rate, updates) for seed in range(100, 104)]
    return np.asarray(np.mean(runs, axis=0))


def equal_epochs(flipped: float, batch_size: int, scaled: bool = False) -> Array:
    rate = 0.1 * batch_size / 16 if scaled else 0.1
    return trials(flipped, batch_size, rate, FULL_RUN * 16 // batch_size)


def equal_updates(flipped: float, batch_size: int) -> Array:
    return trials(flipped, batch_size, 0.1, FULL_RUN)


SIZES = (4, 16, 64, 256, 512)


def test_clean_labels_equal_epochs_one_rate_large_batches_lose_because_they_fit_less() -> None:
    losses, _, accuracies = np.array([equal_epochs(0.0, B) for B in SIZES]).T
    assert accuracies.tolist() == sorted(accuracies, reverse=True)
    assert accuracies[0] - accuracies[-1] > 0.08
    assert losses.tolist() == sorted(losses)
    assert losses[0] < 0.02 < 0.4 < losses[-1]


def test_clean_labels_equal_epochs_scaled_rate_the_loss_of_accuracy_is_gone() -> None:
    accuracies = [equal_epochs(0.0, B, scaled=True)[2] for B in SIZES]
    assert np.ptp(accuracies[:4]) < 0.015
    assert accuracies[-1] > accuracies[0] - 0.01


@pytest.mark.parametrize("flipped", [0.0, 0.2])
def test_equal_updates_every_batch_size_is_about_as_good(flipped: float) -> None:
    accuracies = [equal_updates(flipped, B)[2] for B in SIZES]
    assert np.ptp(accuracies) < 0.025


def test_noisy_labels_equal_epochs_one_rate_the_best_batch_is_in_the_middle() -> None:
    _, fitted, accuracies = np.array([equal_epochs(0.2, B) for B in SIZES]).T
    assert np.argmax(accuracies) == 2
    assert accuracies[2] - max(accuracies[0], accuracies[-1]) > 0.03
    assert fitted.tolist() == sorted(fitted, reverse=True)
    assert fitted[0] > 0.85 > 0.7 > fitted[-1]  # the smallest batch has fitted many wrong labels


def test_noisy_labels_scaled_rate_holds_until_the_full_batch() -> None:
    losses, _, accuracies = np.array([equal_epochs(0.2, B, scaled=True) for B in SIZES]).T
    assert np.ptp(accuracies[:3]) < 0.015
    assert accuracies[-1] < accuracies[0]
    assert losses[-1] > 1.2 * losses[0]  # the rate 3.2 is too high to converge


def test_noise_scale_times_rate_over_examples_is_the_variance_of_an_update() -> None:
    rng = np.random.default_rng(0)
    gradients = rng.standard_normal((200, 3))
    variance = gradients.var(axis=0).sum()
    for rate, B in [(0.1, 1), (0.1, 10), (0.2, 20), (0.5, 200)]:
        exact = rate**2 * gradient_variance(gradients, B)
        assert noise_scale(rate, 200, B) * rate / 200 * variance == pytest.approx(exact * 199 / 200)
    draws = np.array([0.2 * gradients[rng.choice(200, 20, replace=False)].mean(axis=0) for _ in range(4000)])
    measured = draws.var(axis=0).sum()
    assert noise_scale(0.2, 200, 20) * 0.2 / 200 * variance == pytest.approx(measured, rel=0.05)


def test_noise_scale_is_kept_by_scaling_rate_and_batch_together() -> None:
    assert noise_scale(0.1, 50_000, 128) == pytest.approx(39.0, abs=0.05)
    assert noise_scale(0.8, 50_000, 1024) == pytest.approx(38.3, abs=0.05)


def test_hessian_traces_agree_with_finite_differences() -> None:
    rng = np.random.default_rng(0)
    X, y, _ = teacher_data(60, 3, 0.1, rng)
    W, v = rng.standard_normal((3, 4)), rng.standard_normal(4)
    smooth = np.abs(X @ W).min(axis=1) > 1e-4 * np.abs(X).max(axis=1)  # no difference reaches over a kink of ReLU
    X, y = X[smooth], y[smooth]
    assert len(X) > 50

    def loss(point: Array) -> float:
        return float(np.logaddexp(0, -y * network_output(X, point[:12].reshape(3, 4), point[12:])).mean())

    for alpha in (1.0, 3.0):
        layers = rescale_layers(W, v, alpha)
        point, step = np.concatenate([layers[0].ravel(), layers[1]]), 1e-4
        second = np.array([loss(point + step * e) + loss(point - step * e) for e in np.eye(16)])
        diagonal = (second - 2 * loss(point)) / step**2
        assert hessian_traces(X, *layers) == pytest.approx((diagonal[:12].sum(), diagonal[12:].sum()), rel=1e-5)
        assert rescaled_trace(*hessian_traces(X, W, v), alpha) == pytest.approx(diagonal.sum(), rel=1e-5)


def test_a_unit_whose_input_is_exactly_zero_has_no_slope() -> None:
    X, W, v = np.array([[1.0, 1.0]]), np.array([[1.0, 2.0], [-1.0, 1.0]]), np.array([5.0, 0.0])
    assert hessian_traces(X, W, v) == (0, 9 / 4)  # the second unit has a = 3, v = 0; σ(0)(1 − σ(0)) = 1/4


def test_rescaling_keeps_the_function_and_multiplies_the_sharpness() -> None:
    rng = np.random.default_rng(0)
    X, y, true = teacher_data(2512, 20, 0.0, rng)
    W, v = train_network(X[:512], y[:512], 16, 0.1, FULL_RUN, rng)
    traces = hessian_traces(X[:512], W, v)
    sharp = rescale_layers(W, v, 16)
    np.testing.assert_array_equal(network_output(X, *sharp), network_output(X, W, v))
    right = (network_output(X, *sharp) > 0) == (true > 0)
    assert right[512:].mean() > 0.75
    assert sum(hessian_traces(X[:512], *sharp)) == pytest.approx(rescaled_trace(*traces, 16))
    assert rescaled_trace(*traces, 16) > 20 * sum(traces)
    flattest = (traces[0] / traces[1]) ** 0.25
    assert rescaled_trace(*traces, flattest) == pytest.approx(2 * np.sqrt(traces[0] * traces[1]))
    assert rescaled_trace(*traces, flattest) < min(rescaled_trace(*traces, flattest * factor) for factor in (0.9, 1.1))
