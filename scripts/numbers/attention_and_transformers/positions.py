"""Numbers of `docs/attention-and-transformers/positions.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.attention_and_transformers import positions as page

Runs = NDArray[np.float64]


def waves() -> dict[str, float]:
    """Shortest and longest wavelength at width 512, and the longest of rotary heads of width 128."""
    sinusoids, rotary = page.wavelengths(512), page.wavelengths(128)
    return {"shortest": sinusoids[0], "longest": sinusoids[-1], "rotary": rotary[-1]}


def similarity() -> dict[str, float]:
    """Product of two codes of width 128 over that of a code with itself, by distance."""
    codes = page.sinusoidal(np.arange(1001), 128)
    products = codes @ codes[0] / (codes[0] @ codes[0])
    return {str(distance): products[distance] for distance in (1, 10, 100, 1000)}


def rotation() -> dict[str, float]:
    """Score of q = k = (1, 0) at positions 3 and 5, and at 103 and 105."""
    x = np.array([[1.0, 0.0]])
    return {str(m): (page.rotate(x, [m]) @ page.rotate(x, [n]).T).item() for m, n in ((3, 5), (103, 105))}


def order(first: int = 0) -> dict[str, Runs]:
    """How far the last output moves, relative to its size, where earlier tokens change places, by causal layers."""
    found: dict[str, list[float]] = {"1": [], "2": []}
    for seed in range(first, first + 8):
        X = 0.5 * np.random.default_rng(seed).standard_normal((3, 16))
        outputs, swapped = X, X[[1, 0, 2]]
        for layers in found:
            outputs, swapped = (page.attend(each, page.causal(3)) for each in (outputs, swapped))
            found[layers].append(float(np.linalg.norm(outputs[2] - swapped[2]) / np.linalg.norm(outputs[2])))
    return {name: np.array(runs) for name, runs in found.items()}


def alibi() -> dict[str, float]:
    """What a key ten positions back loses in the first and the last of eight heads, as a factor of its weight."""
    return {"first": np.exp(page.alibi(11, 8)[0, 10, 0]), "last": np.exp(page.alibi(11, 8)[7, 10, 0])}


def stretch() -> dict[str, float]:
    """Heads of width 128, trained on 2048 positions and used on 8192."""
    waves = page.wavelengths(128)
    base = page.raised_base(128, 4)
    return {
        "degrees": 360 * 2048 / waves[-1],
        "slow": int(np.sum(waves > 2048)),
        "base": base,
        "last": page.interpolated(8191, 2048, 8192).item(),
        "slower": page.wavelengths(128, base)[-1] / waves[-1],
    }


def llama3() -> dict[str, float]:
    """Heads of width 128 with a base of 500,000: longest wave, and pairs without a full turn in 8192 positions."""
    waves = page.wavelengths(128, 500_000)
    return {
        "millions": waves[-1] / 1e6,
        "slow": int(np.sum(waves > 8192)),
        "slow_before": int(np.sum(page.wavelengths(128) > 8192)),
    }
