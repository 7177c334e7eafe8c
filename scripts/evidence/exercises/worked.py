"""The worked solution of an exercise as it is printed: each step computed from the inputs and the steps before it."""

from collections.abc import Iterable, Mapping
from typing import Any

from scripts.evidence.exercises.declared import PLACE, Exercise, ExerciseError
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.scope import computed
from scripts.evidence.formulas.tokens import FormulaError

Numbers = Mapping[str, float]


def symbolic(tex: str) -> str:
    """A formula with its symbols: `\\frac{<N>}{<B>}` is `\\frac{N}{B}`."""
    return PLACE.sub(lambda match: f"{{{match[1]}}}" if len(match[1]) > 1 else match[1], tex)


def read_ahead(exercises: Iterable[Exercise]) -> None:
    """Let KaTeX read the formulas of all exercises at once."""
    texts: list[str] = []
    for exercise in exercises:
        texts += [symbolic(step.tex) for step in exercise.worked]
        texts += [exercise.in_units_of, *exercise.names, *(each for each in _formulas(exercise.arguments))]
    grammar.read_ahead(texts)


def steps(exercise: Exercise, inputs: Numbers) -> dict[str, float]:
    """The value of each step by its name, that of the last one by `""`.

    Raises:
        ExerciseError: a step is no number.
    """
    known, found = dict(inputs), {}
    for step in exercise.worked:
        value = number(symbolic(step.tex), known)
        last = step is exercise.worked[-1]
        found["" if last else step.name] = value
        known[step.name] = value
    return found


def arguments(given: Any, inputs: Numbers) -> Any:
    """Arguments with their formulas computed; lists and runs keep their form, `true` and numbers are as they are."""
    if isinstance(given, dict):
        return {key: arguments(each, inputs) for key, each in given.items()}
    if isinstance(given, list):
        return [arguments(each, inputs) for each in given]
    if not isinstance(given, str):
        return given
    value = number(given, inputs)
    return int(value) if value.is_integer() else value


def number(tex: str, values: Numbers) -> float:
    """The number that a formula is for these values.

    Raises:
        ExerciseError: it cannot be read, or is no number.
    """
    try:
        statements = grammar.parse(tex)
        names = {grammar.name(name): float(value) for name, value in values.items()}
    except FormulaError as error:
        raise ExerciseError(f"`{tex}`: {error}") from None
    sides = statements[0].sides if len(statements) == 1 and isinstance(statements[0], tree.Relation) else ()
    if len(sides) != 1:
        raise ExerciseError(f"`{tex}` is not one side of a formula")
    value, why = computed(sides[0], names)
    if not isinstance(value, float):
        raise ExerciseError(f"`{tex}` is no number: {why or 'it has several'}")
    return value


def _formulas(given: Any) -> Iterable[str]:
    if isinstance(given, dict | list):
        for each in given.values() if isinstance(given, dict) else given:
            yield from _formulas(each)
    elif isinstance(given, str):
        yield given
