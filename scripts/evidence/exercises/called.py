"""Has snippets compute, in a process of its own: `python -m scripts.evidence.exercises.called` reads calls as JSON.

A call is `{"function": "section.module.function", "part": …, "arguments": [{"name": value}, …]}`; lists become arrays,
and `{"runs": [[value, count], …]}` an array with runs of equal values. Answered are the values, or what was raised.
"""

import contextlib
import importlib
import json
import sys
from typing import Any

import numpy as np


def answers(call: dict[str, Any]) -> list[float | str]:
    """The number that the function gives for each set of arguments, or the error in words."""
    module, _, name = call["function"].rpartition(".")
    function = getattr(importlib.import_module(f"snippets.{module}"), name)
    found: list[float | str] = []
    for arguments in call["arguments"]:
        try:
            value = function(**{key: argument(each) for key, each in arguments.items()})
            found.append(float(value if call["part"] is None else value[call["part"]]))
        except Exception as error:  # whatever a snippet raises is said at the exercise
            found.append(f"{type(error).__name__}: {error}")
    return found


def argument(value: Any) -> Any:
    """An argument as snippets take it."""
    if isinstance(value, dict):
        values, counts = zip(*value["runs"], strict=True)
        return np.repeat(np.array(values), counts)
    return np.array(value) if isinstance(value, list) else value


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):  # what a snippet prints, which it should not, is no answer
        computed = [answers(call) for call in json.load(sys.stdin)]
    print(json.dumps(computed))
