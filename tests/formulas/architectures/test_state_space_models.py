"""The formulas of docs/architectures/state-space-models.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each, from_zero, sigmoid
from snippets.architectures.state_space_models import (
    associative_scan,
    attention_form,
    combine,
    convolve,
    discretize,
    gate,
    kernel,
    recurrence,
    scan,
    state_bytes,
)

LENGTH, SIZE = 5, 3


@executed("architectures.state_space_models.recurrence")
def test_recurrence(rng: Generator) -> Cases:
    x, (a, b, c) = rng.standard_normal(LENGTH), rng.uniform(-1, 1, (3, LENGTH, SIZE))
    states = associative_scan(a, b * x[:, None])
    yield {
        "h": from_zero([np.zeros(SIZE), *states]),
        "y": recurrence(x, a, b, c),
        "a": a,
        "b": b,
        "c": c,
        "x": x,
        "t": each(range(1, LENGTH + 1)),
    }


@executed("architectures.state_space_models.discretize")
def test_discretize(rng: Generator) -> Cases:
    for A in (-2.0, -0.3):
        B, step = rng.standard_normal(), rng.uniform(0.1, 2)
        a, b = discretize(np.array([A]), np.array([B]), np.array(step))
        yield {"a": a.item(), "b": b.item(), "A": A, "B": B, r"\Delta": step}


@executed("architectures.state_space_models.kernel")
def test_kernel(rng: Generator) -> Cases:
    x, (a, b, c) = rng.standard_normal(LENGTH), rng.uniform(-1, 1, (3, SIZE))
    K = kernel(a, b, c, LENGTH)
    for t in range(1, LENGTH + 1):
        yield {
            "K": from_zero(K),
            "y": convolve(x, K),
            "a": a,
            "b": b,
            "c": c,
            "x": x,
            "N": SIZE,
            "j": each(range(LENGTH)),
            "t": t,
        }


@executed("architectures.state_space_models.gate")
def test_gate(rng: Generator) -> Cases:
    x, z = rng.standard_normal((2, LENGTH))
    a, b = gate(z[:, None])
    states = scan(a, b * x[:, None]).ravel()
    for t in range(1, LENGTH + 1):
        yield {"g": b.ravel(), "h": from_zero([0.0, *states]), "x": x, "z": z, r"\sigma": sigmoid, "t": t}


@executed("architectures.state_space_models.combine")
def test_combine(rng: Generator) -> Cases:
    a_1, u_1, a_2, u_2 = rng.standard_normal((4, SIZE))
    a, u = combine((a_1, u_1), (a_2, u_2))
    yield {"a": a, "u": u, "a_1": a_1, "u_1": u_1, "a_2": a_2, "u_2": u_2}


@executed("architectures.state_space_models.attention_form")
def test_attention_form(rng: Generator) -> Cases:
    x, a = rng.standard_normal(LENGTH), rng.uniform(0.1, 1, LENGTH)
    b, c = rng.standard_normal((2, LENGTH, SIZE))
    for t in range(1, LENGTH + 1):
        yield {"y": attention_form(x, a, b, c), "a": a, "b": b, "c": c, "x": x, "t": t}


@executed("architectures.state_space_models.state_bytes")
def test_state_bytes(rng: Generator) -> Cases:
    L, E, d, N, b = map(int, rng.integers(2, 50, 5))
    yield {r"m_{\text{state}}": state_bytes(L, d, N, E, b), "L": L, "E": E, "d": d, "N": N, "b": b}
