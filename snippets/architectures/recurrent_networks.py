"""Recurrent cells, gradients through time, and parameter counts, in NumPy."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Weights(NamedTuple):
    """Of one recurrent layer: W_x (rows, d), W_h (rows, h) and bias (rows,).

    rows is h for a plain RNN and 4h for an LSTM, whose blocks are i, f, g, o.
    """

    inputs: Array
    states: Array
    bias: Array


def random_weights(
    d: int, h: int, blocks: int, rng: np.random.Generator, forget_bias: float = 0.0
) -> Weights:
    """Uniform in ±1/√h; with four blocks the forget gate has bias `forget_bias`."""
    bound = h**-0.5
    bias = np.zeros(blocks * h)
    if blocks == 4:
        bias[h : 2 * h] = forget_bias
    W_x = rng.uniform(-bound, bound, (blocks * h, d))
    return Weights(W_x, rng.uniform(-bound, bound, (blocks * h, h)), bias)


# --8<-- [start:rnn_forward]
def rnn_forward(X: Array, weights: Weights) -> Array:
    """States h_t = tanh(W_x x_t + W_h h_{t-1} + b) from h_0 = 0; X (T, d) to (T, h)."""
    state, states = np.zeros_like(weights.bias), []
    for x in X:
        state = np.tanh(weights.inputs @ x + weights.states @ state + weights.bias)
        states.append(state)
    return np.array(states)


# --8<-- [end:rnn_forward]


# --8<-- [start:rnn_backward]
def rnn_backward(
    X: Array, states: Array, weights: Weights, loss_gradients: Array, window: int
) -> Weights:
    """Gradients of the weights by backpropagation through time (BPTT).

    loss_gradients (T, h) holds what the loss of step t sends to h_t directly. Between
    chunks of `window` steps no gradient passes: a window of T is exact, less truncates.
    """
    gradient = Weights(*(np.zeros_like(part) for part in weights))
    previous = np.vstack([np.zeros_like(states[:1]), states])  # row t is h_{t-1}
    delta = np.zeros_like(weights.bias)
    for t in reversed(range(len(X))):
        cut = (t + 1) % window == 0
        later = np.zeros_like(delta) if cut else weights.states.T @ delta
        delta = (loss_gradients[t] + later) * (1 - states[t] ** 2)
        gradient.inputs[:] += np.outer(delta, X[t])
        gradient.states[:] += np.outer(delta, previous[t])
        gradient.bias[:] += delta
    return gradient


# --8<-- [end:rnn_backward]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


# --8<-- [start:lstm_step]
def lstm_step(x: Array, h: Array, c: Array, weights: Weights) -> tuple[Array, ...]:
    """One step: new h, new c, and the gates i, f, g, o; all have shape (h,)."""
    z = weights.inputs @ x + weights.states @ h + weights.bias
    z_i, z_f, z_g, z_o = np.split(z, 4)
    i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)  # gates, in (0, 1)
    g = np.tanh(z_g)  # candidate, in (−1, 1)
    c = f * c + i * g
    return o * np.tanh(c), c, i, f, g, o


# --8<-- [end:lstm_step]


def lstm_forward(X: Array, weights: Weights) -> Array:
    """All that `lstm_step` returns, from h_0 = c_0 = 0: X (T, d) to (T, 6, h)."""
    h = c = np.zeros(weights.states.shape[1])
    steps = []
    for x in X:
        steps.append(lstm_step(x, h, c, weights))
        h, c = steps[-1][:2]
    return np.array(steps)


def lstm_step_backward(
    step: Array, c_before: Array, weights: Weights, at_h: Array, at_c: Array
) -> tuple[Array, Array]:
    """Carry ∂L/∂h_t and ∂L/∂c_t, both (h,), back to h_{t-1} and c_{t-1}.

    step holds h_t, c_t, i, f, g, o as `lstm_step` returns them; c_before is c_{t-1}.
    """
    _, c, i, f, g, o = step
    at_c = at_c + at_h * o * (1 - np.tanh(c) ** 2)
    at_z = np.concatenate(
        [
            at_c * g * i * (1 - i),
            at_c * c_before * f * (1 - f),
            at_c * i * (1 - g**2),
            at_h * np.tanh(c) * o * (1 - o),
        ]
    )
    return weights.states.T @ at_z, at_c * f  # the direct path is the factor f


def retention(forget_bias: float, steps: int) -> float:
    """σ(b)^k: direct path over k steps, when each forget gate is at its bias b."""
    return float(1 / (1 + np.exp(-forget_bias))) ** steps


def gradient_profile(
    steps: int, rng: np.random.Generator, forget_bias: float | None
) -> Array:
    """Norms of ∂L/∂(h, c), 0 … `steps` steps before the last, from norm 1 at c_T.

    An untrained LSTM with 64 units on noise (16 inputs), or, if forget_bias is None,
    a tanh RNN and ∂L/∂h. Returns shape (steps + 1,).
    """
    blocks = 1 if forget_bias is None else 4
    weights = random_weights(16, 64, blocks, rng, forget_bias or 0.0)
    X = rng.standard_normal((steps + 1, 16))
    gradient = rng.standard_normal(64)
    gradient /= np.linalg.norm(gradient)
    at_h, at_c, norms = np.zeros(64), gradient, [1.0]
    run = rnn_forward(X, weights) if blocks == 1 else lstm_forward(X, weights)
    for t in range(steps, 0, -1):
        if blocks == 1:
            at_c = weights.states.T @ (at_c * (1 - run[t] ** 2))
        else:
            at_h, at_c = lstm_step_backward(run[t], run[t - 1, 1], weights, at_h, at_c)
        norms.append(float(np.sqrt(at_h @ at_h + at_c @ at_c)))
    return np.array(norms)


def gradient_profiles(steps: int, forget_bias: float | None, seeds: int = 100) -> Array:
    """`gradient_profile` for several seeds, shape (seeds, steps + 1)."""
    generators = [np.random.default_rng(seed) for seed in range(seeds)]
    return np.array([gradient_profile(steps, rng, forget_bias) for rng in generators])


# --8<-- [start:parameter_count]
def parameter_count(
    d: int, h: int, blocks: int, bias_vectors: int = 1, directions: int = 1
) -> int:
    """Parameters of one recurrent layer with d inputs and h units.

    blocks: 1 for a plain RNN, 3 for a GRU, 4 for an LSTM.
    bias_vectors: per block; PyTorch keeps 2.
    """
    return directions * blocks * (h * (d + h) + bias_vectors * h)


# --8<-- [end:parameter_count]


# --8<-- [start:bidirectional]
def bidirectional(X: Array, forward: Weights, backward: Weights) -> Array:
    """States of an LSTM read forward and one read backward; X (T, d) to (T, twice h).

    The second result is turned round again, so that row t belongs to x_t in both.
    """
    ahead = lstm_forward(X, forward)[:, 0]
    back = lstm_forward(X[::-1], backward)[::-1, 0]
    return np.concatenate([ahead, back], axis=1)


# --8<-- [end:bidirectional]


def explained_by_last_value(series: Array) -> float:
    """R² of the last value as the forecast of the next one, for a series (T,)."""
    return float(1 - np.mean(np.diff(series) ** 2) / series[1:].var())


def skill_over_last_value(series: Array, forecasts: Array) -> float:
    """1 − MSE of the forecasts of series[1:] over the MSE of repeating the last value.

    Above 0 the forecast beats the naive one; series (T,), forecasts (T − 1,).
    """
    naive = np.mean(np.diff(series) ** 2)
    return float(1 - np.mean((series[1:] - forecasts) ** 2) / naive)
