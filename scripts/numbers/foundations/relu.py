"""Numbers of `docs/foundations/relu.md`."""

import functools

import numpy as np

from snippets.foundations import relu
from snippets.foundations.relu import Array, Trained

SEEDS, RATES = 16, (0.1, 0.3, 1.0, 3.0, 10.0)


def squared_slope() -> dict[tuple[str, str], float]:
    """Mean squared slope by activation and scale of the pre-activations."""
    scales = {"narrow": 0.1, "unit": 1.0, "wide": 5.0}
    return {
        (name, scale): relu.mean_squared_slope(name, std)
        for name in ("sigmoid", "tanh", "relu", "gelu")
        for scale, std in scales.items()
    }


def slope_ratio() -> float:
    """How many times as much squared gradient tanh passes as sigmoid at unit scale."""
    return relu.mean_squared_slope("tanh", 1.0) / relu.mean_squared_slope("sigmoid", 1.0)


def powers_lost() -> float:
    """Powers of ten that 100 ReLU layers take from a gradient if the weights keep its mean square, as Xavier's do."""
    return float(-100 * np.log10(np.sqrt(relu.mean_squared_slope("relu", 1.0))))


def ten_sigmoids() -> float:
    """What ten sigmoids leave of a gradient of size 1 at best, at pre-activation 0."""
    return float(relu.activation("sigmoid", np.zeros(1))[1][0] ** 10)


def one_step() -> dict[str, dict[str, float]]:
    """A unit with w = 1, b = 0 and inputs 1 and 2, after one step by rate; each example sends back the gradient 1."""
    inputs, start = np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([1.0, 0.0])  # the second column carries the bias
    gradient = relu.unit_gradient(inputs, start, 0.0, np.ones(2))
    found = {"gradient": {"weight": float(gradient[0]), "bias": float(gradient[1])}}
    for name, rate in (("small", 0.1), ("large", 1.0)):
        weight, bias = start - rate * gradient
        first, second = inputs @ np.array([weight, bias])
        found[name] = {"weight": weight, "bias": bias, "first": first, "second": second}
    return found


def mean_output() -> float:
    """Mean of ReLU for standard normal inputs: the density at 0."""
    return float(1 / np.sqrt(2 * np.pi))


def dead() -> dict[tuple[str, str], Array]:
    """Share of dead units after 300 updates by inputs and learning rate; a seed draws data, batches and weights."""
    return {key: _silent(runs) for key, runs in _by_rate().items()}


def accuracy() -> dict[tuple[str, str], Array]:
    """Training accuracy after 300 updates by inputs and learning rate."""
    return {key: _accuracy(runs) for key, runs in _by_rate().items()}


def dead_at_start() -> Array:
    """Share of units that are dead before the first update, inputs in [0, 1]."""
    return _silent(_runs("relu", ()))


def dead_by_bias() -> Array:
    """Share of dead units with biases started at −6, standardized inputs and learning rate 1."""
    return _silent(_runs("relu", (1.0,) * 300, True, -6.0))


def dead_after_warmup() -> Array:
    """Share of dead units where the rate is warmed up to 3 over 150 of 300 updates."""
    return _silent(_runs("relu", tuple(3 * np.minimum(1, np.arange(1, 301) / 150))))


def silent() -> dict[tuple[str, str], Array]:
    """Share of units negative for every example by activation, after 300 updates at rate 3 and 1000 more at rate 1."""
    return {(name, when): _silent(_later(name, when)) for name in ("relu", "leaky_relu") for when in ("early", "late")}


def late_accuracy() -> dict[str, Array]:
    """Training accuracy by activation after the 1000 more updates."""
    return {name: _accuracy(_later(name, "late")) for name in ("relu", "leaky_relu")}


def revived() -> int:
    """ReLU units that were dead after the updates at rate 3 and not after 1000 more at rate 1, of all runs."""
    pairs = zip(_later("relu", "early"), _later("relu", "late"), strict=True)
    return sum(int(np.sum(early.silent & ~late.silent)) for early, late in pairs)


def far_below() -> dict[str, float]:
    """Slopes at −10."""
    return {name: float(relu.activation(name, np.array([-10.0]))[1][0]) for name in ("leaky_relu", "elu", "gelu")}


def _by_rate() -> dict[tuple[str, str], tuple[Trained, ...]]:
    inputs = {"raw": False, "centered": True}
    return {
        (name, f"{rate:g}"): _runs("relu", (rate,) * 300, centered)
        for name, centered in inputs.items()
        for rate in RATES
    }


def _later(name: str, when: str) -> tuple[Trained, ...]:
    return _runs(name, (3.0,) * 300 + (1.0,) * (1000 if when == "late" else 0))


@functools.cache
def _runs(name: str, rates: tuple[float, ...], centered: bool = False, bias: float = 0.0) -> tuple[Trained, ...]:
    return tuple(relu.train(name, np.array(rates), seed, centered, bias) for seed in range(SEEDS))


def _silent(runs: tuple[Trained, ...]) -> Array:
    return np.array([run.silent.mean() for run in runs])


def _accuracy(runs: tuple[Trained, ...]) -> Array:
    return np.array([run.accuracy for run in runs])
