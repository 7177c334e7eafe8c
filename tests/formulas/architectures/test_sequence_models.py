"""The formulas of docs/architectures/sequence-models.md."""

from typing import Any

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, sigmoid
from snippets.architectures.recurrent_networks import Weights, random_weights
from snippets.architectures.sequence_models import (
    expected_errors,
    gru_parameters,
    gru_step,
    gru_step_backward,
    reset_after_step,
    shift_right,
    teacher_forced_loss,
)

D, N = 2, 3


def drawn(rng: Generator) -> Weights:
    """Weights whose biases are no zeros."""
    return random_weights(D, N, 3, rng)._replace(bias=rng.standard_normal(3 * N))


@executed("architectures.sequence_models.gru_step")
def test_gru_step(rng: Generator) -> Cases:
    weights = drawn(rng)
    for h in (np.zeros(N), rng.uniform(-1, 1, N)):
        x = rng.standard_normal(D)
        names = ("h_t", "r_t", "z_t", r"\tilde h_t")
        blocks: dict[str, Any] = {}
        for name, part in zip("WUb", weights, strict=True):
            keys = (f"{name}_r", f"{name}_z", name)
            blocks |= dict(zip(keys, np.split(part, 3), strict=True))
        yield {
            **dict(zip(names, gru_step(x, h, weights), strict=True)),
            **blocks,
            "x_t": x,
            "h_{t-1}": h,
            r"\sigma": sigmoid,
        }


@executed("architectures.sequence_models.reset_after_step")
def test_reset_after_step(rng: Generator) -> Cases:
    """With the update gate shut, the new state is the candidate."""
    weights, x, h, inner = drawn(rng), rng.standard_normal(D), rng.uniform(-1, 1, N), rng.standard_normal(N)
    weights.inputs[N : 2 * N] = weights.states[N : 2 * N] = 0
    weights.bias[N : 2 * N] = -1000
    _, r, _, _ = gru_step(x, h, weights)
    yield {
        r"\tilde h_t": reset_after_step(x, h, weights, inner),
        "W": weights.inputs[2 * N :],
        "U": weights.states[2 * N :],
        "b": weights.bias[2 * N :],
        "b'": inner,
        "x_t": x,
        "h_{t-1}": h,
        "r_t": r,
    }


@executed("architectures.sequence_models.gru_step_backward")
def test_gru_step_backward(rng: Generator) -> Cases:
    """Gate and candidate depend on the state before, so that it matters that they are fixed."""
    weights, x, h = drawn(rng), rng.standard_normal(D), rng.uniform(-1, 1, N)
    step = gru_step(x, h, weights)
    no_weights = weights._replace(states=np.zeros((3 * N, N)))  # what is left is the direct path
    rows = [gru_step_backward(step, h, no_weights, unit) for unit in np.eye(N)]
    yield {
        "h_t": depends(lambda h, z, candidate: (1 - z) * candidate + z * h, "h_{t-1}", "z_t", r"\tilde h_t"),
        "h_{t-1}": h,
        "z_t": depends(lambda h: gru_step(x, h, weights)[2], "h_{t-1}"),
        r"\tilde h_t": depends(lambda h: gru_step(x, h, weights)[3], "h_{t-1}"),
        "result": np.array(rows),
    }


@executed("architectures.sequence_models.gru_parameters")
def test_gru_parameters(rng: Generator) -> Cases:
    for d, n in ((128, 256), (1, 1), map(int, rng.integers(2, 100, 2))):
        yield {"d": d, "n": n, "result": gru_parameters(d, n)}


@executed("architectures.sequence_models.teacher_forced_loss")
def test_teacher_forced_loss(rng: Generator) -> Cases:
    """A chain over three tokens and a start: p_t is the row of the true token before."""
    transition = rng.dirichlet(np.ones(3), 4)
    targets = rng.integers(0, 3, 5)
    before = [3, *targets[:-1].tolist()]
    yield {
        r"\mathcal L": teacher_forced_loss(np.log(transition[shift_right(targets, 3)]), targets),
        "p": [lambda token, row=row: transition[row, int(token)] for row in before],
        "y": targets,
        "T": 5,
    }


@executed("architectures.sequence_models.expected_errors")
def test_expected_errors(rng: Generator) -> Cases:
    for error, steps in ((0.01, 100), (float(rng.uniform(0.01, 0.5)), int(rng.integers(1, 20)))):
        yield {r"\varepsilon": error, "T": steps, "result": expected_errors(error, 0, steps)}
