"""Numbers of `docs/foundations/maximum-likelihood.md`."""

import numpy as np

from snippets.foundations import maximum_likelihood as page

THROWS = np.array([1] * 7 + [0] * 3)
FREQUENCIES, FAIR = np.array([0.3, 0.7]), np.array([0.5, 0.5])


def coin() -> dict[str, float]:
    """Mean cost of seven heads in ten throws for two models, their difference, and the ratio of likelihoods."""
    best = page.mean_negative_log_likelihood(THROWS, FREQUENCIES)
    fair = page.mean_negative_log_likelihood(THROWS, FAIR)
    divergence = page.kl_divergence(FREQUENCIES, FAIR)
    return {"best": best, "fair": fair, "divergence": divergence, "ratio": float(np.exp(10 * divergence))}


def normals() -> dict[str, float]:
    """Both directions for N(0, 1) and N(1, 4)."""
    return {"there": page.gaussian_kl(0, 1, 1, 2), "back": page.gaussian_kl(1, 2, 0, 1)}


def fits() -> dict[str, dict[str, float]]:
    """Mean and deviation of the closest normal, by direction."""
    found = {"forward": page.fit(forward=True), "reverse": page.fit(forward=False)}
    return {name: {"mean": mean, "std": std} for name, (mean, std) in found.items()}


def triangle() -> dict[str, float]:
    """From one half to one hundredth, directly and by way of one tenth."""
    half, tenth, hundredth = (np.array([share, 1 - share]) for share in (0.5, 0.1, 0.01))
    return {
        "direct": page.kl_divergence(half, hundredth),
        "detour": page.kl_divergence(half, tenth) + page.kl_divergence(tenth, hundredth),
    }


def bits() -> float:
    """Bits in a nat."""
    return float(1 / np.log(2))
