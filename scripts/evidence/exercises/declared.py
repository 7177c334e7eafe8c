"""Exercises as `docs/_data/exercises.yml` declares them, each with its line; what cannot be used is a problem."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.content import ContentError, Problem, Site
from scripts.content.code import function_lines
from scripts.content.ledgers import entry_lines

LEDGER = "exercises.yml"
FILE = f"docs/_data/{LEDGER}"
CHECK = "exercises"
PLACE = re.compile(r"<([^<>\s]+)>")
"""A name that stands for a number."""
FORMULA = re.compile(r"\$`([^`]+)`\$")
NEEDED = ("question", "ask", "inputs", "computed_by", "arguments", "worked", "within")
ALLOWED = (*NEEDED, "unit", "part", "in_units_of")
MOST = 1_000_000
"""As many values may an input have."""


class ExerciseError(Exception):
    """An exercise that cannot be used; says why and what to do."""


@dataclass(frozen=True)
class Step:
    """A sentence of the worked solution: words around one formula with inputs, `name = …` or only a side."""

    before: str
    name: str
    tex: str
    after: str


@dataclass(frozen=True)
class Exercise:
    """A question whose numbers are drawn.

    `inputs` has for each name, as TeX, the numbers to choose from; `arguments` are formulas of these for the function
    `module.function` of `snippets/`. The answer is its value, or the `part` of it, over `in_units_of`, a formula.
    `within` is the tolerance in percent, 0 for whole numbers.
    """

    id: str
    line: int
    question: str
    ask: str
    inputs: dict[str, tuple[float, ...]]
    function: str
    arguments: dict[str, Any]
    worked: tuple[Step, ...]
    within: float
    unit: str = ""
    part: str | int | None = None
    in_units_of: str = "1"

    @property
    def names(self) -> list[str]:
        """All names that stand for numbers, in order: the inputs, then what the steps compute on the way."""
        return [*self.inputs, *(step.name for step in self.worked[:-1])]


def declared(site: Site) -> tuple[list[Exercise], list[Problem]]:
    """The exercises that can be used, and what is wrong with the others."""
    found, problems = [], []
    lines = entry_lines(site.data / LEDGER)
    for name, entry in site.ledger(LEDGER).items():
        try:
            found.append(_exercise(site, str(name), lines.get(str(name), 1), entry))
        except ExerciseError as error:
            problems.append(Problem(FILE, lines.get(str(name), 1), CHECK, f"{name}: {error}"))
    return found, problems


def _exercise(site: Site, name: str, line: int, entry: Any) -> Exercise:
    entry = entry or {}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ExerciseError("its name is part of what readers keep: lower-case letters, digits and single hyphens")
    if missing := [key for key in NEEDED if key not in entry]:
        raise ExerciseError(f"it has no {', '.join(missing)}; write them")
    if unknown := [str(key) for key in entry if key not in ALLOWED]:
        raise ExerciseError(f"nobody reads {', '.join(unknown)}; an exercise has {', '.join(ALLOWED)}")
    if entry["question"] not in site.questions:
        raise ExerciseError(f"no question has the id {entry['question']!r}; name the one that it is about")
    if not isinstance(entry["arguments"], dict) or not isinstance(entry["inputs"], dict):
        raise ExerciseError("`inputs` and `arguments` are lines of the form `name: value`")
    if not isinstance(entry["within"], int | float) or not 0 <= entry["within"] <= 10:
        raise ExerciseError("`within` is a number of percent, from 0 (whole numbers) to 10")
    _exists(site, str(entry["computed_by"]))
    exercise = Exercise(
        id=name,
        line=line,
        question=entry["question"],
        ask=str(entry["ask"]),
        inputs={str(key): _values(str(key), given) for key, given in entry["inputs"].items()},
        function=str(entry["computed_by"]),
        arguments=entry["arguments"],
        worked=tuple(_steps(entry["worked"])),
        within=entry["within"],
        unit=str(entry.get("unit", "")),
        part=entry.get("part"),
        in_units_of=str(entry.get("in_units_of", "1")),
    )
    _names_fit(exercise)
    return exercise


def _exists(site: Site, function: str) -> None:
    """A function of the plain snippets, which have tests and need no PyTorch."""
    module, _, name = function.rpartition(".")
    path = site.root / "snippets" / f"{module.replace('.', '/')}.py"
    try:
        known = function_lines(path)
    except ContentError as error:
        raise ExerciseError(error.problem.message) from None
    if name not in known or path.stem.endswith("_torch"):
        raise ExerciseError(f"`computed_by` names {function!r}; it must be section.module.function of snippets/")


def _values(name: str, given: Any) -> tuple[float, ...]:
    """The numbers that an input may have: those of a list, or from … to … by steps."""
    if isinstance(given, dict):
        if set(given) != {"from", "to", "step"} or not all(map(_is_number, given.values())) or given["step"] <= 0:
            raise ExerciseError(f"the input {name!r} needs numbers `from`, `to` and `step`")
        start, end, step = (float(given[key]) for key in ("from", "to", "step"))
        count = math.floor((end - start) / step + 1e-9) + 1
        given = [_plain(round(start + step * index, 12)) for index in range(min(count, MOST))]
    if not isinstance(given, list) or len(given) < 2 or not all(map(_is_number, given)):
        raise ExerciseError(f"the input {name!r} needs two or more numbers: a list, or {{from: …, to: …, step: …}}")
    if min(given) < 0:
        raise ExerciseError(f"the input {name!r} is negative; write the sign into the formula")
    return tuple(given)


def _plain(value: float) -> float:
    """Whole numbers as integers, as they are in lists."""
    return int(value) if value.is_integer() else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _steps(given: Any) -> Iterator[Step]:
    if not isinstance(given, list) or not given:
        raise ExerciseError("`worked` is a list of sentences, each with one formula of the inputs")
    for number, text in enumerate(map(str, given), 1):
        found = [match for match in FORMULA.finditer(text) if PLACE.search(match[1])]
        if len(found) != 1:
            raise ExerciseError(
                f"step {number} has {len(found)} formulas with <inputs>; it needs one: “$`x = <a> + <b>`$”"
            )
        name, tex = _named(found[0][1])
        if number < len(given) and not name:
            raise ExerciseError(f"step {number} gives its value no name: “$`x = …`$”")
        yield Step(text[: found[0].start()], name, tex, text[found[0].end() :])


def _named(formula: str) -> tuple[str, str]:
    """The name before the first `=` and what follows; no name if that sign belongs to a part, as that of a sum does."""
    left, sign, right = formula.partition("=")
    named = sign and left.count("{") == left.count("}") and not PLACE.search(left)
    return (left.strip(), right.strip()) if named else ("", formula.strip())


def _names_fit(exercise: Exercise) -> None:
    """Every input is asked with, and nothing is used that is not there yet."""
    if idle := [name for name in exercise.inputs if name not in PLACE.findall(exercise.ask)]:
        raise ExerciseError(f"`ask` does not say {', '.join(f'<{name}>' for name in idle)}")
    known = set(exercise.inputs)
    for text, name in ((exercise.ask, ""), *((step.tex, step.name) for step in exercise.worked)):
        if unknown := [f"<{each}>" for each in PLACE.findall(text) if each not in known]:
            raise ExerciseError(f"{', '.join(unknown)} is no input and no step before gives it a value")
        if name in known:
            raise ExerciseError(f"{name!r} has two values; choose another name")
        known |= {name} - {""}
