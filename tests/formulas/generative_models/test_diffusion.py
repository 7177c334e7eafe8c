"""The formulas of docs/generative-models/diffusion.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.generative_models.diffusion import ddim_step, ddpm_step, guided, noised, signal_shares


@executed("generative_models.diffusion.noised")
def test_noised(rng: Generator) -> Cases:
    """Noise of a given vector; the shares are multiplied out."""
    betas, x0, noise = rng.uniform(0.01, 0.5, 4), rng.standard_normal(3), rng.standard_normal(3)
    for t in (1, 3, 4):
        share = float(np.exp(np.sum(np.log1p(-betas[:t]))))
        yield {
            "x_t": noised(x0, signal_shares(betas)[t - 1], noise),
            "x_0": x0,
            r"\varepsilon": noise,
            r"\beta": betas,
            r"\bar\alpha_t": share,
            "t": t,
        }


@executed("generative_models.diffusion.ddpm_step")
def test_ddpm_step(rng: Generator) -> Cases:
    """Any predicted noise; against the posterior of x_{t−1} given x_t and the data that it implies."""
    x, predicted, zeta = rng.standard_normal((3, 4))
    beta, before = rng.uniform(0.01, 0.5), rng.uniform(0.2, 0.9)
    share = before * (1 - beta)
    x0 = (x - np.sqrt(1 - share) * predicted) / np.sqrt(share)
    mean = (np.sqrt(before) * beta * x0 + np.sqrt(1 - beta) * (1 - before) * x) / (1 - share)
    yield {
        "x_{t-1}": mean + np.sqrt(beta) * zeta,
        "x_t": x,
        r"\hat\varepsilon": predicted,
        r"\beta_t": beta,
        r"\bar\alpha_t": share,
        r"\zeta": zeta,
        "result": ddpm_step(x, predicted, beta, share, zeta),
    }


@executed("generative_models.diffusion.ddim_step")
def test_ddim_step(rng: Generator) -> Cases:
    """From one noise level to a lower one, with the same x0 and the same noise."""
    x0, noise = rng.standard_normal((2, 4))
    share, following = rng.uniform(0.1, 0.5), rng.uniform(0.5, 1)
    x = np.sqrt(share) * x0 + np.sqrt(1 - share) * noise
    yield {
        "x_s": np.sqrt(following) * x0 + np.sqrt(1 - following) * noise,
        r"\hat x_0": x0,
        "x_t": x,
        r"\hat\varepsilon": noise,
        r"\bar\alpha_t": share,
        r"\bar\alpha_s": following,
        "result": (None, ddim_step(x, noise, share, following)),
    }


@executed("generative_models.diffusion.guided")
def test_guided(rng: Generator) -> Cases:
    """Two predictions, any weight: as far again as w says beyond the conditional one."""
    conditional, unconditional = rng.standard_normal((2, 4))
    for w in (0.0, rng.uniform(0.5, 5)):
        yield {
            r"\tilde\varepsilon": conditional + w * (conditional - unconditional),
            r"\varepsilon_\theta(x_t, c)": conditional,
            r"\varepsilon_\theta(x_t)": unconditional,
            "w": w,
            "result": guided(conditional, unconditional, w),
        }
