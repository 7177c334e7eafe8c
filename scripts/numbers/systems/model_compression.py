"""Numbers of `docs/systems/model-compression.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.systems import model_compression as page

Runs = NDArray[np.float64]
SEEDS = 8


def worked() -> dict[str, float]:
    """The matrix of the worked example: entry 0.004 and 0.5 with one scale, and with one per row."""
    W = np.array([[1.27, -0.5, 0.004], [0.0, 12.7, -6.35]])
    tensor, rows = (page.restored(page.quantize_int8(W, axis)) for axis in (None, 1))
    return {"tensor": float(tensor[0, 0]), "rows": float(rows[0, 0]), "small": float(rows[0, 2])}


def products() -> int:
    """How many products of two integers up to 127 a signed sum of 32 bits holds for certain."""
    return (2**31 - 1) // 127**2


def outlier(first: int = 0) -> dict[str, Runs]:
    """Relative error of a million normal weights in int8, without and with a single weight of 100."""
    found: dict[str, list[float]] = {"none": [], "tensor": [], "rows": []}
    for seed in range(first, first + 4):
        W = np.random.default_rng(seed).standard_normal((1000, 1000))
        found["none"].append(page.relative_error(W, page.restored(page.quantize_int8(W))))
        W[0, 0] = 100
        found["tensor"].append(page.relative_error(W, page.restored(page.quantize_int8(W))))
        found["rows"].append(page.relative_error(W, page.restored(page.quantize_int8(W, axis=1))))
    return {name: np.array(runs) for name, runs in found.items()}


def curve(first: int = 0) -> dict[str, Runs]:
    """Percent of error of 199 rows whose tensor has one outlier of 4 or of 400 in another row."""
    found: dict[str, list[float]] = {"first": [], "last": [], "rows": []}
    for seed in range(first, first + 4):
        W = np.random.default_rng(seed).standard_normal((200, 200))
        for name, size, axis in (("first", 4.0, None), ("last", 400.0, None), ("rows", 400.0, 1)):
            W[0, 0] = size
            others = page.restored(page.quantize_int8(W, axis))[1:]
            found[name].append(100 * page.relative_error(W[1:], others))
    return {name: np.array(runs) for name, runs in found.items()}


def activations(first: int = 0) -> dict[str, Runs]:
    """Relative error of an int8 product whose inputs have one channel 60 times as large: as it is, and smoothed."""
    found: dict[str, list[float]] = {"plain": [], "outlier": [], "smoothed": []}
    for seed in range(first, first + SEEDS):
        rng = np.random.default_rng(seed)
        X, W = rng.standard_normal((64, 256)), rng.standard_normal((256, 64))
        found["plain"].append(page.relative_error(X @ W, page.int8_product(X, W)))
        X[:, 7] *= 60
        found["outlier"].append(page.relative_error(X @ W, page.int8_product(X, W)))
        found["smoothed"].append(page.relative_error(X @ W, page.int8_product(*page.smooth(X, W))))
    return {name: np.array(runs) for name, runs in found.items()}


def student(first: int = 0) -> dict[str, Runs]:
    """Test error of a linear classifier from 60 examples: their labels, and a teacher's probabilities for them.

    Five classes, drawn from the softmax of a random linear map of ten normal inputs. The teacher has learned from
    4000 other labeled examples. `gain_points` is hard minus soft in points, seed by seed.
    """
    found: dict[str, list[float]] = {"hard": [], "soft": [], "teacher": []}
    for seed in range(first, first + SEEDS):
        rng = np.random.default_rng(seed)
        truth = rng.standard_normal((10, 5))
        (X_teacher, y_teacher), (X, y), (X_test, y_test) = (_drawn(size, truth, rng) for size in (4000, 60, 4000))
        teacher = page.soft_or_hard(X_teacher, np.eye(5)[y_teacher])
        models = {
            "hard": page.soft_or_hard(X, np.eye(5)[y]),
            "soft": page.soft_or_hard(X, page.softmax(X @ teacher)),
            "teacher": teacher,
        }
        for name, W in models.items():
            found[name].append(float(np.mean((X_test @ W).argmax(axis=1) != y_test)))
    runs = {name: np.array(errors) for name, errors in found.items()}
    return {**runs, "gain_points": 100 * (runs["hard"] - runs["soft"])}


def _drawn(size: int, truth: page.Array, rng: np.random.Generator) -> tuple[page.Array, NDArray[np.int64]]:
    X = rng.standard_normal((size, len(truth)))
    chances = page.softmax(X @ truth).cumsum(axis=1)
    return X, (rng.random((size, 1)) > chances).sum(axis=1).clip(max=truth.shape[1] - 1)


TEACHER_LOGITS = np.array([[6.0, 3.5, 1.0, -2.0, -3.0]])


def teacher() -> dict[str, dict[str, float]]:
    """Probabilities of the example's teacher at temperatures 1 and 4."""
    names = ("cat", "lynx", "dog", "truck", "ship")
    return {
        f"t{temperature}": dict(zip(names, map(float, page.softmax(TEACHER_LOGITS, temperature)[0]), strict=True))
        for temperature in (1, 4)
    }


def gradients() -> dict[str, float]:
    """Length of the soft term's gradient for a student that knows nothing, with and without T²."""
    start = np.zeros_like(TEACHER_LOGITS)
    found = {}
    for temperature in (1, 4, 20):
        length = float(np.linalg.norm(page.soft_gradient(start, TEACHER_LOGITS, temperature)))
        found[f"scaled{temperature}"] = length
        found[f"plain{temperature}"] = length / temperature**2
    return found


def sparse() -> float:
    """Bytes of a matrix with a tenth of its 16-bit weights and a 16-bit index for each, over the dense ones."""
    return page.sparse_share(0.1, 16, 16)
