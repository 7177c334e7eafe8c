"""Another draw of all random numbers, a plugin of pytest: `pytest -p tests.redrawn --draw=7 tests/snippets`.

Each seed of NumPy stands for other numbers then, and what a test claims must hold there, too; `make portable` asks.
Tests marked `one_draw` restate numbers that a page prints of one draw; they are left out. PyTorch's seeds stay as they
are: twins are held against NumPy, on the same numbers.
"""

from typing import Any

import numpy as np
import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Called by pytest before it reads its arguments."""
    parser.addoption("--draw", type=int, required=True, help="a number that all seeds of NumPy are joined with")


def pytest_configure(config: pytest.Config) -> None:
    """Join all seeds with the number of the draw, before any test is imported."""
    draw, seeded = config.getoption("draw"), np.random.default_rng

    def redrawn(seed: Any = None) -> np.random.Generator:
        numbers = seed if isinstance(seed, list | tuple) else [seed]
        return seeded([*numbers, draw] if all(isinstance(each, int | np.integer) for each in numbers) else seed)

    np.random.default_rng = redrawn


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about one draw."""
    left_out = [item for item in items if item.get_closest_marker("one_draw")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
