"""Computes the numbers of one topic page: `python -m scripts.evidence.numbers scripts/numbers/training/batch_size.py`.

Every public function that the module defines takes no arguments and returns what it measures: a number, an array with
one value for each seed, or a mapping of these. Prints all of it as JSON.
"""

import importlib
import inspect
import json
import sys

from scripts.evidence.values import flatten


def compute(module: str) -> dict[str, list[float]]:
    """All that the functions of a module such as `scripts.numbers.training.batch_size` measure, by name."""
    source = importlib.import_module(module)
    found: dict[str, list[float]] = {}
    for name, function in inspect.getmembers(source, inspect.isfunction):
        if function.__module__ == source.__name__ and not name.startswith("_"):
            found |= flatten({name: function()})
    return found


if __name__ == "__main__":
    print(json.dumps(compute(sys.argv[1].removesuffix(".py").replace("/", "."))))
