"""Mini-batch noise, the price of steps in examples, and the limits of the rate."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:minibatch_covariance]
def minibatch_covariance(
    example_gradients: Array, batch_size: int, replacement: bool = True
) -> Array:
    """Covariance of g_B: Σ over B with replacement, less without: none if B is N.

    Args:
        example_gradients: (N, P), one gradient per training example.
        batch_size: B, from 1 to N.
        replacement: whether an example may be drawn twice into one mini-batch.

    Returns:
        (P, P); Σ is the population covariance (divisor N).
    """
    count = len(example_gradients)
    deviations = example_gradients - example_gradients.mean(axis=0)
    covariance = deviations.T @ deviations / count
    correction = 1.0 if replacement else (count - batch_size) / (count - 1)
    return np.asarray(correction * covariance / batch_size)


# --8<-- [end:minibatch_covariance]


def expected_square_norm(gradient: Array, covariance: Array, batch_size: int) -> float:
    """E‖g_B‖² = ‖∇L‖² + tr(Σ)/B, Σ (P, P) (McCandlish et al. 2018, app. A.1)."""
    return float(gradient @ gradient + np.trace(covariance) / batch_size)


# --8<-- [start:noise_scale_parts]
def noise_scale_parts(
    small_square_norm: float, big_square_norm: float, small_batch: int, big_batch: int
) -> tuple[float, float]:
    """‖∇L‖² ≈ (B‖g_B‖² − b‖g_b‖²)/(B − b), tr(Σ) ≈ (‖g_b‖² − ‖g_B‖²)/(1/b − 1/B).

    Unbiased estimates from two batch sizes (McCandlish et al. 2018, appendix A.1).
    Average each over many steps, then divide for the simple noise scale.
    """
    difference = big_batch * big_square_norm - small_batch * small_square_norm
    signal = difference / (big_batch - small_batch)
    noise = (small_square_norm - big_square_norm) / (1 / small_batch - 1 / big_batch)
    return signal, noise


# --8<-- [end:noise_scale_parts]


def noise_floor(
    curvature: float, learning_rate: float, noise_variance: float, batch_size: int
) -> float:
    """Stationary loss of constant-rate SGD in a parabola: L_∞ = ησ²/(2 B (2 − ηλ))."""
    contraction = 2 - learning_rate * curvature
    return learning_rate * noise_variance / (2 * batch_size * contraction)


def examples_for_steps(steps: float, min_steps: float, min_examples: float) -> float:
    """Examples E for more than S_min steps S: (S/S_min - 1)(E/E_min - 1) = 1."""
    return min_examples * (1 + 1 / (steps / min_steps - 1))


def steps_and_examples(
    batch_size: float, min_steps: float, min_examples: float
) -> tuple[float, float]:
    """S = S_min (1 + B_crit/B) and E = B·S, with B_crit = E_min/S_min."""
    steps = min_steps * (1 + min_examples / min_steps / batch_size)
    return steps, batch_size * steps


# --8<-- [start:sgd_steps]
def sgd_steps(
    parameters: Array, X: Array, y: Array, batch_size: int, learning_rate: float
) -> Array:
    """Least-squares SGD, once through X (rows, d) in order: rows/B updates of θ (d,).

    The loss of a mini-batch is half its mean squared error.
    """
    for start in range(0, len(X), batch_size):
        inputs, targets = X[start : start + batch_size], y[start : start + batch_size]
        gradient = inputs.T @ (inputs @ parameters - targets) / len(inputs)
        parameters = parameters - learning_rate * gradient
    return parameters


# --8<-- [end:sgd_steps]


def gradient_descent_steps(X: Array, learning_rate: float, target: float) -> int:
    """Full-batch steps until a least-squares loss is `target` times the first one.

    X is (N, d); the error of the parameters starts at one in every coordinate.
    """
    hessian, start, steps = X.T @ X / len(X), np.ones(X.shape[1]), 0
    error = start
    while error @ hessian @ error > target * (start @ hessian @ start):
        error, steps = error - learning_rate * hessian @ error, steps + 1
    return steps


def scaled_rate(
    base_rate: float, base_batch: int, batch_size: int, exponent: float = 1.0
) -> float:
    """η = η_0 (B/B_0)^exponent: 1 is the linear rule, 1/2 the square-root rule."""
    return base_rate * float((batch_size / base_batch) ** exponent)


def update_covariance(
    covariance: Array, learning_rate: float, batch_size: int
) -> Array:
    """Cov[Δθ] = η² Σ/B of one SGD update, Σ the covariance of gradients, (P, P)."""
    return learning_rate**2 * covariance / batch_size


def best_rate(
    gradient: Array, hessian: Array, covariance: Array, batch_size: float
) -> float:
    """η_best(B) = η_max/(1 + B_noise/B) lowers a quadratic loss most in one step.

    Here η_max = GᵀG/(Gᵀ H G) and B_noise = tr(HΣ)/(Gᵀ H G)
    (McCandlish et al. 2018, §2.2).
    """
    curvature = gradient @ hessian @ gradient
    noise_batch = np.trace(hessian @ covariance) / curvature
    return float(gradient @ gradient / curvature / (1 + noise_batch / batch_size))


# --8<-- [start:largest_stable_rate]
def largest_stable_rate(X: Array, batch_size: int) -> float:
    """Largest η at which the mean square error of least-squares SGD still shrinks.

    With H_i = x_i x_iᵀ, the map S → E[(I - ηH_B) S (I - ηH_B)] of (d, d) matrices is a
    contraction for η < 1/ρ, where ρ is the largest generalized eigenvalue of the two
    (d², d²) matrices below (Mulayoff & Michaeli 2024). Draws are with replacement.

    Args:
        X: (N, d) inputs.
        batch_size: B; B → ∞ gives 2/λ_max of the full batch.
    """
    count, dimension = X.shape
    hessian, identity = X.T @ X / count, np.eye(dimension)
    products = np.einsum("ni,nj->nij", X, X).reshape(count, -1)
    single = products.T @ products / count
    quadratic = (1 - 1 / batch_size) * np.kron(hessian, hessian) + single / batch_size
    linear = np.kron(hessian, identity) + np.kron(identity, hessian)
    factor = np.linalg.inv(np.linalg.cholesky(linear))
    return float(1 / np.linalg.eigvalsh(factor @ quadratic @ factor.T)[-1])


# --8<-- [end:largest_stable_rate]


def gaussian_stable_rate(dimension: int, batch_size: float) -> float:
    """`largest_stable_rate` of infinitely many normal x (d,): η < 2 B/(B + d + 1)."""
    return 2 * batch_size / (batch_size + dimension + 1)


# --8<-- [start:warmup_rate]
def warmup_rate(
    step: int, warmup_steps: int, start_rate: float, peak_rate: float
) -> float:
    """Linear warmup from `start_rate` at step 0 to `peak_rate` at `warmup_steps`."""
    progress = min(1.0, step / warmup_steps)
    return start_rate + progress * (peak_rate - start_rate)


# --8<-- [end:warmup_rate]
