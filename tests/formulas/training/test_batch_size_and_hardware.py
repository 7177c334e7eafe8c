"""The formulas of the page on batch size and hardware."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends, each
from snippets.training.batch_size_and_hardware import (
    combine_gradients,
    global_batch_size,
    matmul_intensity,
    pooled_variance,
    roofline,
    tile_waste,
    training_bytes,
    transformer_layer_bytes,
)


@executed("training.batch_size_and_hardware.training_bytes")
def test_training_bytes(rng: Generator) -> Cases:
    P, a = int(rng.integers(1, 1000)), rng.uniform(1, 100)
    yield {"M": lambda B: training_bytes(P, B, a), "P": P, "a": a, "B": int(rng.integers(1, 100))}


@executed("training.batch_size_and_hardware.transformer_layer_bytes")
def test_transformer_layer_bytes(rng: Generator) -> Cases:
    s, h, n = map(int, rng.integers(2, 1000, 3))
    yield {r"a_{\text{layer}}": transformer_layer_bytes(1, s, h, n), "s": s, "h": h, "n": n}


@executed("training.batch_size_and_hardware.matmul_intensity")
def test_matmul_intensity(rng: Generator) -> Cases:
    B, d_in, d_out = map(int, rng.integers(1, 100, 3))
    b = int(rng.choice([1, 2, 4]))
    yield {
        "I": lambda B: matmul_intensity(B, d_in, d_out, b),
        "B": B,
        r"d_{\text{in}}": d_in,
        r"d_{\text{out}}": d_out,
        "b": b,
    }


@executed("training.batch_size_and_hardware.roofline")
def test_roofline(rng: Generator) -> Cases:
    bandwidth = rng.uniform(2, 5)
    for B in (1, 10, 1000):  # on both sides of the ridge
        yield {
            "F": lambda B: roofline(matmul_intensity(B, 64, 64), 40.0, bandwidth),
            "I": lambda B: matmul_intensity(B, 64, 64),
            r"\pi": 40.0,
            r"\beta": bandwidth,
            "B": B,
        }


@executed("training.batch_size_and_hardware.tile_waste")
def test_tile_waste(rng: Generator) -> Cases:
    for B in (1, 127, 128, 129, int(rng.integers(200, 1000))):
        yield {r"\text{waste}": lambda B: tile_waste(int(B), 128), "B": B, "T": 128}


@executed("training.batch_size_and_hardware.global_batch_size")
def test_global_batch_size(rng: Generator) -> Cases:
    size, D, m, k = map(int, rng.integers(2, 9, 4))
    yield {
        r"B_{\text{global}}": global_batch_size(size, D * m, k, m),
        r"B_{\text{device}}": size,
        "D": D,
        "k": k,
        "G": D * m,
        "m": m,
    }


@executed("training.batch_size_and_hardware.combine_gradients")
def test_combine_gradients(rng: Generator) -> Cases:
    gradients, sizes = rng.standard_normal((3, 2)), [8, 8, 5]
    yield {
        "g": combine_gradients(list(gradients), sizes),
        "g_j": depends(lambda j: gradients[int(j) - 1], "j"),
        "n": sizes,
        "i": each([1, 2, 3]),
        "j": each([1, 2, 3]),
    }


@executed("training.batch_size_and_hardware.pooled_variance")
def test_pooled_variance(rng: Generator) -> Cases:
    shards = rng.standard_normal((4, 5)) + rng.standard_normal((4, 1))
    within, between = pooled_variance(list(shards))
    yield {
        r"\operatorname{Var}": shards.var(),
        r"\overline{\operatorname{Var}_j}": shards.var(axis=1).mean(),
        r"\overline{x}_j": Outcomes(shards.mean(axis=1)),
        r"\text{within}": within,
        r"\text{between}": between,
    }
