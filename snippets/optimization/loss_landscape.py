"""Critical points: how rare minima are, how steps leave saddles, equivalent minima."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Network = tuple[Array, Array, Array, Array]


# --8<-- [start:random_curvature]
def random_curvature(size: int, count: int, rng: np.random.Generator) -> Array:
    """Eigenvalues (count, size) of random symmetric matrices (Gaussian ensemble)."""
    G = rng.standard_normal((count, size, size))
    return np.asarray(np.linalg.eigvalsh((G + G.transpose(0, 2, 1)) / 2))


# --8<-- [end:random_curvature]


# --8<-- [start:steps]
def newton_step(theta: Array, gradient: Array, hessian: Array) -> Array:
    """Jump to the critical point of the quadratic model, of whatever kind."""
    return theta - np.linalg.solve(hessian, gradient)


def saddle_free_step(theta: Array, gradient: Array, hessian: Array) -> Array:
    """θ − |H|⁻¹ g: the eigenvalues of H without their signs (Dauphin et al.)."""
    eigenvalues, directions = np.linalg.eigh(hessian)
    along = directions.T @ gradient
    return np.asarray(theta - directions @ (along / np.abs(eigenvalues)))


# --8<-- [end:steps]


# --8<-- [start:steps_to_leave]
def steps_to_leave(
    start: float, radius: float, learning_rate: float, curvature: float
) -> float:
    """Gradient steps from `start` to `radius` along a direction of negative curvature.

    From y_0 to y_t it takes t = ln(y_t/y_0)/ln(1 + ηλ), λ the size of the curvature.
    """
    return float(np.log(radius / start) / np.log(1 + learning_rate * curvature))


# --8<-- [end:steps_to_leave]


# --8<-- [start:permuted]
def outputs(network: Network, x: Array) -> Array:
    """W₂ tanh(W₁ x + b₁) + b₂ for inputs (N, d); shape (N, k)."""
    W1, b1, W2, b2 = network
    return np.asarray(np.tanh(x @ W1.T + b1) @ W2.T + b2)


def permuted(network: Network, order: NDArray[np.int64]) -> Network:
    """The same function with the hidden units in another order, elsewhere in θ."""
    W1, b1, W2, b2 = network
    return W1[order], b1[order], W2[:, order], b2


# --8<-- [end:permuted]


def interpolated(first: Network, second: Network, share: float) -> Network:
    """Weights on the straight line from `first` (share 0) to `second` (share 1)."""
    W1, b1, W2, b2 = (
        (1 - share) * a + share * b for a, b in zip(first, second, strict=True)
    )
    return W1, b1, W2, b2


def targets(x: Array) -> Array:
    """The function that the networks learn: sin 3x, shape (N, 1)."""
    return np.sin(3 * x)


def loss(network: Network, x: Array) -> float:
    """Mean squared error on the targets."""
    return float(np.mean((outputs(network, x) - targets(x)) ** 2))


def gradient(network: Network, x: Array) -> Network:
    """Gradient of the loss by the four parameters."""
    W1, b1, W2, b2 = network
    hidden = np.tanh(x @ W1.T + b1)
    error = 2 * (hidden @ W2.T + b2 - targets(x)) / len(x)
    back = error @ W2 * (1 - hidden**2)
    return back.T @ x, back.sum(axis=0), error.T @ hidden, error.sum(axis=0)


def trained(
    rng: np.random.Generator, units: int = 10, steps: int = 3000
) -> tuple[Network, Array]:
    """A network after full-batch descent with momentum, and its inputs (40, 1)."""
    x = rng.uniform(-2, 2, (40, 1))
    network: Network = (
        2 * rng.standard_normal((units, 1)),
        rng.standard_normal(units),
        rng.standard_normal((1, units)) / np.sqrt(units),
        np.zeros(1),
    )
    velocity = [np.zeros_like(part) for part in network]
    for _ in range(steps):
        slopes = gradient(network, x)
        velocity = [0.9 * v - 0.02 * g for v, g in zip(velocity, slopes, strict=True)]
        W1, b1, W2, b2 = (a + v for a, v in zip(network, velocity, strict=True))
        network = W1, b1, W2, b2
    return network, x
