"""The formulas of the page on positions."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each, from_zero
from snippets.attention_and_transformers.positions import (
    alibi,
    alibi_slopes,
    frequencies,
    raised_base,
    rotate,
    shift,
    sinusoidal,
    wavelengths,
)


@executed("attention_and_transformers.positions.sinusoidal")
def test_sinusoidal(rng: Generator) -> Cases:
    d = 8
    for p in (0, 1, int(rng.integers(2, 1000))):
        yield {
            r"\mathrm{PE}": lambda p, column: sinusoidal([p], d)[0, int(column)],
            r"\theta": from_zero(frequencies(d)),
            "p": p,
            "i": each(range(d // 2)),
            "d": d,
        }


@executed("attention_and_transformers.positions.shift")
def test_shift(rng: Generator) -> Cases:
    d = 6
    p, q, k = map(int, rng.integers(0, 100, 3))
    yield {
        r"\mathrm{PE}": lambda p: sinusoidal([p], d)[0],
        "M": Indexed(lambda k: shift(k, d)),
        r"\theta": from_zero(frequencies(d)),
        "p": p,
        "q": q,
        "k": k,
        "d": d,
    }


@executed("attention_and_transformers.positions.rotate")
def test_rotate(rng: Generator) -> Cases:
    d = 6
    q, k = rng.standard_normal((2, d))
    m, n = map(int, rng.integers(0, 100, 2))
    yield {
        "R": Indexed(lambda position: rotate(np.eye(d), [position] * d).T),
        "q": q,
        "k": k,
        "m": m,
        "n": n,
        "result": (rotate(q[None], [m]) @ rotate(k[None], [n]).T).item(),
    }


@executed("attention_and_transformers.positions.alibi")
def test_alibi(rng: Generator) -> Cases:
    n, heads, d = 5, 4, 3
    q, k = rng.standard_normal((2, n, d))
    for h in range(1, heads + 1):
        scores = q @ k.T / np.sqrt(d) + alibi(n, heads)[h - 1]
        for i, j in ((1, 1), (5, 2), (4, 3)):
            yield {
                "s": scores,
                "q": Indexed(lambda i: q[i - 1]),
                "k": Indexed(lambda j: k[j - 1]),
                "m": alibi_slopes(heads),
                "h": h,
                "H": heads,
                "i": i,
                "j": j,
                "d": d,
            }


@executed("attention_and_transformers.positions.raised_base")
def test_raised_base(rng: Generator) -> Cases:
    d, s, b = 2 * int(rng.integers(2, 64)), rng.uniform(1, 8), rng.uniform(1000, 20_000)
    raised = raised_base(d, s, b)
    yield {"b'": raised, "b": b, "s": s, "d": d}
    assert np.isclose(wavelengths(d, raised)[-1], s * wavelengths(d, b)[-1])
