"""Numbers of `docs/training/batch-size-and-generalization.md`."""

from functools import cache

import numpy as np

from snippets.training.batch_size_and_generalization import (
    Array,
    hessian_traces,
    network_output,
    noise_scale,
    rescaled_trace,
    teacher_data,
    train_network,
    trial,
)

_SIZES = (4, 16, 64, 256, 512)
_SEEDS = range(8)
_LABELS = {"true": 0.0, "flipped": 0.2}


@cache
def _trials(labels: str, batch_size: int, learning_rate: float, updates: int) -> Array:
    """Training loss, training and test accuracy in percent, shape (3, R); each seed draws its own task and data."""
    runs = [trial(seed, _LABELS[labels], batch_size, learning_rate, updates) for seed in _SEEDS]
    return np.asarray(np.array(runs).T * np.array([[1.0], [100.0], [100.0]]))


def _protocols(labels: str, batch_size: int) -> dict[str, Array]:
    """Trials of 30 epochs at one rate, 30 epochs at a rate in proportion to B, and 960 updates at one rate."""
    updates = 30 * 512 // batch_size
    return {
        "epochs": _trials(labels, batch_size, 0.1, updates),
        "scaled": _trials(labels, batch_size, 0.1 * batch_size / 16, updates),
        "updates": _trials(labels, batch_size, 0.1, 960),
    }


def _column(column: int) -> dict[str, dict[tuple[str, int], Array]]:
    return {
        labels: {(protocol, B): found[column] for B in _SIZES for protocol, found in _protocols(labels, B).items()}
        for labels in _LABELS
    }


def accuracy() -> dict[str, dict[tuple[str, int], Array]]:
    """Accuracy on correctly labeled test examples in percent, by labels, protocol and batch size."""
    return _column(2)


def fitted() -> dict[str, dict[tuple[str, int], Array]]:
    """Accuracy on the training labels in percent, by labels, protocol and batch size."""
    return _column(1)


def loss() -> dict[int, Array]:
    """Training loss with true labels after equal epochs at one rate, by batch size."""
    return {B: _protocols("true", B)["epochs"][0] for B in _SIZES}


def lead() -> dict[str, Array]:
    """Points by which B = 16 beats the full batch at equal updates, on the same data, by labels."""
    return {labels: _protocols(labels, 16)["updates"][2] - _protocols(labels, 512)["updates"][2] for labels in _LABELS}


def gap() -> Array:
    """Points that the full batch gains by as many updates as B = 16, on the same data, with true labels."""
    found = _protocols("true", 512)
    return np.asarray(found["updates"][2] - found["epochs"][2])


def span() -> float:
    """Largest over smallest η/B in the rows of equal updates."""
    return max(_SIZES) / min(_SIZES)


def scale() -> dict[str, float]:
    """Noise scales of the worked example: N = 50,000, η = 0.1, B = 128, and eight times both."""
    return {"one": noise_scale(0.1, 50_000, 128), "eight": noise_scale(0.8, 50_000, 1024)}


def sharpness() -> dict[str, float]:
    """Trace of the Hessian of one trained network: as trained, at α = 16, at its flattest; its test accuracy."""
    rng = np.random.default_rng(0)
    X, y, true = teacher_data(2512, 20, 0.0, rng)
    W, v = train_network(X[:512], y[:512], 16, 0.1, 960, rng)
    traces = hessian_traces(X[:512], W, v)
    flattest = (traces[0] / traces[1]) ** 0.25
    right = (network_output(X[512:], W, v) > 0) == (true[512:] > 0)
    return {
        "trained": rescaled_trace(*traces, 1.0),
        "alpha_16": rescaled_trace(*traces, 16.0),
        "flattest": rescaled_trace(*traces, flattest),
        "flattest_alpha": flattest,
        "accuracy": float(right.mean()),
    }
