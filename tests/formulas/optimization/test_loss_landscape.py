"""The formulas of the page on the loss landscape."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.optimization.loss_landscape import newton_step, outputs, permuted, saddle_free_step, steps_to_leave


@executed("optimization.loss_landscape.newton_step")
def test_steps_along_an_eigenvector(rng: Generator) -> Cases:
    """In the basis of the eigenvectors the Hessian is diagonal, and each coordinate moves by itself."""
    eigenvalues, g, theta = np.array([2.0, -0.5, 3.0]), *rng.standard_normal((2, 3))
    newton = newton_step(theta, g, np.diag(eigenvalues)) - theta
    saddle_free = saddle_free_step(theta, g, np.diag(eigenvalues)) - theta
    for i in range(3):
        yield {
            r"\Delta_i^{\text{Newton}}": newton[i],
            r"\Delta_i^{\text{saddle-free}}": saddle_free[i],
            "g_i": g[i],
            r"\lambda_i": eigenvalues[i],
        }


@executed("optimization.loss_landscape.steps_to_leave")
def test_steps_to_leave(rng: Generator) -> Cases:
    """The distance after t steps of gradient descent on −½ λ y²."""
    eta, curvature, start = 0.1, rng.uniform(0.5, 3.0), 1e-3
    for t in (1, 5, 40):
        y = start
        for _ in range(t):
            y += eta * curvature * y
        yield {
            "t": float(t),
            "y_t": y,
            "y_0": start,
            r"\eta": eta,
            r"\lambda": curvature,
            "result": steps_to_leave(start, y, eta, curvature),
        }


@executed("optimization.loss_landscape.permuted")
def test_permuted(rng: Generator) -> Cases:
    W, b, V, c = (
        rng.standard_normal((4, 2)),
        rng.standard_normal(4),
        rng.standard_normal((3, 4)),
        rng.standard_normal(3),
    )
    x, order = rng.standard_normal(2), rng.permutation(4)
    yield {
        "W_1": W,
        "b_1": b,
        "W_2": V,
        "b_2": c,
        "x": x,
        "P": np.eye(4)[order],
        r"\varphi": np.tanh,
        "result": outputs((W, b, V, c), x[None])[0],
        "last": outputs(permuted((W, b, V, c), order), x[None])[0],
    }
