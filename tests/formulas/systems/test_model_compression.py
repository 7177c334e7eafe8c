"""The formulas of the page on compressing models."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends, each
from snippets.systems.model_compression import (
    distillation_loss,
    int8_product,
    quantize_int8,
    restored,
    rounding_noise,
    soft_gradient,
    softmax,
)


@executed("systems.model_compression.quantize_int8")
def test_quantize_int8(rng: Generator) -> Cases:
    w = rng.standard_normal((3, 4))
    for axis in (None, 1):
        q, s = quantize_int8(w, axis)
        for row in range(3):
            for column in range(4):
                yield {
                    "q": float(q[row, column]),
                    "s": float(s[row if axis else 0, 0]),
                    "w": float(w[row, column]),
                    r"\hat w": float(restored(quantize_int8(w, axis))[row, column]),
                    "w'": w[row] if axis else w.ravel(),
                    "j": each(range(1, 5 if axis else 13)),
                    r"\operatorname{round}": np.round,
                }


@executed("systems.model_compression.rounding_noise", approx=0.03)  # of a sample
def test_rounding_noise(rng: Generator) -> Cases:
    w = rng.standard_normal((1, 40_000))
    quantized = quantize_int8(w)
    yield {
        r"\hat w": Outcomes(list(restored(quantized)[0])),
        "w": Outcomes(list(w[0])),
        "s": float(quantized.scale[0, 0]),
        "last": rounding_noise(float(quantized.scale[0, 0])),
    }


@executed("systems.model_compression.int8_product")
def test_int8_product(rng: Generator) -> Cases:
    X, W = rng.standard_normal((2, 5)), rng.standard_normal((5, 3))
    inputs, weights = quantize_int8(X, 1), quantize_int8(W, 0)
    yield {
        "Y": int8_product(X, W),
        "s": inputs.scale[:, 0],
        "t": weights.scale[0],
        "p": inputs.integers.astype(float),
        "q": weights.integers.astype(float),
        "i": each(range(1, 3)),
        "j": each(range(1, 6)),
        "k": each(range(1, 4)),
    }


@executed("systems.model_compression.distillation_loss")
def test_distillation_loss(rng: Generator) -> Cases:
    student, teacher = rng.standard_normal((1, 4)), rng.standard_normal((1, 4))
    label = int(rng.integers(0, 4))
    for T, weight in ((1.0, 0.5), (3.0, 0.2), (2.0, 1.0)):
        yield {
            r"\mathcal L": distillation_loss(student, teacher, np.array([label]), T, weight),
            r"\lambda": weight,
            "T": T,
            "p": softmax(student)[0],
            "y": label + 1,
            "t": softmax(teacher, T)[0],
            "s": softmax(student, T)[0],
            "k": each(range(1, 5)),
        }


@executed(
    "systems.model_compression.soft_gradient", tolerance=1e-4, approx=0.05
)  # a slope by differences; T = 100 is not yet infinite
def test_soft_gradient(rng: Generator) -> Cases:
    z, v = rng.standard_normal((2, 4))
    z, v = z - z.mean(), v - v.mean()
    for T in (1.0, 2.0, 100.0):
        yield {
            "z": z,
            "v": v,
            "T": T,
            "K": 4,
            "t": softmax(v[None], T)[0],
            "s": softmax(z[None], T)[0],
            r"D": depends(
                lambda z, T=T, v=v: float(
                    np.sum(softmax(v[None], T)[0] * np.log(softmax(v[None], T)[0] / softmax(z[None], T)[0]))
                ),
                "z",
            ),
            "result": soft_gradient(z[None], v[None], T)[0],
            "limit": T == 100,
        }
