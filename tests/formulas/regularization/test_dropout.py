"""The formulas of the page on dropout."""

from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, each
from snippets.regularization.dropout import dropout, dropout_penalty, variance_ratio


class Drawn:
    """Stands for a generator whose next draws keep the ones of a mask and drop its zeros."""

    def __init__(self, mask: NDArray[np.float64]) -> None:
        self.mask = mask

    def random(self, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Numbers below every keep probability, or above."""
        assert shape == self.mask.shape
        return 1 - self.mask


@executed("regularization.dropout.dropout", words=("independently",))
def test_dropout(rng: Generator) -> Cases:
    for q in (0.5, 0.8, 1.0):
        a = rng.standard_normal((2, 2))
        masks = [np.reshape(mask, (2, 2)).astype(float) for mask in product((0, 1), repeat=4)]
        weights = [float(np.prod(np.where(mask == 1, q, 1 - q))) for mask in masks]
        drawn: list[Any] = [Drawn(mask) for mask in masks]
        yield {
            r"\tilde a": Outcomes([dropout(a, q, each) for each in drawn], weights),
            "m": Outcomes(masks, weights),
            "q": q,
            "a": a,
        }


@executed("regularization.dropout.dropout_penalty")
def test_dropout_penalty(rng: Generator) -> Cases:
    X, w = rng.standard_normal((4, 3)), rng.standard_normal(3)
    for q in (0.5, 0.8, 1.0):
        yield {
            "q": q,
            "w": w,
            "x": X,
            "N": 4,
            "i": each(range(1, 5)),
            "j": each(range(1, 4)),
            "result": dropout_penalty(X, w, q),
        }


@executed("regularization.dropout.variance_ratio")
def test_variance_ratio(rng: Generator) -> Cases:
    values = rng.standard_normal(5) + 1
    for q in (0.5, 0.9):
        drawn = list(product(values, ((0.0, 1 - q), (1.0, q))))
        weights = [weight for _, (_, weight) in drawn]
        yield {
            "a": Outcomes([value for value, _ in drawn], weights),
            "m": Outcomes([mask for _, (mask, _) in drawn], weights),
            "q": q,
            "result": values.var() / variance_ratio(values, q),
        }
