"""The formulas of the page on batch size and convergence."""

from itertools import combinations, product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, from_zero
from snippets.training.batch_size_and_convergence import (
    best_rate,
    examples_for_steps,
    expected_square_norm,
    gaussian_stable_rate,
    minibatch_covariance,
    noise_floor,
    noise_scale_parts,
    sgd_steps,
    steps_and_examples,
    update_covariance,
)

Array = NDArray[np.float64]


def minibatch_means(gradients: Array, size: int, replacement: bool = True) -> list[Array]:
    """The mean gradient of every mini-batch that can be drawn."""
    N = len(gradients)
    drawn = product(range(N), repeat=size) if replacement else combinations(range(N), size)
    return [gradients[list(batch)].mean(axis=0) for batch in drawn]


def covariance(rng: Generator) -> Array:
    """A random covariance matrix, 3×3."""
    factor = rng.standard_normal((3, 3))
    return np.asarray(factor @ factor.T)


@executed("training.batch_size_and_convergence.minibatch_covariance")
def test_minibatch_covariance(rng: Generator) -> Cases:
    gradients = rng.standard_normal((4, 2)) + 1
    for size, replacement in product((1, 2, 4), (True, False)):
        yield {
            "g_B": Outcomes(minibatch_means(gradients, size, replacement)),
            r"\nabla\mathcal L": gradients.mean(axis=0),
            r"\Sigma": np.cov(gradients.T, bias=True),
            "N": 4,
            "B": size,
            r"\text{drawn with replacement}": replacement,
            r"\text{without replacement}": not replacement,
            "result": (None, minibatch_covariance(gradients, size, replacement)),
        }


@executed("training.batch_size_and_convergence.noise_scale_parts", approx=1e-9)
def test_noise_scale_parts(rng: Generator) -> Cases:
    """The approximation is that of a square norm by its mean; here the square norms are the means."""
    G, Sigma, direction = rng.standard_normal(3), covariance(rng), np.array([0.6, 0.8])
    for b, B in ((1, 2), (8, 32), (64, 16)):
        small, big = (expected_square_norm(G, Sigma, size) for size in (b, B))
        yield {
            r"\nabla\mathcal L": G,
            r"\Sigma": Sigma,
            "g_b": np.sqrt(small) * direction,
            "g_B": np.sqrt(big) * direction,
            "b": b,
            "B": B,
            "result": noise_scale_parts(small, big, b, B),
        }


@executed("training.batch_size_and_convergence.noise_floor", approx=0.006, words=("the approximation for",))
def test_noise_floor(rng: Generator) -> Cases:
    near = [(1.0, 0.01), (1.0, 0.03), (0.01, 1.0)]  # λ and η; which product is small enough matters
    for curvature, rate in [(1.5, rng.uniform(0.1, 1.3)), *near, (0.01, 50.0), (100.0, 0.015), (3.0, 0.7)]:
        variance, size = rng.uniform(0.5, 3.0), int(rng.integers(1, 64))
        yield {
            r"\mathcal L_\infty": noise_floor(curvature, rate, variance, size),
            r"\eta": rate,
            r"\lambda": curvature,
            r"\sigma": np.sqrt(variance),
            "B": size,
            "fails": curvature * rate > 2,  # the condition, not the equation
        }


@executed("training.batch_size_and_convergence.examples_for_steps")
def test_examples_for_steps(rng: Generator) -> Cases:
    S_min, E_min = rng.uniform(100, 1000), rng.uniform(1e4, 1e5)
    for ratio in (1.01, 2.0, rng.uniform(3, 100)):
        yield {
            "S": ratio * S_min,
            r"S_{\min}": S_min,
            "E": examples_for_steps(ratio * S_min, S_min, E_min),
            r"E_{\min}": E_min,
            r"B_{\text{crit}}": E_min / S_min,
        }


@executed("training.batch_size_and_convergence.steps_and_examples")
def test_steps_and_examples(rng: Generator) -> Cases:
    S_min, E_min = rng.uniform(100, 1000), rng.uniform(1e4, 1e5)
    for B in (1.0, E_min / S_min, rng.uniform(10, 1e5)):
        S, E = steps_and_examples(B, S_min, E_min)
        yield {r"S_{\min}": S_min, r"E_{\min}": E_min, r"B_{\text{crit}}": E_min / S_min, "B": B, "S": S, "E": E}


@executed("training.batch_size_and_convergence.expected_square_norm")
def test_expected_square_norm(rng: Generator) -> Cases:
    gradients = rng.standard_normal((3, 2)) + 1
    G, Sigma = gradients.mean(axis=0), np.cov(gradients.T, bias=True)
    for B in (1, 2, 4):
        yield {
            "g_B": Outcomes(minibatch_means(gradients, B)),
            r"\nabla\mathcal L": G,
            r"\Sigma": Sigma,
            "B": B,
            "result": expected_square_norm(G, Sigma, B),
        }


@executed("training.batch_size_and_convergence.sgd_steps", approx=0.02)
def test_sgd_steps(rng: Generator) -> Cases:
    """From 0, so that the approximation is that of the displacement; and from elsewhere."""
    k, B, eta = 3, 2, 0.002
    X, y = rng.standard_normal((k * B, 2)), rng.standard_normal(k * B)

    def gradient(theta: Array, first: int, last: int) -> Array:
        inputs = X[first:last]
        return np.asarray(inputs.T @ (inputs @ theta - y[first:last]) / (last - first))

    for start in (np.zeros(2), rng.standard_normal(2)):
        path = [start]
        for step in range(k):
            path.append(path[-1] - eta * gradient(path[-1], B * step, B * step + B))
        yield {
            r"\theta": from_zero([rng.standard_normal(2), rng.standard_normal(2), *path]),
            "t": 2,
            "k": k,
            r"\eta": eta,
            "g_B": from_zero([lambda theta, j=j: gradient(theta, B * j, B * j + B) for j in range(k)]),
            "g_{kB}": lambda theta: gradient(theta, 0, k * B),
            "result": sgd_steps(start, X, y, B, eta),
        }


@executed("training.batch_size_and_convergence.update_covariance")
def test_update_covariance(rng: Generator) -> Cases:
    gradients = rng.standard_normal((3, 2))
    Sigma = np.cov(gradients.T, bias=True)
    for B, eta in ((1, 0.5), (2, 0.3), (4, 2.0)):
        yield {
            r"\Delta\theta": Outcomes([-eta * mean for mean in minibatch_means(gradients, B)]),
            r"\eta": eta,
            "B": B,
            r"\Sigma": Sigma,
            "result": update_covariance(Sigma, eta, B),
        }


@executed("training.batch_size_and_convergence.best_rate")
def test_best_rate(rng: Generator) -> Cases:
    G, H, Sigma = rng.standard_normal(3), covariance(rng), covariance(rng)
    for B in (1.0, 16.0, 1e6):
        yield {
            r"\eta_{\text{best}}": lambda B: best_rate(G, H, Sigma, B),
            r"\eta_{\max}": best_rate(G, H, 0 * Sigma, 1.0),  # without noise
            r"B_{\text{noise}}": np.einsum("ij,ji", H, Sigma) / np.einsum("i,ij,j", G, H, G),
            "B": B,
            "G": G,
            "H": H,
            r"\Sigma": Sigma,
        }


@executed("training.batch_size_and_convergence.gaussian_stable_rate")
def test_gaussian_stable_rate(rng: Generator) -> Cases:
    for d, B in ((1, 1), (20, 4), (int(rng.integers(2, 100)), int(rng.integers(2, 100)))):
        limit = gaussian_stable_rate(d, B)
        yield {r"\eta": limit * (1 - 1e-9), "B": B, "d": d}
        yield {r"\eta": limit * (1 + 1e-9), "B": B, "d": d, "fails": True}
