"""Claims of docs/optimization/warmup.md."""

import numpy as np
import pytest

from scripts.numbers.optimization import warmup as numbers
from snippets.optimization import warmup as page
from snippets.optimization.adaptive_optimizers import adam_step


@pytest.mark.parametrize("gradient", [1e-4, 1.0, 1e6, -1e6])
def test_the_first_step_of_adam_has_the_length_of_the_rate_whatever_the_gradient(gradient: float) -> None:
    zero = np.zeros(1)
    moved, _ = adam_step(zero, np.array([gradient]), (zero, zero, 0), 0.001)
    assert moved[0] == pytest.approx(-0.001 * np.sign(gradient), rel=1e-3)


def test_linear_warmup_reaches_its_peak_and_stays() -> None:
    rates = [page.linear_warmup(step, 4, 0.2) for step in range(1, 7)]
    assert rates == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.2, 0.2])


def test_the_schedule_of_the_transformer_peaks_at_the_end_of_the_warmup() -> None:
    rates = np.array([page.transformer_rate(step, 512, 4000) for step in range(1, 20_001)])
    assert rates.argmax() == 3999
    assert rates.max() == pytest.approx(6.99e-4, rel=1e-3)
    assert rates[1999] == pytest.approx(rates.max() / 2)
    assert rates[15_999] == pytest.approx(rates.max() / 2)
    assert page.transformer_rate(4000, 2048, 4000) == pytest.approx(rates.max() / 2)


def test_a_constant_gradient_moves_adam_by_the_full_rate_in_every_step() -> None:
    np.testing.assert_allclose(page.update_sizes(np.full((50, 3), 0.7)), 1, rtol=1e-6)


def test_the_sizes_are_root_mean_squares_of_the_steps() -> None:
    """Two weights, of which one gets nothing: half of the squares are 0."""
    sizes = page.update_sizes(np.array([[1.0, 0.0], [1.0, 0.0]]))
    np.testing.assert_allclose(sizes, np.sqrt(0.5), rtol=1e-6)
    theta, zero = np.zeros(1), np.zeros(1)
    first, moments = adam_step(theta, np.array([1.0]), (zero, zero, 0), 1.0, (0.5, 0.9))
    second, _ = adam_step(first, np.array([-2.0]), moments, 1.0, (0.5, 0.9))
    found = page.update_sizes(np.array([[1.0], [-2.0]]), (0.5, 0.9))
    assert found[1] == pytest.approx(abs((second - first)[0]))


@pytest.mark.parametrize("first", [0, 1000])
def test_noise_alone_moves_adam_farthest_at_the_start(first: int) -> None:
    size = numbers.noise(first)
    assert size["1"] == pytest.approx(1, abs=1e-4)
    assert np.all(np.diff([size[name].mean() for name in ("1", "2", "10", "100")]) < 0)
    assert size["1000"] == pytest.approx(page.settled_size(), abs=0.02)
    assert page.settled_size(0.5) == pytest.approx(np.sqrt(1 / 3))


def test_the_rule_of_thumb() -> None:
    assert page.default_warmup() == pytest.approx(2000)
    assert page.default_warmup(0.95) == pytest.approx(40)
