"""Temperature scaling in PyTorch finds what NumPy finds."""

import numpy as np
import pytest
import torch

from snippets.practice import calibration_and_uncertainty as numpy_page
from snippets.practice import calibration_and_uncertainty_torch as page


@pytest.mark.parametrize("sharpness", [0.4, 1.0, 6.0])
def test_same_temperature(sharpness: float) -> None:
    z, y = numpy_page.simulated(2000, sharpness, np.random.default_rng(0))
    logits = torch.from_numpy(z).requires_grad_()
    assert page.fit_temperature(logits, torch.from_numpy(y)) == pytest.approx(
        numpy_page.fit_temperature(z, y), rel=1e-4
    )
    assert logits.grad is None


@pytest.mark.parametrize("factor", [0.1, 30.0, 300.0])
def test_the_temperature_is_found_far_from_where_the_search_begins(factor: float) -> None:
    z, y = numpy_page.simulated(500, 1.0, np.random.default_rng(4))
    expected = factor * numpy_page.fit_temperature(z, y)
    found = page.fit_temperature(torch.from_numpy(factor * z), torch.from_numpy(y))
    assert found == pytest.approx(expected, rel=1e-4)


def log_loss(z: numpy_page.Array, y: numpy_page.Labels) -> float:
    """Mean cross-entropy by PyTorch."""
    return float(torch.nn.functional.cross_entropy(torch.from_numpy(z), torch.from_numpy(y)))


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 2.5])
def test_the_temperature_is_found_and_nothing_near_it_is_better(sharpness: float) -> None:
    z, y = numpy_page.simulated(20_000, sharpness, np.random.default_rng(3))
    temperature = numpy_page.fit_temperature(z, y)
    assert temperature == pytest.approx(sharpness, rel=0.03)
    least = log_loss(z / temperature, y)
    assert all(log_loss(z / (temperature * factor), y) > least for factor in (0.99, 1.01))


def test_epistemic_part_is_the_mean_divergence_from_the_average() -> None:
    rng = np.random.default_rng(6)
    p = rng.dirichlet(np.ones(4), size=(5, 7))
    mean = torch.from_numpy(p.mean(axis=0))
    divergence = np.mean(
        [torch.nn.functional.kl_div(mean.log(), torch.from_numpy(q), reduction="none").sum(-1).numpy() for q in p],
        axis=0,
    )
    assert numpy_page.ensemble_uncertainty(p)[2] == pytest.approx(divergence)
    assert numpy_page.ensemble_uncertainty(p)[0] == pytest.approx(
        torch.distributions.Categorical(mean).entropy().numpy()
    )
