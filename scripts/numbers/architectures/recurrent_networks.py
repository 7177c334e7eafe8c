"""Numbers of `docs/architectures/recurrent-networks.md`."""

import numpy as np

from snippets.architectures.recurrent_networks import (
    Array,
    Weights,
    explained_by_last_value,
    gradient_profiles,
    lstm_step,
    parameter_count,
    retention,
    rnn_forward,
)

BIASES = (0, 1, 3, 5)
SEEDS, WALKS = 8, 200


def echo() -> dict[int, float]:
    """States of a network of one unit, W_x = 1 and W_h = 0.5, after the inputs 1, 0, 0."""
    weights = Weights(np.ones((1, 1)), np.full((1, 1), 0.5), np.zeros(1))
    states = rnn_forward(np.array([[1.0], [0.0], [0.0]]), weights)
    return {step: float(states[step - 1, 0]) for step in (1, 2, 3)}


def worked_cell() -> dict[str, float]:
    """Cell 2 after a step with forget gate 0.9, input gate 0.5, candidate −0.8 and output gate 0.5; the new state."""
    gates = np.array([0.5, 0.9, 0.5])
    i, f, o = np.log(gates / (1 - gates))  # the pre-activations whose sigmoids these are
    weights = Weights(np.zeros((4, 1)), np.zeros((4, 1)), np.array([i, f, np.arctanh(-0.8), o]))
    h, c, *_ = lstm_step(np.zeros(1), np.zeros(1), np.array([2.0]), weights)
    return {"cell": float(c[0]), "state": float(h[0])}


def gate() -> dict[int, float]:
    """A forget gate at its bias."""
    return {bias: retention(bias, 1) for bias in BIASES}


def direct() -> dict[int, float]:
    """The direct path over 50 steps, by forget bias."""
    return {bias: retention(bias, 50) for bias in BIASES}


def whole() -> dict[tuple[object, int], Array]:
    """Norm of the whole gradient 50 and 100 steps back, by forget bias, and of the plain RNN: geometric means."""
    found: dict[tuple[object, int], Array] = {}
    for name, bias in (("rnn", None), *((bias, bias) for bias in BIASES)):
        profiles = gradient_profiles(100, bias)
        found |= {(name, steps): _around_geometric_mean(profiles[:, steps]) for steps in (50, 100)}
    return found


def factor() -> dict[str, float]:
    """The factor by which a seed typically differs from the geometric mean after 50 steps: e to the deviation of ln."""
    profiles = {"rnn": gradient_profiles(50, None), "lstm": gradient_profiles(50, 0)}
    return {name: float(np.exp(np.std(np.log(each[:, 50]), ddof=1))) for name, each in profiles.items()}


def time_constant() -> float:
    """Steps in which the cell forgets to 1/e at forget bias 1."""
    return float(-1 / np.log(retention(1, 1)))


def parameters() -> dict[str, int]:
    """Of layers with 128 inputs and 256 units."""
    return {
        "lstm": parameter_count(128, 256, 4),
        "lstm_pytorch": parameter_count(128, 256, 4, bias_vectors=2),
        "gru": parameter_count(128, 256, 3),
        "bidirectional": parameter_count(128, 256, 4, bias_vectors=2, directions=2),
    }


def explained() -> Array:
    """Median over random walks of 1000 steps of the variance that the last value explains; each seed draws walks."""
    medians = []
    for seed in range(SEEDS):
        walks = np.random.default_rng(seed).standard_normal((WALKS, 1001)).cumsum(axis=1)
        medians.append(np.median([explained_by_last_value(walk) for walk in walks]))
    return np.array(medians)


def _around_geometric_mean(norms: Array) -> Array:
    """One value for each seed whose mean is the geometric mean, with its standard error: G (1 + ln(x / G))."""
    logarithms = np.log(norms)
    return np.asarray(np.exp(logarithms.mean()) * (1 + logarithms - logarithms.mean()))
