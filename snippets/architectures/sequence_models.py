"""A GRU cell forward and backward, and what a decoder is trained on, in NumPy."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.recurrent_networks import (
    Weights,
    parameter_count,
    random_weights,
    sigmoid,
)

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]


# --8<-- [start:gru_step]
def gru_step(x: Array, h: Array, weights: Weights) -> tuple[Array, ...]:
    """One step (Cho et al., 2014): new h, reset r, update z, candidate; all (h,).

    weights: W_x (rows, d), W_h (rows, h), bias (rows,): h rows for r, z, candidate.
    """
    W_r, W_z, W = np.split(weights.inputs, 3)
    U_r, U_z, U = np.split(weights.states, 3)
    b_r, b_z, b = np.split(weights.bias, 3)
    r = sigmoid(W_r @ x + U_r @ h + b_r)  # which parts of the old state are read
    z = sigmoid(W_z @ x + U_z @ h + b_z)  # which parts of the old state are kept
    candidate = np.tanh(W @ x + U @ (r * h) + b)
    return (1 - z) * candidate + z * h, r, z, candidate


# --8<-- [end:gru_step]


# --8<-- [start:reset_after_step]
def reset_after_step(x: Array, h: Array, weights: Weights, inner: Array) -> Array:
    """New state (h,) as PyTorch computes it: r scales what U and `inner` make, not h.

    inner: second bias of the candidate, shape (h,), inside the reset gate's reach.
    """
    at_x = weights.inputs @ x + weights.bias
    x_r, x_z, x_new = np.split(at_x, 3)
    h_r, h_z, h_new = np.split(weights.states @ h, 3)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    return (1 - z) * np.tanh(x_new + r * (h_new + inner)) + z * h


# --8<-- [end:reset_after_step]


# --8<-- [start:gru_step_backward]
def gru_step_backward(
    step: tuple[Array, ...], h: Array, weights: Weights, at_new: Array
) -> Array:
    """Carry `at_new` (h,), the gradient by h_t, back to h_{t-1}.

    step: what `gru_step` gave.
    """
    _, r, z, candidate = step
    U_r, U_z, U = np.split(weights.states, 3)
    at_candidate = at_new * (1 - z) * (1 - candidate**2)
    at_z = at_new * (h - candidate) * z * (1 - z)
    at_reset_state = U.T @ at_candidate
    at_r = at_reset_state * h * r * (1 - r)
    through_weights = U_r.T @ at_r + U_z.T @ at_z + at_reset_state * r
    return z * at_new + through_weights  # the direct path is the factor z


# --8<-- [end:gru_step_backward]


def gru_parameters(d: int, h: int, bias_vectors: int = 1) -> int:
    """3 (n (d + n) + n) parameters of n GRU units; PyTorch keeps two bias vectors."""
    return parameter_count(d, h, 3, bias_vectors)


def gru_weights(
    d: int,
    h: int,
    rng: np.random.Generator,
    update_bias: float = 0.0,
    scale: float = 1.0,
) -> Weights:
    """Uniform in ±1/√h, W_h `scale` times as large; update gates have `update_bias`."""
    weights = random_weights(d, h, 3, rng)
    weights.bias[h : 2 * h] = update_bias
    return weights._replace(states=scale * weights.states)


def gru_gradient_profile(
    steps: int, rng: np.random.Generator, update_bias: float, scale: float = 1.0
) -> Array:
    """Norms of ∂L/∂h, 0 … `steps` steps before the last, from norm 1: (steps + 1,).

    An untrained GRU with 64 units on noise (16 inputs), as in `gradient_profile`.
    """
    weights = gru_weights(16, 64, rng, update_bias, scale)
    h, before = np.zeros(64), []
    for x in rng.standard_normal((steps + 1, 16)):
        before.append((h, gru_step(x, h, weights)))
        h = before[-1][1][0]
    gradient = rng.standard_normal(64)
    gradient /= np.linalg.norm(gradient)
    norms = [1.0]
    for h, step in before[:0:-1]:
        gradient = gru_step_backward(step, h, weights, gradient)
        norms.append(float(np.linalg.norm(gradient)))
    return np.array(norms)


def gru_gradient_profiles(
    steps: int, update_bias: float, scale: float = 1.0, seeds: int = 100
) -> Array:
    """`gru_gradient_profile` for several seeds, shape (seeds, steps + 1)."""
    rngs = [np.random.default_rng(seed) for seed in range(seeds)]
    profiles = [gru_gradient_profile(steps, rng, update_bias, scale) for rng in rngs]
    return np.array(profiles)


# --8<-- [start:teacher_forcing]
def shift_right(targets: Tokens, start: int) -> Tokens:
    """What the decoder reads (T,): the start token, then all targets but the last."""
    return np.append(start, targets[:-1])


def teacher_forced_loss(log_probabilities: Array, targets: Tokens) -> float:
    """−Σ_t log p_t(y_t): row t of (T, V) was computed from the TRUE tokens before."""
    return float(-np.sum(log_probabilities[np.arange(len(targets)), targets]))


def generate(next_token: Callable[[list[int]], int], end: int, limit: int) -> list[int]:
    """Free running: every token is chosen from the model's OWN earlier tokens."""
    tokens: list[int] = []
    while len(tokens) < limit and (not tokens or tokens[-1] != end):
        tokens.append(next_token(tokens))
    return tokens


# --8<-- [end:teacher_forcing]


# --8<-- [start:expected_errors]
def expected_errors(error: float, recovery: float, steps: int) -> float:
    """Expected wrong tokens of a free-running decoder in a two-state chain.

    On a right prefix the next token is wrong with probability `error`. On a derailed
    one it is right with probability `recovery`; a right token ends the trouble.
    """
    wrong, total = 0.0, 0.0
    for _ in range(steps):
        wrong = error * (1 - wrong) + (1 - recovery) * wrong
        total += wrong
    return total


# --8<-- [end:expected_errors]
