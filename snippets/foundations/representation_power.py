"""What networks can represent: half-spaces, one hidden layer on the line, and depth."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:perceptron]
def perceptron_step(w: Array, b: float, x: Array, y: int) -> tuple[Array, float]:
    """One example of the perceptron rule: new weights and bias, the old if it is right.

    Args:
        w: weights, shape (d,).
        b: bias.
        x: one example, shape (d,).
        y: its label, 0 or 1.
    """
    predicted = int(w @ x + b > 0)
    return w + (y - predicted) * x, b + (y - predicted)


def perceptron(X: Array, y: NDArray[np.int_], epochs: int) -> tuple[Array, float, int]:
    """Weights, bias and the number of mistakes in the last pass over X, (N, d)."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            before = b
            w, b = perceptron_step(w, b, x, int(label))
            mistakes += b != before
    return w, b, mistakes


# --8<-- [end:perceptron]


# --8<-- [start:interpolant]
def interpolating_weights(knots: Array, values: Array) -> Array:
    """Output weights of the ReLUs at knots[:-1] that join (knots, values) by lines.

    Args:
        knots: c_0 < … < c_n, shape (n + 1,).
        values: v_0, …, v_n, shape (n + 1,).

    Returns:
        By how much the slope changes at each of the first n knots, shape (n,).
    """
    slopes = np.diff(values) / np.diff(knots)
    return np.diff(slopes, prepend=0.0)


def one_hidden_layer(x: Array, knots: Array, values: Array) -> Array:
    """g(x) = v_0 + Σ_j (s_j − s_{j−1}) ReLU(x − c_{j−1}), s_j its slopes; x (M,)."""
    hidden = np.maximum(x[:, None] - knots[:-1], 0)  # (M, n)
    return np.asarray(values[0] + hidden @ interpolating_weights(knots, values))


# --8<-- [end:interpolant]


# --8<-- [start:tent]
def tent(x: Array) -> Array:
    """Two ReLUs: up from 0 to 1 on the first half of [0, 1], down on the second."""
    return np.asarray(2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0))


def sawtooth(x: Array, depth: int) -> Array:
    """`depth` hidden layers of two ReLUs: the tent map applied again and again."""
    for _ in range(depth):
        x = tent(x)
    return x


def linear_pieces(x: Array, y: Array) -> int:
    """Straight pieces of a function sampled at x, which has all its kinks among x."""
    slopes = np.diff(y) / np.diff(x)
    return 1 + int(np.sum(~np.isclose(slopes[1:], slopes[:-1])))


# --8<-- [end:tent]


def trained_on_xor(hidden: int, networks: int, rng: np.random.Generator) -> float:
    """Share of random networks with a hidden ReLU layer that training makes solve XOR.

    Weights start as N(0, 1), those of the output divided by the root of their number,
    biases at 0. Gradient descent on the squared error of all four points, 2000 steps of
    size 0.1; solved if all four outputs are on the right side of 1/2.

    Args:
        hidden: units of the hidden layer.
        networks: how many networks are trained side by side.
        rng: draws the weights.
    """
    X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    W, a = (
        rng.standard_normal((networks, 2, hidden)),
        rng.standard_normal((networks, hidden, 1)),
    )
    a *= hidden**-0.5
    b, c = np.zeros((networks, 1, hidden)), np.zeros((networks, 1, 1))
    for _ in range(2000):
        z = X @ W + b
        h = np.maximum(z, 0)
        error = (
            h @ a + c - y[:, None]
        ) / 2  # slope of the mean of the squares, (networks, 4, 1)
        back = (error @ a.transpose(0, 2, 1)) * (z > 0)
        a -= 0.1 * h.transpose(0, 2, 1) @ error
        c -= 0.1 * error.sum(axis=1, keepdims=True)
        W -= 0.1 * X.T @ back
        b -= 0.1 * back.sum(axis=1, keepdims=True)
    outputs = (np.maximum(X @ W + b, 0) @ a + c)[..., 0]
    return float(np.mean(np.all((outputs > 0.5) == (y > 0.5), axis=1)))
