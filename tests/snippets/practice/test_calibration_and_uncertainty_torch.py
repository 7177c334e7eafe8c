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
