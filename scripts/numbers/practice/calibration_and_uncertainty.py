"""Numbers of `docs/practice/calibration-and-uncertainty.md`."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.activation_functions import softmax
from snippets.practice import calibration_and_uncertainty as page

Runs = NDArray[np.float64]
SHARPNESS = 2.5
"""Factor of the overconfident predictor's logits."""
EXAMPLES = 5000
"""For fitting, and as many for the test."""


def scaling(first: int = 0) -> dict[str, Runs]:
    """Fitted temperature; on other data confidence, accuracy, and the error before and after, over six draws."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in range(first, first + 6):
        z, y = page.simulated(2 * EXAMPLES, SHARPNESS, np.random.default_rng(seed))
        temperature = page.fit_temperature(z[:EXAMPLES], y[:EXAMPLES])
        z, y = z[EXAMPLES:], y[EXAMPLES:]
        found["temperature"].append(temperature)
        found["accuracy"].append(float(np.mean(z.argmax(axis=1) == y)))
        found["confidence"].append(float(softmax(z).max(axis=1).mean()))
        found["before"].append(page.confidence_ece(softmax(z), y))
        found["after"].append(page.confidence_ece(softmax(z / temperature), y))
    return {name: np.array(values) for name, values in found.items()}


def counting(first: int = 0) -> dict[int, Runs]:
    """Error that a perfectly calibrated predictor is found to have on few and on many examples, over ten draws."""
    found: dict[int, list[float]] = {200: [], 20_000: []}
    for count, errors in found.items():
        for seed in range(first, first + 10):
            z, y = page.simulated(count, 1.0, np.random.default_rng(seed))
            errors.append(page.confidence_ece(softmax(z), y))
    return {count: np.array(errors) for count, errors in found.items()}


def conformal(first: int = 0) -> dict[str, Runs]:
    """Coverage and size of 90 % sets of the overconfident predictor; coverage where it is sure and where it is not."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in range(first, first + 6):
        z, y = page.simulated(2 * EXAMPLES, SHARPNESS, np.random.default_rng(seed))
        p = softmax(z)
        scores = 1 - p[np.arange(len(y)), y]
        threshold = page.conformal_threshold(scores[:EXAMPLES], 0.1)
        sets, inside = page.prediction_sets(p[EXAMPLES:], threshold), scores[EXAMPLES:] <= threshold
        sure = p[EXAMPLES:].max(axis=1) > 0.9
        found["coverage"].append(float(inside.mean()))
        found["size"].append(float(sets.sum(axis=1).mean()))
        found["sure"].append(float(inside[sure].mean()))
        found["unsure"].append(float(inside[~sure].mean()))
    return {name: np.array(values) for name, values in found.items()}
