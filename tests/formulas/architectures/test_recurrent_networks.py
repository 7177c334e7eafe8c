"""The formulas of the page on recurrent networks."""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, from_zero, sigmoid
from snippets.architectures.recurrent_networks import (
    Weights,
    bidirectional,
    lstm_forward,
    lstm_step,
    lstm_step_backward,
    parameter_count,
    random_weights,
    rnn_backward,
    rnn_forward,
)

Array = NDArray[np.float64]
D, N, T = 2, 3, 4


def drawn(blocks: int, rng: Generator) -> Weights:
    """Weights whose biases are no zeros."""
    weights = random_weights(D, N, blocks, rng)
    return weights._replace(bias=rng.standard_normal(blocks * N))


@executed("architectures.recurrent_networks.rnn_forward")
def test_rnn_forward(rng: Generator) -> Cases:
    X, weights = rng.standard_normal((T, D)), drawn(1, rng)
    states = [np.zeros(N), *rnn_forward(X, weights)]
    for t in range(1, T + 1):
        yield {
            "h": from_zero(states),
            "x": X,
            "W_x": weights.inputs,
            "W_h": weights.states,
            "b": weights.bias,
            "t": t,
        }


@executed("architectures.recurrent_networks.rnn_backward")
def test_rnn_backward(rng: Generator) -> Cases:
    """Losses that are linear in the states. δ is how the loss answers to a tiny imaginary push of a pre-activation."""
    X, weights, direct = rng.standard_normal((T, D)), drawn(1, rng), rng.standard_normal((T, N))
    states = rnn_forward(X, weights)

    def loss(W_h: Array, pushed: Any = 0.0) -> Any:
        state, total, pushes = np.zeros(N), 0.0, np.zeros((T, N)) + pushed
        for x, gradient, push in zip(X, direct, pushes, strict=True):
            state = np.tanh(weights.inputs @ x + W_h @ state + weights.bias + push)
            total = total + gradient @ state
        return total

    tiny = 1e-20
    pushes = (tiny * 1j * np.eye(T * N)).reshape(T, N, T, N)
    delta = [np.array([loss(weights.states, push).imag / tiny for push in row]) for row in pushes]
    gradient = rnn_backward(X, states, weights, direct, T)
    for s in range(1, T + 1):
        yield {
            r"\delta": [*delta, np.zeros(N)],
            "h": from_zero([np.zeros(N), *states]),
            "g": direct,
            "W_h": weights.states,
            r"\mathcal L": depends(loss, "W_h"),
            "T": T,
            "s": s,
            "result": (None, gradient.states),
        }


@executed("architectures.recurrent_networks.lstm_step")
def test_lstm_step(rng: Generator) -> Cases:
    weights = drawn(4, rng)
    for h, c in ((np.zeros(N), np.zeros(N)), rng.standard_normal((2, N))):
        x = rng.standard_normal(D)
        step = lstm_step(x, h, c, weights)
        blocks: dict[str, Any] = {}
        for name, part in zip("WUb", weights, strict=True):
            blocks |= {f"{name}_{gate}": block for gate, block in zip("ifgo", np.split(part, 4), strict=True)}
        yield {
            **dict(zip(("h_t", "c_t", "i_t", "f_t", "g_t", "o_t"), step, strict=True)),
            **blocks,
            "x_t": x,
            "h_{t-1}": h,
            "c_{t-1}": c,
            r"\sigma": sigmoid,
        }


@executed("architectures.recurrent_networks.lstm_step_backward")
def test_lstm_step_backward(rng: Generator) -> Cases:
    """The state before depends on the cell before, so that it matters that it is fixed."""
    weights, x, c, o = drawn(4, rng), rng.standard_normal(D), rng.standard_normal(N), rng.random(N)
    h = o * np.tanh(c)
    step = np.array(lstm_step(x, h, c, weights))
    back = [lstm_step_backward(step, c, weights, np.zeros(N), unit)[1] for unit in np.eye(N)]
    yield {
        "c_t": depends(lambda before, h: lstm_step(x, h, before, weights)[1], "c_{t-1}", "h_{t-1}"),
        "c_{t-1}": c,
        "h_{t-1}": depends(lambda before: o * np.tanh(before), "c_{t-1}"),
        "f_t": step[3],
        "result": np.array(back),
    }


@executed("architectures.recurrent_networks.parameter_count")
def test_parameter_count(rng: Generator) -> Cases:
    for d, n in ((128, 256), (1, 1), map(int, rng.integers(2, 100, 2))):
        weights = random_weights(d, n, 4, rng)
        count = parameter_count(d, n, 4)
        assert count == sum(part.size for part in weights)
        yield {"d": d, "n": n, "result": count}


@executed("architectures.recurrent_networks.bidirectional")
def test_bidirectional(rng: Generator) -> Cases:
    X, forward, backward = rng.standard_normal((T, D)), drawn(4, rng), drawn(4, rng)
    both = bidirectional(X, forward, backward)
    for t in range(1, T + 1):  # the states that have read up to x_t, from either end
        yield {
            "h": both,
            r"\overrightarrow h_t": lstm_forward(X[:t], forward)[-1, 0],
            r"\overleftarrow h_t": lstm_forward(X[: t - 2 if t > 1 else None : -1], backward)[-1, 0],
            "n": N,
            "t": t,
        }
