"""A generator that draws given numbers, so that what is made of random numbers can be worked out by hand."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike


class _Draws:
    def __init__(self, values: dict[str, list[Any]]) -> None:
        self.values = values

    def __getattr__(self, method: str) -> Any:
        given = self.values[method]

        def draw(size: int | Sequence[int] = (), *_: Any, **__: Any) -> Any:
            drawn = np.asarray(given.pop(0))
            shape = () if size is None else size if isinstance(size, tuple) else (size,)
            if method != "permutation":
                assert drawn.shape == shape, f"{method}{shape} is drawn, {drawn.shape} given"
            return drawn if drawn.shape else drawn.item()

        return draw


def drawing(**values: Sequence[ArrayLike]) -> Generator:
    """A generator whose methods return the given values, in this order; `drawing(random=[0.3, 0.7])`."""
    return cast("Generator", _Draws({method: list(given) for method, given in values.items()}))
