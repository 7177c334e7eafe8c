"""The formulas of the page on batch size and generalization."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.training.batch_size_and_generalization import hessian_traces, noise_scale, rescaled_trace


@executed("training.batch_size_and_generalization.noise_scale", approx=0.02)
def test_noise_scale(rng: Generator) -> Cases:
    for N, B in ((50_000, 128), (100, 100), (int(rng.integers(50, 100)), int(rng.integers(2, 50)))):
        eta = rng.uniform(0.1, 2.0)
        yield {"g": noise_scale(eta, N, B), r"\eta": eta, "N": N, "B": B}


@executed("training.batch_size_and_generalization.rescaled_trace")
def test_rescaled_trace(rng: Generator) -> Cases:
    X, W, v = rng.standard_normal((10, 3)), rng.standard_normal((3, 4)), rng.standard_normal(4)
    trace_W, trace_v = hessian_traces(X, W, v)
    for alpha in (1.0, 0.5, rng.uniform(1.0, 16.0)):
        yield {
            "H": lambda W, v: np.diag(hessian_traces(X, W, v)),  # only the trace of the Hessian is used
            "W": W,
            "v": v,
            r"\alpha": alpha,
            "T_W": trace_W,
            "T_v": trace_v,
            "result": rescaled_trace(trace_W, trace_v, alpha),
        }
