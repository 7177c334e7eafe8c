"""Numbers of `docs/representation-learning/contrastive-learning.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.representation_learning import contrastive_learning as page

Runs = NDArray[np.float64]
DIMENSIONS, SIZES = 10, (8, 64, 512)
CORRELATIONS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


def start() -> dict[str, float]:
    """InfoNCE of equal scores."""
    return {str(size): page.info_nce(np.zeros((size, size))) for size in (64, 4096)}


def truth() -> dict[str, float]:
    """Mutual information of ten pairs of normal numbers, by correlation, in nats."""
    return {f"{rho:g}": page.gaussian_information(rho, DIMENSIONS) for rho in CORRELATIONS}


def bound(first: int = 0) -> dict[str, dict[str, Runs]]:
    """ln N - InfoNCE with the best scores, by N and by correlation: mean of eight mini-batches for each seed."""
    found: dict[str, dict[str, list[float]]] = {f"n{size}": {f"{rho:g}": [] for rho in CORRELATIONS} for size in SIZES}
    for seed in range(first, first + 4):
        rng = np.random.default_rng(seed)
        for size in SIZES:
            for rho in CORRELATIONS:
                estimates = [page.information_bound(_scores(rho, size, rng)) for _ in range(8 if size < 512 else 1)]
                found[f"n{size}"][f"{rho:g}"].append(float(np.mean(estimates)))
    return {size: {rho: np.array(runs) for rho, runs in by_rho.items()} for size, by_rho in found.items()}


def _scores(rho: float, size: int, rng: np.random.Generator) -> page.Array:
    x, noise = rng.standard_normal((2, size, DIMENSIONS))
    return page.best_scores(x, rho * x + np.sqrt(1 - rho**2) * noise, rho)


def hard() -> dict[str, float]:
    """Share of the push that the hardest of three negatives gets: cosines 0.8 (partner), 0.7, 0 and -0.5."""
    cosines = np.array([[0.8, 0.7, 0.0, -0.5]] * 4)
    found = {}
    for temperature in (0.07, 1.0):
        slopes = page.push(cosines / temperature, temperature)[0, 1:]
        found[f"{temperature:g}"] = float(slopes[0] / slopes.sum())
    return found


SHARED, NUISANCE, OUTPUTS = 2, 18, 8


def training(first: int = 0) -> dict[str, Runs]:
    """Share of wrong answers of a linear probe on eight numbers per example, whose label is in what two views share.

    Each view is a rotation of two shared numbers and of 18 that are three times as large and drawn anew for each view.
    Encoders: the eight largest principal components, and a linear one trained by InfoNCE, without labels. (With
    two outputs, some runs stay in a local optimum.)
    """
    found: dict[str, list[float]] = {"pca": [], "contrastive": []}
    for seed in range(first, first + 5):
        rng = np.random.default_rng(seed)
        rotation = np.linalg.qr(rng.standard_normal((20, 20)))[0]
        shared = rng.standard_normal((4000, SHARED))
        views = [
            np.concatenate([shared, 3 * rng.standard_normal((4000, NUISANCE))], axis=1) @ rotation for _ in range(2)
        ]
        labels = (shared[:, 0] > 0) + 2 * (shared[:, 1] > 0)
        components = np.linalg.eigh(views[0].T @ views[0])[1][:, -OUTPUTS:]
        for name, encoder in (("pca", components), ("contrastive", _trained(views[0], views[1], rng))):
            found[name].append(_probe_error(views[0] @ encoder, labels))
    return {name: np.array(runs) for name, runs in found.items()}


def _trained(first: page.Array, second: page.Array, rng: np.random.Generator) -> page.Array:
    """A linear encoder (20, 8), trained on mini-batches of 128 pairs of views."""
    W = rng.standard_normal((first.shape[1], OUTPUTS)) / first.shape[1] ** 0.5
    velocity = np.zeros_like(W)
    for _ in range(400):
        rows = rng.integers(0, len(first), 128)
        a, b = first[rows], second[rows]
        by_a, by_b = page.info_nce_gradient(a @ W, b @ W, 0.5)
        velocity = 0.9 * velocity + a.T @ by_a + b.T @ by_b
        W = W - 0.05 * velocity
    return np.asarray(W)


def _probe_error(features: page.Array, labels: NDArray[np.int64]) -> float:
    """Share of wrong answers on the second half, of a least-squares classifier for the first half."""
    half = len(labels) // 2
    inputs = np.concatenate([features / features.std(), np.ones((len(labels), 1))], axis=1)
    weights = np.linalg.lstsq(inputs[:half], np.eye(4)[labels[:half]], rcond=None)[0]
    return float(np.mean((inputs[half:] @ weights).argmax(axis=1) != labels[half:]))
