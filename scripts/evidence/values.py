"""What an experiment measures: values, exact or one for each seed, and how two measurements agree."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

DIGITS, DIGITS_OF_A_RUN = 12, 6
"""Significant digits that a record keeps of an exact value and of the value of one seed."""
EXACT = 1e-6
"""Relative difference that two machines may have in a value that does not depend on seeds."""
STANDARD_ERRORS = 4.0
"""Of the difference between two means over seeds: chaotic training on another processor is like another draw."""


@dataclass(frozen=True)
class Value:
    """A measured value: one number, or one for each seed."""

    runs: tuple[float, ...]

    @cached_property
    def mean(self) -> float:
        """The mean over the seeds."""
        return math.fsum(self.runs) / len(self.runs)

    @cached_property
    def spread(self) -> float:
        """The standard deviation over the seeds (ddof 1), 0 for an exact value."""
        if len(self.runs) < 2:
            return 0.0
        return math.sqrt(math.fsum((run - self.mean) ** 2 for run in self.runs) / (len(self.runs) - 1))

    @property
    def error(self) -> float:
        """The standard error of the mean, 0 for an exact value."""
        return self.spread / math.sqrt(len(self.runs))

    @property
    def finest(self) -> float:
        """The finest unit in which the mean may be printed: the place of the first digit of its standard error."""
        if not self.error > 1e-9 * abs(self.mean) or math.isinf(self.error):  # exact, or no number at all
            return 0.0
        return 10.0 ** math.floor(math.log10(self.error) + 1e-9)

    def __str__(self) -> str:
        if not self.finest:
            return f"{self.mean:.7g}"
        return f"{rounded(self.mean, self.finest)} ± {rounded(self.spread, self.finest)}"


def rounded(number: float, unit: float) -> str:
    """A number in whole units, a power of ten: 0.90 in hundredths, 1200 in hundreds."""
    power = round(math.log10(unit))
    return f"{round(number, -power):.{max(0, -power)}f}"


def agree(new: Value, recorded: Value) -> bool:
    """Whether a new measurement confirms a recorded one: exactly, or within the spread over the seeds."""
    tolerance = EXACT * max(abs(recorded.mean), abs(new.mean)) + 1e-12
    if len(recorded.runs) > 1:
        both = math.hypot(new.error, recorded.error)
        tolerance += STANDARD_ERRORS * max(both, recorded.error * math.sqrt(2))
    return len(new.runs) == len(recorded.runs) and abs(new.mean - recorded.mean) <= tolerance


def values_of(runs: Mapping[str, Sequence[float]]) -> dict[str, Value]:
    """Values by name from their runs, as `flatten` names them and JSON and records keep them."""
    return {name: Value(tuple(each)) for name, each in runs.items()}


def runs_of(values: Mapping[str, Value]) -> dict[str, list[float]]:
    """The runs of values by name, for JSON and records; `values_of` reads them back."""
    return {name: list(value.runs) for name, value in values.items()}


def flatten(measured: Any, name: str = "") -> dict[str, list[float]]:
    """Nested measurements as names with their runs: `{"loss": {("plain", 32): array}}` → `loss.plain.32`.

    A number or an array of no dimension is one exact value, an array of shape (R,) one value for each seed; keys of
    mappings, also tuples of keys, and positions in lists and tuples become parts of the name.

    Raises:
        ValueError: something else, a matrix, or a value that is not finite.
    """
    if isinstance(measured, Mapping):
        parts: list[tuple[Any, Any]] = list(measured.items())
    elif isinstance(measured, Sequence) and not isinstance(measured, str):
        parts = list(enumerate(measured))
    else:
        return {name: _runs(measured, name)}
    found: dict[str, list[float]] = {}
    for key, part in parts:
        words = key if isinstance(key, tuple) else (key,)
        found |= flatten(part, ".".join([name, *map(str, words)]).removeprefix("."))
    return found


def _runs(measured: Any, name: str) -> list[float]:
    numbers = measured.tolist() if hasattr(measured, "tolist") else measured
    digits = DIGITS_OF_A_RUN if isinstance(numbers, list) else DIGITS
    numbers = numbers if isinstance(numbers, list) else [numbers]
    if not numbers or not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        raise ValueError(f"{name or 'the value'} is {measured!r}; a finite number or an array of one for each seed is")
    return [number if isinstance(number, int) else float(f"{number:.{digits}g}") for number in numbers]
