"""Numbers of `docs/training/weight-initialization.md`."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from snippets.training import weight_initialization as page
from snippets.training.weight_initialization import Array

_SEEDS = range(20)
_SHAPE = (256, 256)


def _scales(activation: Callable[[Array], Array], draw: Callable[[np.random.Generator], Array]) -> Array:
    """Root mean square of the activations after 20 layers of width 256, shape (R,)."""
    rngs = [np.random.default_rng(seed) for seed in _SEEDS]
    return np.array([page.activation_scales(activation, partial(draw, rng), rng)[-1] for rng in rngs])


def _gaussian(std: float) -> Callable[[np.random.Generator], Array]:
    return lambda rng: std * rng.standard_normal(_SHAPE)


def _scheme(name: str, distribution: str = "normal") -> Callable[[np.random.Generator], Array]:
    return lambda rng: page.draw_weights(_SHAPE, name, distribution, rng)


def _uniform(bound: float) -> Callable[[np.random.Generator], Array]:
    return lambda rng: rng.uniform(-bound, bound, _SHAPE)


def tanh() -> dict[str, Array]:
    """Scale of tanh after 20 layers, by the weights."""
    draws = {"small": _gaussian(0.01), "xavier": _scheme("xavier"), "he": _scheme("he"), "one": _gaussian(1.0)}
    return {name: _scales(np.tanh, draw) for name, draw in draws.items()}


def relu() -> dict[str, Array]:
    """Scale of ReLU after 20 layers, by the weights; `default` is what `nn.Linear` draws."""
    draws = {
        "small": _gaussian(0.01),
        "xavier": _scheme("xavier"),
        "he": _scheme("he"),
        "he_uniform": _scheme("he", "uniform"),
        "one": _gaussian(1.0),
        "fixed": _uniform(0.05),
        "default": _uniform(1 / 16),
    }
    return {name: _scales(page.relu, draw) for name, draw in draws.items()}


def selu() -> dict[str, Array]:
    """Scale of SELU after 20 layers, by the weights."""
    return {name: _scales(page.selu, _scheme(name)) for name in ("he", "lecun")}


def symmetric_units() -> Array:
    """Largest change of a weight of four equal tanh units after 500 steps, over tasks."""
    changes = []
    for seed in _SEEDS:
        rng = np.random.default_rng(seed)
        inputs = rng.standard_normal((64, 2))
        targets = np.sin(2 * inputs[:, 0]) * inputs[:, 1]
        first, second = np.tile([0.3, -0.2], (4, 1)), np.full(4, 0.5)
        trained = page.train_hidden_units(first, second, inputs, targets, 500)
        changes.append(float(np.abs(trained - first).max()))
    return np.array(changes)


def base_rate() -> dict[str, float]:
    """Bias for a share of 0.01, and the loss with it and without."""
    bias = page.base_rate_bias(0.01)
    return {
        "bias": bias,
        "loss": 0.01 * math.log1p(math.exp(-bias)) + 0.99 * math.log1p(math.exp(bias)),
        "zero_bias": math.log(2),
    }


def forget_gate() -> dict[str, float]:
    """Share of an LSTM's cell that survives a step with forget biases of 1 and 0."""
    return {"one": 1 / (1 + math.exp(-1)), "zero": 0.5}


def dense() -> dict[str, float]:
    """Variances and bounds of a dense layer from 256 to 128 units."""
    xavier, he = (page.weight_variance(name, 256, 128) for name in ("xavier", "he"))
    return {
        "xavier": xavier,
        "xavier_bound": page.uniform_bound(xavier),
        "he": he,
        "he_bound": page.uniform_bound(he),
        "he_std": math.sqrt(he),
    }


def fans() -> dict[str, int]:
    """Fans of a 3 × 3 convolution from 32 to 64 channels; PyTorch's fan-out of a depthwise one, and the true one."""
    fan_in, fan_out = page.fan_in_and_fan_out((64, 32, 3, 3))
    read, blind = page.fan_in_and_fan_out((64, 1, 3, 3))
    return {"in": fan_in, "out": fan_out, "depthwise_read": blind, "depthwise": read}


def gelu() -> dict[str, float]:
    """Share of the second moment that GELU and ReLU keep of a standard normal z, and the exact factor for GELU."""
    z = np.linspace(-10, 10, 4001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    values = z * np.array([0.5 * (1 + math.erf(value / math.sqrt(2))) for value in z])
    kept = float(np.trapezoid(values**2 * density, z))
    return {"kept": kept, "relu": float(np.trapezoid(page.relu(z) ** 2 * density, z)), "factor": 1 / kept}
