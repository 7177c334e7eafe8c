"""Numbers of `docs/practice/deployment.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.practice import deployment as page
from snippets.practice.hyperparameter_tuning import hit_probability

Runs = NDArray[np.float64]
RESNET_18 = 11_689_512
"""Parameters, as torchvision counts them."""


def resnet_18() -> dict[str, float]:
    """Megabytes and mebibytes of its weights in float32, and megabytes in int8."""
    full = page.weight_bytes(RESNET_18, 32)
    return {"fp32": full / 1e6, "mebibytes": full / 2**20, "int8": page.weight_bytes(RESNET_18, 8) / 1e6}


def reading() -> dict[int, float]:
    """Milliseconds to read 7 billion weights at 1 TB/s, by bits."""
    return {bits: 1000 * page.weight_reading_time(7e9, bits, 1e12) for bits in (16, 8, 4)}


def worked() -> list[float]:
    """What −1, 0.2, 0.7 and 2 come back as from 2 bits."""
    return [float(value) for value in page.dequantize(page.quantize(np.array([[-1.0, 0.2, 0.7, 2.0]]), bits=2))[0]]


def layer(first: int = 0) -> dict[str, Runs]:
    """A layer whose first channel has 20 times the range: relative error of the others, and error over its bound."""
    found: dict[str, list[float]] = {}
    for seed in range(first, first + 6):
        W, X = _layer(seed)
        for shared, bits in ((True, 8), (False, 8), (False, 2), (True, 5), (False, 12)):
            name = f"{'tensor' if shared else 'channel'}.{bits}"
            found.setdefault(name, []).append(_relative(W, X, bits, not shared))
        quantized = page.quantize(W, 8, per_row=True)
        error = np.abs((page.dequantize(quantized) - W) @ X[:, 0])
        bound = page.output_error_bound(quantized.scale, X[:, 0])
        found.setdefault("error over bound", []).append(float(np.max(error / bound)))
    return {name: np.array(runs) for name, runs in found.items()}


def _layer(seed: int) -> tuple[page.Array, page.Array]:
    """64 × 256 weights, the first channel with 20 times the range, and 200 inputs."""
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((64, 256)) / 16
    W[0] *= 20
    return W, rng.standard_normal((256, 200))


def _relative(W: page.Array, X: page.Array, bits: int, per_row: bool) -> float:
    difference = (page.dequantize(page.quantize(W, bits, per_row)) - W) @ X
    return float(np.sqrt(np.mean(difference[1:] ** 2) / np.mean((W @ X)[1:] ** 2)))


def serving() -> dict[int, dict[str, float]]:
    """Milliseconds and requests per second at 4 ms plus 0.5 ms per request, by batch size."""
    found = {size: page.batched_serving(size, 0.004, 0.0005) for size in (1, 16)}
    return {size: {"milliseconds": 1000 * seconds, "rate": rate} for size, (seconds, rate) in found.items()}


def stability_index() -> float:
    """From (0.5, 0.3, 0.2) to (0.3, 0.3, 0.4)."""
    return page.population_stability_index(np.array([0.5, 0.3, 0.2]), np.array([0.3, 0.3, 0.4]))


def expected_index() -> float:
    """Without drift, ten bins, known shares, 100 examples."""
    return page.expected_stability_index(10, np.inf, 100)


def alarms(first: int = 0) -> dict[int, Runs]:
    """Share of 3000 drift-free samples whose index exceeds 0.1, by sample size, for several seeds."""
    shares, found = np.full(10, 0.1), {}
    for size in (100, 1000):
        runs = []
        for seed in range(first, first + 4):
            rng = np.random.default_rng([seed, size])
            samples = np.maximum(rng.multinomial(size, shares, size=3000), 0.5) / size
            values = np.array([page.population_stability_index(shares, sample) for sample in samples])
            runs.append(np.mean(values > 0.1))
        found[size] = np.array(runs)
    return found


def slow_page() -> float:
    """Chance that at least one of 100 answers is among the slowest 1 %."""
    return hit_probability(100, 0.01)
