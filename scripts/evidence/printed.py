"""Numbers as a page prints them, and the comments that bind them to measured values.

    … rises to 0.94 ± 0.07<!--= loss.plain.32 -->, 46.9 %<!--= error.plain.32 --> of the points …

A comment that begins with `=` names the values of the numbers before it: one name for the nearest number to the left,
several names for as many. `given` says that the numbers are settings or definitions, `@key` that a work states them,
`_` passes over one number. `page: name` is a value of another page's record, `page` its file's stem, with the folder
where a lab and a topic page share it. `uncited: why` binds nothing; the check `claims` reads it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.content import BINDING
from scripts.evidence.values import Value, rounded

GIVEN = "given"
UNCITED = "uncited:"
"""Begins a mark that says why a paragraph needs no evidence; it binds no number."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_MANTISSA = r"\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_POWER = r"10(?:\^\{(?P<{0}a>[−-]?\d+)\}|\^(?P<{0}b>\d)|(?P<{0}c>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
_EXPONENT = r"(?:e(?P<e>[+-]?\d+)\b|\s*(?:\\cdot|\\times|·|×)\s*" + _POWER.replace("{0}", "") + ")?"
_NUMBER = re.compile(
    r"(?<![\w.^{\\])(?<!\d,)(?<![A-Za-z][-‑])(?<![(\s][-‑])"
    r"(?P<sign>(?<![\w)\]`])−|(?<=[`=|{])-)?(?:"
    + _POWER.replace("{0}", "p")
    + rf"|(?P<mantissa>{_MANTISSA}){_EXPONENT})"
    rf"(?:\s*(?:±|\\pm)\s*(?P<spread>{_MANTISSA}))?"
    r"(?P<percent>\s*\\?%)?(?![\d])(?![A-Za-z]*\d)(?!(?<=10)\^\{[−-]?\d*\.)"  # the 10 of 10^{4.1} is no number
)
_COMMAND = re.compile(r"\\(cdot|times|pm|[A-Za-z]+)(?=[−-]?\d)")
_SIGNS = {"cdot": "·", "times": "×", "pm": "±"}
_ABOUT = re.compile(r"\b(?:about|nearly|almost|roughly|some|around)\s+\$?`?$")
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS = {word: float(number) for number, word in enumerate(_ONES)}
WORDS |= {f"{word}fold": float(number) for number, word in enumerate(_ONES)}
WORDS |= {"none": 0.0, "no": 0.0, "once": 1.0, "twice": 2.0, "double": 2.0, "thrice": 3.0}
FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "thirds": 2 / 3, "quarter": 1 / 4, "quarters": 3 / 4, "fifth": 1 / 5}
FRACTIONS |= {"sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10}
_WORD = re.compile(r"\b([a-z]+)[*_]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Printed:
    """A number in a text, with the unit of its last printed digit; `value` and `unit` count a percentage as 1/100."""

    text: str
    start: int
    value: float
    unit: float
    spread: float | None = None
    match: re.Match[str] | None = field(default=None, repr=False, compare=False)

    @property
    def end(self) -> int:
        """The position behind the number."""
        return self.start + len(self.text)

    def problem(self, value: Value) -> str:
        """What is wrong with this number where `value` was measured, `""` if it is right."""
        shown = self.text.strip()
        unit = self.unit
        if unit < 0.99 * value.finest and self.match is not None:
            unit = value.finest
            whole = [each / unit for each in (self.value, self.spread or 0.0)]  # 90 ± 50 is in tens
            if any(abs(each - round(each)) > 1e-6 for each in whole) or self.unit < 0.99:
                return f"{shown} prints more digits than its spread allows"
        wrong = abs(self.value - value.mean) > 0.5 * unit * (1 + 1e-6) + 1e-10 * abs(value.mean)
        if self.spread is not None and abs(self.spread - value.spread) > 0.5 * unit * (1 + 1e-6):
            wrong = True
        return f"the page says {shown}" if wrong else ""

    def corrected(self, value: Value) -> str:
        """The number rewritten for `value`, in the same form, with as many digits as its spread allows."""
        if self.match is None:
            return f"{value.mean:.3g}"
        if self.match["mantissa"] is None:  # a power of ten alone
            return _with_power(self.text, round(math.log10(abs(value.mean))))
        percent = 100 if self.match["percent"] else 1
        power = _power(self.match)
        scale = percent / 10.0 ** (power or 0)
        unit = 10.0 ** round(math.log10(max(self.unit, value.finest) * scale))
        thousands = "," in self.text or "{,}" in self.text

        def written(number: float) -> str:
            text = rounded(number * scale, unit)
            return f"{float(text):,.{len(text.partition('.')[2])}f}" if thousands else text

        new = self.text.replace((self.match["sign"] or "") + self.match["mantissa"], written(value.mean), 1)
        new = new.replace("-", "−") if value.mean < 0 else new
        if self.match["spread"]:
            old = re.escape(self.match["spread"])
            new = re.sub(rf"(±|\\pm)(\s*){old}", lambda m: f"{m[1]}{m[2]}{written(value.spread)}", new)
        return new


@dataclass(frozen=True)
class Binding:
    """A comment that binds numbers: the names and, in the same order, the numbers, as many as there were."""

    names: tuple[str, ...]
    numbers: tuple[Printed, ...]
    start: int
    end: int

    @property
    def marks(self) -> bool:
        """Whether it says where numbers come from instead of naming their values."""
        return len(self.names) == 1 and (self.names[0] == GIVEN or self.names[0].startswith("@"))


def numbers(text: str) -> Iterator[Printed]:
    """The numbers of a text in figures, in order; digits of names such as `ResNet-50` and `784-512-10` are none."""
    for match in _NUMBER.finditer(_COMMAND.sub(_as_sign, text)):
        if in_formula(text, match.start()) or not _in_compound(text, match):
            yield _printed(text, match)


def in_formula(text: str, position: int) -> bool:
    """Whether a position is inside an inline formula."""
    return text.count("$`", 0, position) > text.count("`$", 0, position)


def _in_compound(text: str, match: re.Match[str]) -> bool:
    """Whether a hyphen joins a number to another: 784-512-10 is a shape. A range has a dash."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
    return any(
        len(part) == 2 and part[hyphen] in "-‑" and part[1 - hyphen].isdigit()
        for part, hyphen in ((before, 1), (after, 0))
    )


def _as_sign(command: re.Match[str]) -> str:
    """A command of TeX that touches a number, such as `\\approx`, as one sign of the same length."""
    return _SIGNS.get(command[1], "=").rjust(len(command[0]))


def bindings(text: str) -> Iterator[Binding]:
    """The comments of a block of text, each with the numbers that it binds: those since the comment before it."""
    begin = 0
    for comment in BINDING.finditer(text):
        if comment[1].strip().startswith(UNCITED):
            continue
        names = tuple(name.strip() for name in re.split(r",\s*", comment[1].strip()))
        if ":" in names[0]:  # the page before the first name counts for all
            page, _, first = names[0].partition(":")
            names = (first.strip(), *names[1:])
            names = tuple(name if name == "_" else f"{page.strip()}: {name}" for name in names)
        before = list(numbers(text[begin : comment.start()]))
        found = [_shifted(number, begin) for number in before]
        if (word := _word(text, comment.start())) and (not found or found[-1].end <= word.start):
            found.append(word)
        binding = Binding(names, tuple(found), comment.start(), comment.end())
        yield binding if binding.marks else Binding(names, tuple(found[-len(names) :]), comment.start(), comment.end())
        begin = comment.end()


def _printed(text: str, match: re.Match[str]) -> Printed:
    power = _power(match)
    mantissa = (match["mantissa"] or "1").replace("{,}", "").replace(",", "")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0**-decimals
    if not decimals and _ABOUT.search(text[: match.start()]):
        unit = 10.0 ** (len(mantissa) - len(mantissa.rstrip("0")))
    scale = 10.0 ** (power or 0) / (100 if match["percent"] else 1)
    value = float(mantissa) * scale * (-1 if match["sign"] else 1)
    spread = match["spread"]
    deviation = float(spread.replace("{,}", "").replace(",", "")) * scale if spread else None
    return Printed(text[match.start() : match.end()], match.start(), value, unit * scale, deviation, match)


def _power(match: re.Match[str]) -> int | None:
    written = next((match[name] for name in ("e", "a", "b", "c", "pa", "pb", "pc") if match[name]), None)
    return None if written is None else int(written.translate(_SUPERSCRIPTS).replace("−", "-"))


def _with_power(text: str, power: int) -> str:
    """A power of ten such as 10⁻⁴ with another exponent, written in the same way."""
    if "^" in text:
        return re.sub(r"\^(\{[^}]*\}|\d)", f"^{{{power}}}", text)
    return re.sub(r"⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", str(power).translate(_RAISED), text)


def _word(text: str, end: int) -> Printed | None:
    """A number in words directly before a comment."""
    match = _WORD.search(text[:end].rstrip("*_"))
    word = match[1].lower() if match else ""
    if match is None or word not in WORDS | FRACTIONS:
        return None
    value = WORDS.get(word, FRACTIONS.get(word, 0.0))
    unit = 1.0 if word in WORDS else 0.2 * value
    return Printed(match[1], match.start(1), value, unit)


def _shifted(number: Printed, by: int) -> Printed:
    return Printed(number.text, number.start + by, number.value, number.unit, number.spread, number.match)
