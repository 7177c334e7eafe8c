"""Draws the numbers of exercises, has the snippets compute the answers, and holds the worked solutions against them.

What is drawn hangs on the name of the exercise alone: every build has the same numbers. The answers are kept until an
exercise, a snippet or code that reads them changes.
"""

import hashlib
import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scripts.content import ROOT, Problem, Site
from scripts.content.code import fingerprint
from scripts.content.recall import recalled
from scripts.evidence.exercises.declared import CHECK, FILE, LEDGER, Exercise, ExerciseError, declared
from scripts.render.katex import MACROS

DRAWS = 24
"""As many sets of numbers each exercise has."""
FEWEST = 12
"""An exercise with fewer different ones would be learned by heart."""
CLOSE = 1e-9
"""Relative difference between the worked solution and the snippet that rounding explains."""


@dataclass(frozen=True)
class Draw:
    """One set of numbers: the inputs and steps by name, and the answer, in the unit that is asked for."""

    numbers: dict[str, float]
    answer: float


@dataclass(frozen=True)
class Table:
    """An exercise with all its sets of numbers."""

    exercise: Exercise
    draws: tuple[Draw, ...]


def tables(site: Site) -> tuple[list[Table], list[Problem]]:
    """The exercises with their numbers, computed, and what is wrong with exercises."""
    exercises, problems = declared(site)
    if not exercises:
        return [], problems
    made = recalled(partial(_computed, site, exercises), *_given(site, exercises))
    found = []
    for exercise in exercises:
        draws, wrong = made[exercise.id]
        if wrong:
            problems.append(Problem(FILE, exercise.line, CHECK, f"{exercise.id}: {wrong}"))
        else:
            found.append(Table(exercise, tuple(Draw(numbers, answer) for numbers, answer in draws)))
    return found, problems


def drawn(exercise: Exercise) -> list[dict[str, float]]:
    """Different sets of inputs, the same on every machine: a hash of names and numbers chooses."""
    found: list[dict[str, float]] = []
    for attempt in range(DRAWS * 8):
        inputs = {
            name: values[_hash(exercise.id, name, attempt) % len(values)] for name, values in exercise.inputs.items()
        }
        if inputs not in found:
            found.append(inputs)
        if len(found) == DRAWS:
            break
    return found


def _hash(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8])


def _given(site: Site, exercises: list[Exercise]) -> list[str | bytes]:
    """All that the numbers hang on: the ledger, the macros, the snippets and what they import."""
    modules = sorted({each.function.rpartition(".")[0] for each in exercises})
    paths = [site.root / "snippets" / f"{module.replace('.', '/')}.py" for module in modules]
    stated = (site.data / LEDGER).read_bytes(), (ROOT / MACROS).read_bytes()
    names = repr([each.id for each in exercises])
    return ["exercises", names, *stated, *(fingerprint(site.root, path) for path in paths)]


def _computed(site: Site, exercises: list[Exercise]) -> dict[str, tuple[list[Any], str]]:
    """For each exercise its draws, and why it cannot be used, `""` if it can."""
    from scripts.evidence.exercises import worked  # and with it NumPy: where nothing has changed, unused

    worked.read_ahead(exercises)
    prepared: dict[str, tuple[list[dict[str, float]], list[Any]]] = {}
    made: dict[str, tuple[list[Any], str]] = {}
    for exercise in exercises:
        try:
            inputs = drawn(exercise)
            if len(inputs) < FEWEST:
                raise ExerciseError(
                    f"{len(inputs)} different sets of inputs; {FEWEST} at least: give more to choose from"
                )
            prepared[exercise.id] = inputs, [worked.arguments(exercise.arguments, each) for each in inputs]
        except ExerciseError as error:
            made[exercise.id] = [], str(error)
    ready = [each for each in exercises if each.id in prepared]
    calls = [{"function": e.function, "part": e.part, "arguments": prepared[e.id][1]} for e in ready]
    for exercise, values in zip(ready, _answers(site.root, calls), strict=True):
        try:
            pairs = zip(prepared[exercise.id][0], values, strict=True)
            made[exercise.id] = [_draw(exercise, inputs, value) for inputs, value in pairs], ""
        except ExerciseError as error:
            made[exercise.id] = [], str(error)
    return made


def _answers(root: Path, calls: list[dict[str, Any]]) -> list[list[float | str]]:
    """What the snippets below `root` compute, in a process of its own: they may have changed since this one began."""
    command = [sys.executable, "-m", "scripts.evidence.exercises.called"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, ROOT)))}
    answer = subprocess.run(
        command, cwd=root, env=environment, input=json.dumps(calls), capture_output=True, encoding="utf-8", check=False
    )
    if answer.returncode != 0:
        return [[answer.stderr.strip().split("\n")[-1]] * len(call["arguments"]) for call in calls]
    found: list[list[float | str]] = json.loads(answer.stdout)
    return found


def _draw(exercise: Exercise, inputs: dict[str, float], value: float | str) -> tuple[dict[str, float], float]:
    """The numbers of one set.

    Raises:
        ExerciseError: the snippet stopped, or the worked solution gives another number.
    """
    from scripts.evidence.exercises import worked

    given = ", ".join(f"{name} = {each:g}" for name, each in inputs.items())
    if isinstance(value, str):
        raise ExerciseError(f"{exercise.function} stopped for {given}: {value}")
    answer = value / (worked.number(exercise.in_units_of, inputs) or math.nan)
    found = worked.steps(exercise, inputs)
    if below := [name for name, each in found.items() if each < 0]:
        raise ExerciseError(
            f"for {given} {below[0] or 'the answer'} is negative, which a formula cannot show; put it otherwise"
        )
    last = found.pop("")
    if not math.isfinite(answer) or not math.isclose(last, answer, rel_tol=CLOSE, abs_tol=1e-15):
        raise ExerciseError(
            f"for {given} the worked solution gives {last:g}, {exercise.function} gives {answer:g}; mend it"
        )
    if exercise.within == 0 and not answer.is_integer():
        raise ExerciseError(f"for {given} the answer is {answer:g}, no whole number; say `within` how many percent")
    return inputs | found, answer
