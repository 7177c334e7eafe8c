"""The formulas of the page on batch normalization, for one channel where the page writes scalars."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, each
from snippets.regularization.batch_normalization import (
    batch_norm,
    batch_norm_gradient,
    fold_batch_norm,
    update_running_statistics,
)


@executed("regularization.batch_normalization.batch_norm")
def test_batch_norm(rng: Generator) -> Cases:
    for size, epsilon in ((4, 0.1), (1, 0.1), (3, 1e-5)):
        x, gamma, beta = rng.standard_normal(size), rng.standard_normal(1), rng.standard_normal(1)
        yield {
            "y": batch_norm(x[:, None], gamma, beta, epsilon)[:, 0],
            r"\hat x": batch_norm(x[:, None], np.ones(1), np.zeros(1), epsilon)[:, 0],
            "x": x,
            r"\gamma": gamma[0],
            r"\beta": beta[0],
            r"\mu_B": x.mean(),
            r"\sigma_B": x.std(),
            r"\epsilon": epsilon,
            "B": size,
            "i": each(range(1, size + 1)),
        }


@executed("regularization.batch_normalization.batch_norm_gradient")
def test_batch_norm_gradient(rng: Generator) -> Cases:
    x, g, gamma, epsilon = rng.standard_normal(4), rng.standard_normal(4), rng.standard_normal(1), 0.1
    normalized = (x - x.mean()) / np.sqrt(x.var() + epsilon)
    gradient, _, _ = batch_norm_gradient(g[:, None], x[:, None], gamma, epsilon)
    for i in range(1, 5):
        yield {
            r"\mathcal L": depends(lambda x: g @ batch_norm(x[:, None], gamma, np.ones(1), epsilon)[:, 0], "x"),
            "x": x,
            "i": i,
            "g": g,
            r"\overline{g}": g.mean(),
            r"\hat x": normalized,
            r"\overline{g\hat x}": (g * normalized).mean(),
            r"\gamma": gamma[0],
            r"\sigma_B": x.std(),
            r"\epsilon": epsilon,
            "result": gradient[i - 1, 0],
        }


@executed("regularization.batch_normalization.update_running_statistics")
def test_update_running_statistics(rng: Generator) -> Cases:
    x, mean, variance = rng.standard_normal((4, 3)), rng.standard_normal(3), rng.uniform(0.5, 2.0, 3)
    for alpha in (0.0, 0.1, 1.0):
        new_mean, new_variance = update_running_statistics(mean, variance, x, alpha)
        yield {"r": mean, "s_B": x.mean(axis=0), r"\alpha": alpha, r"r\leftarrow": new_mean}
        yield {"r": variance, "s_B": x.var(axis=0, ddof=1), r"\alpha": alpha, r"r\leftarrow": new_variance}


@executed("regularization.batch_normalization.fold_batch_norm")
def test_fold_batch_norm(rng: Generator) -> Cases:
    W, (b, mean, gamma, beta) = rng.standard_normal((3, 2)), rng.standard_normal((4, 3))
    variance, epsilon = rng.uniform(0.5, 2.0, 3), 0.1
    weights, biases = fold_batch_norm(W, b, mean, variance, gamma, beta, epsilon)
    yield {
        "W'": weights,
        "b'": biases,
        "W": W,
        "b": b,
        "s": gamma / np.sqrt(variance + epsilon),
        r"r_\mu": mean,
        r"r_{\sigma^2}": variance,
        r"\gamma": gamma,
        r"\beta": beta,
        r"\epsilon": epsilon,
    }
