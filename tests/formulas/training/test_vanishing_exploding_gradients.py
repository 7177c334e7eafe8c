"""The formulas of the page on vanishing and exploding gradients."""

from itertools import product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends, each
from snippets.training.vanishing_exploding_gradients import (
    activation,
    backward_signal,
    clip_by_global_norm,
    gradient_gain,
    jacobian_bound,
    transition_norms,
)

Array = NDArray[np.float64]


def forward(h: Array, weights: list[Array], name: str) -> tuple[Array, list[Array]]:
    """The last activation h_L and the pre-activations z_1 … z_L."""
    pre_activations = []
    for weight in weights:
        pre_activations.append(weight @ h)
        h = activation(name, pre_activations[-1])[0]
    return h, pre_activations


@executed("training.vanishing_exploding_gradients.gradient_gain")
def test_gradient_gain(rng: Generator) -> Cases:
    """Two units: all signs of the weights, all pairs of pre-activations and of gradients, independent of each other."""
    z_values, delta_values, s = rng.standard_normal(2), rng.standard_normal(2), rng.uniform(0.5, 2.0)
    drawn = list(product((-s, s), (-s, s), z_values, z_values, delta_values, delta_values))
    slope = 1 - np.tanh(z_values) ** 2
    through = [
        w * (1 - np.tanh(z) ** 2) * delta + w2 * (1 - np.tanh(z2) ** 2) * delta2
        for w, w2, z, z2, delta, delta2 in drawn
    ]
    yield {
        r"\chi_l": gradient_gain(2, s**2, slope),
        r"\delta_{l-1}": Outcomes(through),
        r"\delta_l": Outcomes([each[4] for each in drawn]),
        "w": Outcomes([each[0] for each in drawn]),
        "z_l": Outcomes([each[2] for each in drawn]),
        "n_l": 2,
        r"\varphi": np.tanh,
    }


@executed("training.vanishing_exploding_gradients.backward_signal")
def test_backward_signal(rng: Generator) -> Cases:
    for L in (2, 3, 4):
        weights = [rng.standard_normal((2, 2)) for _ in range(L)]
        h, towards = rng.standard_normal(2), rng.standard_normal(2)
        _, z = forward(h, weights, "tanh")
        slopes = [activation("tanh", each)[1] for each in z]
        yield {
            r"\mathcal L": depends(lambda out, towards=towards: towards @ out, "h_L"),
            "h_L": depends(lambda h, weights=weights: forward(h, weights, "tanh")[0], "h_0"),
            "h_0": h,
            "J": [np.diag(slope) @ weight for slope, weight in zip(slopes, weights, strict=True)],
            "L": L,
            "l": each(range(1, L + 1)),
            r"\varphi": np.tanh,
            "z": z,
            "W": weights,
            "result": (backward_signal(towards[None], weights, [slope[None] for slope in slopes])[0][0], None),
        }


@executed("training.vanishing_exploding_gradients.jacobian_bound")
def test_jacobian_bound(rng: Generator) -> Cases:
    wide = [rng.standard_normal((3, 3)) for _ in range(3)]
    narrow = [rng.standard_normal((1, 1)) for _ in range(4)]  # at h = 0 each slope of sigmoid's is 1/4, or of tanh's 1
    for name, slope, weights, h in [
        ("sigmoid", 0.25, wide, rng.standard_normal(3)),
        ("tanh", 1.0, wide, rng.standard_normal(3)),
        ("tanh", 1.0, narrow, np.zeros(1)),
    ]:
        towards = rng.standard_normal(len(h))
        yield {
            r"\mathcal L": depends(lambda out, towards=towards: towards @ out, "h_L"),
            "h_L": depends(lambda h, weights=weights, name=name: forward(h, weights, name)[0], "h_0"),
            "h_0": h,
            "L": len(weights),
            r"\gamma": slope,
            "W": weights,
            "tight": weights is narrow,
            "last": jacobian_bound(weights, slope),
        }


@executed("training.vanishing_exploding_gradients.activation")
def test_activation(rng: Generator) -> Cases:
    for z in (rng.uniform(-3, 3), 0.0, 5.0):
        sigmoid, tanh, relu = (float(activation(name, np.array(z))[1]) for name in ("sigmoid", "tanh", "relu"))
        yield {
            "z": z,
            r"\sigma": lambda z: activation("sigmoid", np.asarray(z))[0],
            r"\operatorname{ReLU}'": lambda z: activation("relu", np.asarray(z))[1],
            "tight": z == 0,  # the slopes of sigmoid and tanh are largest there
            "result": (sigmoid, tanh, relu),
        }


@executed("training.vanishing_exploding_gradients.transition_norms", approx=0.02)
def test_transition_norms(rng: Generator) -> Cases:
    W = rng.standard_normal((3, 3)) / np.sqrt(3)
    for t in (1, 2, 5, 300):
        power = np.linalg.matrix_power(W, t)
        candidates = [np.zeros(3), *rng.standard_normal((5, 3)), 3 * np.linalg.svd(power)[0][:, 0]]
        yield {
            "W": W,
            "t": t,
            "g": each(candidates),  # the greatest amplification is that of the first left singular vector
            r"\rho": lambda W: np.abs(np.linalg.eigvals(W)).max(),
            "limit": t == 300,
            "result": (transition_norms(W, t)[-1], None),
        }


@executed("training.vanishing_exploding_gradients.clip_by_global_norm")
def test_clip_by_global_norm(rng: Generator) -> Cases:
    parts = [rng.standard_normal(3), rng.standard_normal(2)]
    length = float(np.linalg.norm(np.hstack(parts)))
    for c in (0.3 * length, length, 2 * length):
        yield {"g": np.hstack(parts), "c": c, r"g\leftarrow": np.hstack(clip_by_global_norm(parts, c))}
