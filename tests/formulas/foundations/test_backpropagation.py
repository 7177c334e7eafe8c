"""The formulas of the page on backpropagation."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, each, from_zero
from snippets.foundations.backpropagation import (
    backward,
    cross_entropy,
    dense_flops,
    forward,
    numerical_gradient,
    worst_descent_angle,
)

Array = NDArray[np.float64]


def pre_activations(W: Array, b: Array, x: Array) -> Array:
    """All z_l, one row each, of a tanh network with linear output for one input."""
    z = [W[0] @ x + b[0]]
    for weight, bias in zip(W[1:], b[1:], strict=True):
        z.append(weight @ np.tanh(z[-1]) + bias)
    return np.array(z)


@executed("foundations.backpropagation.backward")
def test_backward(rng: Generator) -> Cases:
    """One example, for which the gradient of a bias is the snippet's δ."""
    for L in (2, 3):
        W, b, x = rng.standard_normal((L, 3, 3)), rng.standard_normal((L, 3)), rng.standard_normal(3)
        layers, label = list(zip(W, b, strict=True)), np.array([1])
        activations = forward(layers, x[None])
        _, delta = cross_entropy(activations[-1], label)
        yield {
            r"\delta": [bias for _, bias in backward(layers, activations, delta)],
            r"\mathcal L": depends(lambda z, label=label: cross_entropy(z[-1:], label)[0], "z"),
            "z": depends(lambda W, b, x=x: pre_activations(W, b, x), "W", "b"),
            "a": from_zero([activation[0] for activation in activations]),
            "W": W,
            "b": b,
            r"\varphi": np.tanh,
            "L": L,
            "l": each(range(1, L)),
        }


@executed("foundations.backpropagation.worst_descent_angle")
def test_worst_descent_angle(rng: Generator) -> Cases:
    """The largest angle between gradient and minimum is found by a search over directions, in the plane."""
    for kappa in (1.0, 4.0, rng.uniform(10, 100)):
        ways = np.linspace(0, np.pi / 2, 100_001)
        x, y = np.cos(ways), np.sin(ways)
        cosines = (x**2 + kappa * y**2) / np.hypot(x, kappa * y)
        assert np.isclose(cosines.min(), np.cos(np.radians(worst_descent_angle(kappa))), rtol=1e-7)
        yield {r"\alpha_{\max}": np.radians(worst_descent_angle(kappa)), r"\kappa": kappa}


@executed("foundations.backpropagation.dense_flops")
def test_dense_flops(rng: Generator) -> Cases:
    for widths in ([int(width) for width in rng.integers(2, 50, 4)], [3, 5]):
        batch_size = int(rng.integers(2, 50))
        flops = dense_flops(widths, batch_size)
        yield {
            r"F_\text{forward}": flops[0],
            r"F_\text{backward}": flops[1],
            "B": batch_size,
            "L": len(widths) - 1,
            "n": from_zero(widths),
        }


@executed("foundations.backpropagation.numerical_gradient", approx=1e-4)
def test_numerical_gradient(rng: Generator) -> Cases:
    """Of a loss with a third derivative, so that the step makes an error, which h = 0.003 keeps below the tolerance."""
    theta, direction = rng.uniform(0.5, 1.0, 3), rng.uniform(0.5, 1.0, 3)

    def loss(at: Array) -> float:
        return float(np.exp(direction @ at) + at[0] * at[1] ** 3)

    parameter = theta.copy()
    for h in (3e-3, 1e-5):
        gradient = numerical_gradient(lambda: loss(parameter), parameter, h)
        for i in range(3):
            yield {
                r"\mathcal L": loss,
                r"\theta": theta,
                "h": h,
                "e": np.eye(3),
                "i": i + 1,
                "last": gradient[i],
            }
