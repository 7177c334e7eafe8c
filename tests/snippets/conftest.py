"""With `DRAW=7` in the environment, each seed stands for other random numbers: what a test claims must hold there, too.

`make portable` runs the tests so. Those marked `one_draw` restate numbers that a page prints of one draw; they are left
out. PyTorch's seeds stay as they are: twins are held against NumPy, on the same numbers.
"""

import os
from typing import Any

import numpy as np
import pytest

DRAW = int(os.environ.get("DRAW", "0"))
_seeded = np.random.default_rng


def _redrawn(seed: Any = None) -> np.random.Generator:
    """A generator whose seed is that and `DRAW`; one that is made of something else than numbers is as it was."""
    numbers = seed if isinstance(seed, list | tuple) else [seed]
    return _seeded([*numbers, DRAW] if all(isinstance(each, int | np.integer) for each in numbers) else seed)


if DRAW:
    np.random.default_rng = _redrawn


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about one draw."""
    left_out = [item for item in items if DRAW and item.get_closest_marker("one_draw")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
