"""The formulas of the page on distributed training."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.systems.distributed_training import idle_share, ring_bytes, tensor_parallel_mlp, zero_bytes


@executed("systems.distributed_training.ring_bytes")
def test_ring_bytes(rng: Generator) -> Cases:
    for D in (1, 2, 8):
        n = rng.uniform(1, 100)
        yield {"V": ring_bytes(D, n), "D": D, "G": n}


@executed("systems.distributed_training.zero_bytes")
def test_zero_bytes(rng: Generator) -> Cases:
    P = rng.uniform(1, 100)
    for D in (1, 4, 64):
        yield {**{f"M_{stage}": zero_bytes(P, D, stage) for stage in range(4)}, "P": P, "D": D}


@executed("systems.distributed_training.tensor_parallel_mlp")
def test_tensor_parallel_mlp(rng: Generator) -> Cases:
    X, A, B = rng.standard_normal((3, 4)), rng.standard_normal((4, 6)), rng.standard_normal((6, 4))
    yield {
        r"\varphi": lambda z: np.maximum(z, 0),
        "X": X,
        "W_1": A,
        "W_2": B,
        "A": [np.array(part) for part in np.split(A, 3, axis=1)],
        "B": [np.array(part) for part in np.split(B, 3, axis=0)],
        "D": 3,
        "last": tensor_parallel_mlp(X, A, B, 3),
    }


@executed("systems.distributed_training.idle_share")
def test_idle_share(rng: Generator) -> Cases:
    for p, m in ((1, 5), (4, 8), (3, 1)):
        yield {"p": p, "m": m, r"\text{idle}": idle_share(p, m)}
