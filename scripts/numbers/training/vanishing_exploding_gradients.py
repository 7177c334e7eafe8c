"""Numbers of `docs/training/vanishing-exploding-gradients.md`."""

import math

import numpy as np

from snippets.training.vanishing_exploding_gradients import (
    Array,
    activation,
    adam_steps,
    backward_signal,
    block_gradient_gain,
    clip_by_value,
    depth_profile,
    forward_pass,
    gradient_gain,
    transition_norms,
)

_SEEDS = range(10)
_XAVIER, _HE = math.sqrt(1 / 256), math.sqrt(2 / 256)
_LAYERS = {
    "sigmoid_xavier": ("sigmoid", _XAVIER),
    "sigmoid_four": ("sigmoid", 4 * _XAVIER),
    "tanh_small": ("tanh", 0.01),
    "tanh_xavier": ("tanh", _XAVIER),
    "tanh_he": ("tanh", _HE),
    "tanh_one": ("tanh", 1.0),
    "relu_xavier": ("relu", _XAVIER),
    "relu_he": ("relu", _HE),
}
_BLOCKS = {
    "plain": (0.0, 1.0, False),
    "normalized": (0.0, 1.0, True),
    "residual": (1.0, 1.0, False),
    "scaled": (1.0, 50**-0.5, False),
    "both": (1.0, 1.0, True),
}


def power() -> dict[str, float]:
    """Factors of 0.9, 1.1 and 1/4 per layer, and of slopes 1/4 with weights of gain 4, over 50 and 10 layers."""
    slopes, one = [np.full((1, 1), 0.25)] * 10, np.ones((1, 1))
    gains = {gain: backward_signal(one, [np.full((1, 1), gain)] * 10, slopes)[0].item() for gain in (1.0, 4.0)}
    shrink, grow = (float(transition_norms(np.array([[factor]]), 50)[-1]) for factor in (0.9, 1.1))
    return {"0.9": shrink, "1.1": grow, "unit": gains[1.0], "gain_4": gains[4.0], "half": 0.5**20}


def slope() -> dict[str, float]:
    """Slope of sigmoid at 0 and at 5."""
    at_zero, at_five = activation("sigmoid", np.array([0.0, 5.0]))[1]
    return {"zero": float(at_zero), "five": float(at_five)}


def layers() -> dict[str, dict[str, Array]]:
    """Through 20 layers: root mean square of the last activations, and the gradient at the first over the last."""
    found: dict[str, dict[str, Array]] = {"scale": {}, "gain": {}}
    for name, (function, std) in _LAYERS.items():
        profiles = [depth_profile(function, std, np.random.default_rng(seed)) for seed in _SEEDS]
        found["scale"][name] = np.array([scales[-1] for scales, _ in profiles])
        found["gain"][name] = np.array([gains[0] for _, gains in profiles])
    return found


def saturated() -> Array:
    """Mean of χ over 20 layers of tanh with weights of standard deviation 1."""
    means = []
    for seed in _SEEDS:
        rng = np.random.default_rng(seed)
        weights = [rng.standard_normal((256, 256)) for _ in range(20)]
        slopes = forward_pass(rng.standard_normal((32, 256)), weights, "tanh")[1]
        means.append(float(np.mean([gradient_gain(256, 1.0, each) for each in slopes])))
    return np.array(means)


def blocks() -> dict[str, Array]:
    """Gradient at the input over that at the output of fifty blocks with He weights."""
    return {
        name: np.array([block_gradient_gain(50, np.random.default_rng(seed), *settings) for seed in _SEEDS])
        for name, settings in _BLOCKS.items()
    }


def shear() -> dict[str, float]:
    """The shear with rows (0.9, 2) and (0, 0.9): singular value, peak, where it is below 1, and its end."""
    norms = transition_norms(np.array([[0.9, 2.0], [0.0, 0.9]]), 100)
    return {
        "first": float(norms[0]),
        "peak": float(norms.max()),
        "peak_at": int(norms.argmax()) + 1,
        "below_one": int(np.argmax(norms < 1)) + 1,
        "last": float(norms[-1]),
    }


def rotation() -> dict[str, float]:
    """Growth over 60 steps of a rotation times 1.1 and times 0.9."""
    return {str(factor): float(transition_norms(factor * np.eye(2), 60)[-1]) for factor in (1.1, 0.9)}


def gaussian() -> dict[str, Array]:
    """Spectral radius and largest singular value of Gaussian matrices with entries of variance 0.81/n, n = 256."""
    matrices = [np.random.default_rng(seed).normal(0, 0.9 / 16, (256, 256)) for seed in _SEEDS]
    return {
        "radius": np.array([float(np.abs(np.linalg.eigvals(matrix)).max()) for matrix in matrices]),
        "singular": np.array([float(np.linalg.norm(matrix, 2)) for matrix in matrices]),
    }


def angle() -> dict[str, float]:
    """Degrees between the gradient (6, 0.5) and the first axis, before and after it is clipped to ±1."""
    first, second = clip_by_value([np.array([6.0, 0.5])], 1.0)[0]
    return {"before": math.degrees(math.atan2(0.5, 6.0)), "after": math.degrees(math.atan2(second, first))}


def adam() -> dict[str, float]:
    """After a thousand gradients of 1 and a single 10⁴: steps in learning rates, and iterations until half of one."""
    gradients = np.ones(13_000)
    gradients[1000] = 1e4
    steps = adam_steps(gradients)
    lone = adam_steps(np.array([0.0] * 20_000 + [1e4]))[-1]
    return {
        "lone": float(lone) / 1e-3,
        "first": float(steps[1000]),
        "momentum": float(steps[1000:1050].sum()) / 1e-3,
        "later": float(steps[1100]),
        "half_after": 200 + int(np.argmax(steps[1200:] > 5e-4)),
        "memory": 1 / (1 - 0.999),
    }
