"""Numbers of `docs/regularization/overfitting.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.regularization import overfitting as page

Runs = NDArray[np.float64]
BLOCKS = 4
"""Independent means over twenty draws of data and features."""
MODELS = ((10, 0.0), (40, 0.0), (90, 0.0), (500, 0.0), (500, 1e-3), (500, 1e-1))
"""Width and penalty."""


def models(first: int = 0) -> dict[str, Runs]:
    """Mean errors at 100 examples, and gap, by width and penalty."""
    found: dict[str, list[float]] = {}
    for block in range(BLOCKS):
        for width, penalty in MODELS:
            errors = page.average_errors(width, 100, penalty, first=first + 20 * block)
            values = errors._asdict() | {"gap": errors.validation - errors.training}
            for name, value in values.items():
                found.setdefault(f"{width}.{penalty:g}.{name}", []).append(value)
    return {name: np.array(runs) for name, runs in found.items()}


def drawn() -> dict[str, float]:
    """What the figures show at some of their marks."""
    curves = {
        f"{width}.{examples}": page.average_errors(width, examples, penalty, runs=10)
        for width, penalty in ((10, 0.0), (300, 1e-3))
        for examples in (30, 2000)
    }
    excess = {
        "first": page.average_errors(20, 100, 0.0).median_excess,
        "second": page.average_errors(500, 100, 0.0).median_excess,
        "penalized": page.average_errors(500, 100, 1e-3).median_excess,
    }
    marks = {"floor": page.NOISE**2}
    for name, errors in curves.items():
        marks |= {f"{name}.validation": errors.validation, f"{name}.gap": errors.validation - errors.training}
    return excess | marks


def more_data(first: int = 0) -> dict[int, Runs]:
    """Validation error of 300 features without penalty, by examples."""
    blocks = range(first, first + 10 * BLOCKS, 10)
    return {
        examples: np.array([page.average_errors(300, examples, 0.0, runs=10, first=f).validation for f in blocks])
        for examples in (100, 200)
    }


def validation_sets(first: int = 0) -> dict[str, Runs]:
    """Training error, and validation error by what ails the validation set; each run compares sets for one model."""
    seeds = range(first, first + 20)
    found = {
        cause: np.array([page.validation_error(cause, seed) for seed in seeds])
        for cause in ("nothing", "shift", "scale", "duplicates")
    }
    return {"training": found["nothing"][:, 0]} | {cause: errors[:, 1] for cause, errors in found.items()}


def of_one_model(first: int = 0) -> dict[int, Runs]:
    """Standard deviation of one model's validation error over 200 sets, by their size, for each of ten models."""
    found: dict[int, list[float]] = {20: [], 400: []}
    for seed in range(first, first + 10):
        rng = np.random.default_rng([seed, 7])
        X = rng.standard_normal((100, 20))
        y = page.target(X) + page.NOISE * rng.standard_normal(100)
        model = page.random_feature_model(500, X, y, 1e-3, rng)
        for size, errors in found.items():
            X_new = rng.standard_normal((200 * size, 20))
            squares = (model(X_new) - page.target(X_new) - page.NOISE * rng.standard_normal(200 * size)) ** 2
            errors.append(float(squares.reshape(200, size).mean(axis=1).std(ddof=1)))
    return {size: np.array(errors) for size, errors in found.items()}


def flips(first: int = 0) -> dict[str, Runs]:
    """Share of 2s read as 5s, and of 6s read as 9s, without and with copies that change the label."""
    found: dict[str, list[float]] = {"plain": [], "mirrored": [], "turned": []}
    for seed in range(first, first + 5):
        plain, mirrored, turned = (
            page.digit_confusions(kind, seed, 1) for kind in (None, page.MIRRORED, page.HALF_TURN)
        )
        found["plain"].append(float(max(plain[2, 5], plain[6, 9])))
        found["mirrored"].append(float(mirrored[2, 5]))
        found["turned"].append(float(turned[6, 9]))
    return {name: np.array(runs) for name, runs in found.items()}
