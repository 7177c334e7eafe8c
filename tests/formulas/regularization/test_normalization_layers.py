"""The formulas of the page on normalization layers, for one token."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, each
from snippets.regularization.normalization_layers import layer_norm, layer_norm_gradient, rms_norm, rms_norm_gradient


@executed("regularization.normalization_layers.layer_norm")
def test_layer_norm(rng: Generator) -> Cases:
    for d, epsilon in ((4, 0.1), (1, 0.1), (3, 1e-5)):
        x, gamma, beta = rng.standard_normal((3, d))
        yield {
            "y": layer_norm(x, gamma, beta, epsilon),
            "x": x,
            r"\gamma": gamma,
            r"\beta": beta,
            r"\mu": x.mean(),
            r"\sigma": x.std(),
            r"\epsilon": epsilon,
            "d": d,
            "i": each(range(1, d + 1)),
        }


@executed("regularization.normalization_layers.layer_norm_gradient")
def test_layer_norm_gradient(rng: Generator) -> Cases:
    x, g, gamma, beta = rng.standard_normal((4, 4))
    epsilon = 0.1
    normalized = (x - x.mean()) / np.sqrt(x.var() + epsilon)
    gradient, _, _ = layer_norm_gradient(g, x, gamma, epsilon)
    for i in range(1, 5):
        yield {
            r"\mathcal L": depends(lambda x: g @ layer_norm(x, gamma, beta, epsilon), "x"),
            "x": x,
            "i": i,
            "g": g,
            r"\gamma": gamma,
            r"\delta": gamma * g,
            r"\overline{\delta}": (gamma * g).mean(),
            r"\hat x": normalized,
            r"\overline{\delta\hat x}": (gamma * g * normalized).mean(),
            r"\sigma": x.std(),
            r"\epsilon": epsilon,
            "result": (gradient[i - 1], None),
        }


@executed("regularization.normalization_layers.rms_norm")
def test_rms_norm(rng: Generator) -> Cases:
    for d, epsilon in ((4, 0.1), (1, 0.1), (3, 1e-5)):
        x, gamma = rng.standard_normal((2, d))
        yield {
            "y": rms_norm(x, gamma, epsilon),
            "x": x,
            r"\gamma": gamma,
            "r": np.sqrt(np.mean(x**2) + epsilon),
            r"\epsilon": epsilon,
            "d": d,
            "i": each(range(1, d + 1)),
        }


@executed("regularization.normalization_layers.rms_norm_gradient")
def test_rms_norm_gradient(rng: Generator) -> Cases:
    x, g, gamma = rng.standard_normal((3, 4))
    epsilon = 0.1
    r = np.sqrt(np.mean(x**2) + epsilon)
    gradient, _ = rms_norm_gradient(g, x, gamma, epsilon)
    for i in range(1, 5):
        yield {
            r"\mathcal L": depends(lambda x: g @ rms_norm(x, gamma, epsilon), "x"),
            "x": x,
            "i": i,
            r"\delta": gamma * g,
            r"\hat x": x / r,
            r"\overline{\delta\hat x}": (gamma * g * x / r).mean(),
            "r": r,
            "result": (gradient[i - 1], None),
        }
