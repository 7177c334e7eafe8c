"""Numbers of `docs/architectures/sequence-models.md`."""

import numpy as np

from snippets.architectures.recurrent_networks import Array, Weights, lstm_step, parameter_count, retention
from snippets.architectures.sequence_models import expected_errors, gru_gradient_profiles, gru_parameters, gru_step

BIASES = (0, 1, 3, 5)


def worked_step() -> dict[str, float]:
    """State 0.8 after a step with update gate 0.75, reset gate 0.5 and weights that make the candidate −0.4."""
    reset, update = (np.log(gate / (1 - gate)) for gate in (0.5, 0.75))
    weights = Weights(
        np.zeros((3, 1)), np.array([[0.0], [0.0], [1.0]]), np.array([reset, update, np.arctanh(-0.4) - 0.4])
    )
    state, _, _, candidate = gru_step(np.zeros(1), np.array([0.8]), weights)
    return {"state": float(state[0]), "candidate": float(candidate[0])}


def parameters() -> dict[str, int]:
    """Of layers with 128 inputs and 256 units."""
    return {
        "gru": gru_parameters(128, 256),
        "gru_pytorch": gru_parameters(128, 256, bias_vectors=2),
        "lstm": parameter_count(128, 256, 4),
    }


def gate() -> dict[int, float]:
    """An update gate at its bias."""
    return {bias: retention(bias, 1) for bias in BIASES}


def direct() -> dict[int, float]:
    """Product of 50 update gates that stand at their bias."""
    return {bias: retention(bias, 50) for bias in BIASES}


def whole() -> dict[tuple[int, int], Array]:
    """Gradient norm after 50 and 100 steps by update bias: geometric means."""
    found: dict[tuple[int, int], Array] = {}
    for bias in BIASES:
        profiles = gru_gradient_profiles(100, bias)
        found |= {(bias, steps): _around_geometric_mean(profiles[:, steps]) for steps in (50, 100)}
    return found


def exploding() -> Array:
    """Logarithm to base 10 of the gradient norm after 100 steps, with recurrent weights six times as large."""
    return np.log10(gru_gradient_profiles(100, 0.0, scale=6.0)[:, 100])


def counted() -> float:
    """The cell of an LSTM after 100 inputs of one, its gates open: forget and input near 1, candidate near 1."""
    weights = Weights(np.array([[0.0], [0.0], [20.0], [0.0]]), np.zeros((4, 1)), np.array([20.0, 20.0, 0.0, 0.0]))
    h = c = np.zeros(1)
    for _ in range(100):
        h, c, *_ = lstm_step(np.ones(1), h, c, weights)
    return float(c[0])


def errors() -> dict[str, float]:
    """Expected wrong tokens among 100 at an error rate of one percent, by the chance of recovering."""
    chances = {"never": 0.0, "tenth": 0.1, "half": 0.5, "at_once": 0.99}
    return {name: expected_errors(0.01, chance, 100) for name, chance in chances.items()}


def _around_geometric_mean(norms: Array) -> Array:
    """One value for each seed whose mean is the geometric mean, with its standard error: G (1 + ln(x / G))."""
    logarithms = np.log(norms)
    return np.asarray(np.exp(logarithms.mean()) * (1 + logarithms - logarithms.mean()))
