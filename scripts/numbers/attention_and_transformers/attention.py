"""Numbers of `docs/attention-and-transformers/attention.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.attention_and_transformers import attention as page

Runs = NDArray[np.float64]
WIDTHS, SEEDS = (4, 16, 64, 256, 512, 1024, 4096), 8
STUCK = 0.01


def example() -> dict[str, float]:
    """Weights and output of the query (1, 0) over three keys, with the values 10, 20 and 30."""
    q, K = np.array([1.0, 0.0]), np.array([[2.0, 0.0], [1.0, 5.0], [0.0, 1.0]])
    weights, output = page.attend(page.dot_scores(q, K), np.array([[10.0], [20.0], [30.0]]))
    first, second, third = weights
    return {"first": first, "second": second, "third": third, "output": float(output[0])}


def peaked() -> dict[str, float]:
    """The largest weight of the example, and with ten times its scores."""
    scores = np.array([2.0, 1.0, 0.0])
    return {"plain": float(page.softmax(scores).max()), "tenfold": float(page.softmax(10 * scores).max())}


def negation() -> dict[str, float]:
    """“not good”, d_k = 4: weights of “good” on “not” and on itself, its output, and the weight of “not” on “good”."""
    Q, K = np.zeros((2, 4)), np.zeros((2, 4))
    Q[1, 0], K[0, 0] = 4, 1
    on_not, on_itself = page.scaled_dot_product_attention(Q, K, np.eye(2))[1]
    output = page.scaled_dot_product_attention(Q, K, np.array([[-1.0], [1.0]]))
    back = page.scaled_dot_product_attention(Q, K, np.eye(2))[0, 1]
    return {"on_not": on_not, "on_itself": on_itself, "output": float(output[1, 0]), "back": back}


def _saturation(scaled: bool, first: int) -> dict[str, dict[int, Runs]]:
    """Means over queries of what `saturation` returns, a median, and the share of queries that are stuck."""
    found: dict[str, dict[int, Runs]] = {"largest": {}, "norm": {}, "median": {}, "stuck": {}}
    for d_k in WIDTHS:
        scale = d_k**-0.5 if scaled else 1.0
        draws = [page.saturation(d_k, scale, np.random.default_rng(first + seed), 2000, 64) for seed in range(SEEDS)]
        found["largest"][d_k] = np.array([largest.mean() for largest, _ in draws])
        found["norm"][d_k] = np.array([norms.mean() for _, norms in draws])
        found["median"][d_k] = np.array([np.median(norms) for _, norms in draws])
        found["stuck"][d_k] = np.array([np.mean(norms < STUCK) for _, norms in draws])
    return found


def unscaled(first: int = 0) -> dict[str, dict[int, Runs]]:
    """Saturation of the raw dot products of random queries with 64 random keys, by d_k."""
    return _saturation(False, first)


def scaled(first: int = 0) -> dict[str, dict[int, Runs]]:
    """The same with the scores divided by √d_k."""
    return _saturation(True, first)


def wrong_root() -> dict[str, float]:
    """The divisor for 8 heads of a model of width 512, and the root of the model's width."""
    return {"right": float((512 / 8) ** 0.5), "wrong": float(512**0.5)}


def root() -> float:
    """What scores are divided by at d_k = 512."""
    return float(512**0.5)


def counts() -> dict[str, float]:
    """A layer of width 512 over 1024 positions, with one head and with eight."""
    one, eight = page.cost(1024, 512, 1), page.cost(1024, 512, 8)
    return {
        "weights": eight["weights"],
        "head_weights": 3 * 512 * 64,
        "multiply_adds": eight["multiply_adds"],
        "more_work": eight["multiply_adds"] / one["multiply_adds"],
        "scores_one": one["scores"],
        "scores": eight["scores"],
        "megabytes": eight["scores"] * 4 / 1e6,
    }
