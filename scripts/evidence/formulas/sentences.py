"""Sentences that say what a formula is for some values: “For `N = 512` and `B = 128` it is 0.75”.

    sentence = … [values] connective number … | … number [up to three words] preposition values …
    values   = formulas such as `N = 512` or `k=3, s=1`, with commas or “and” between them
    connective = [that, it, this] gives, give, makes, is, are
    preposition = for, at, with, when, if

The formula is one that stands before the number in the sentence, or the nearest display formula above it in the answer,
of which a side, or a factor or term of a side, is made of just these symbols; other symbols may have their one value
in the sentence. The number must be that of one such part, at its printed precision. A factor or term of one symbol
alone, 1/B, may be that or not; and a number for which there is no such formula says something else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scripts.content import Formula, Inline, Page
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.functions import CONSTANTS
from scripts.evidence.formulas.scope import CONVENTIONS, NAMES, RELATIONS, computed, names, relations
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.printed import Printed, numbers

CONNECTIVES = ("gives", "give", "makes", "is", "are")
PRONOUNS = ("that", "it", "this")
PREPOSITIONS = ("for", "at", "with", "when", "if")
WORDS_BETWEEN = 3
_FIRST = 0xE000  # private characters stand for the formulas of a paragraph, so that its text is one string
_PIECE = re.compile(r"[\uE000-\uF8FF]|[^\W\d_]+|\S")
_END = re.compile(r"(?<=[.;!?])\s")


@dataclass(frozen=True)
class Token:
    """A piece of a sentence: a word, a mark, a number, or a formula; `values` if that gives values."""

    text: str
    line: int
    number: Printed | None = None
    formula: Formula | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stated:
    """A number that says what a formula is for some values, and what is wrong with it, if anything."""

    line: int
    formula: str
    number: str
    wrong: str = ""


def stated(page: Page) -> Iterator[Stated]:
    """The numbers of a page that say what a formula is."""
    starts = [question.line for question in page.questions]
    displays = [formula for formula in page.formulas if formula.display]
    for inline in page.inlines:
        begin = max((start for start in starts if start <= inline.line), default=0)
        above = [each for each in displays if begin <= each.line < inline.line]
        for sentence in sentences(inline):
            yield from _of_sentence(sentence, above[::-1])


def sentences(inline: Inline) -> Iterator[list[Token]]:
    """The sentences of a paragraph as tokens."""
    text = ""
    found: list[Formula] = []
    for piece in inline.pieces():
        text += piece if isinstance(piece, str) else chr(_FIRST + len(found))
        found += [] if isinstance(piece, str) else [piece]
    begin = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        yield list(_tokens(text[begin:end], found, inline.line + text.count("\n", 0, begin)))
        begin = end


def _tokens(sentence: str, formulas: list[Formula], line: int) -> Iterator[Token]:
    end = 0
    for number in [*numbers(sentence), None]:
        start = number.start if number else len(sentence)
        for piece in _PIECE.finditer(sentence, end, start):
            at = line + sentence.count("\n", 0, piece.start())
            number_of = ord(piece[0][0]) - _FIRST
            formula = formulas[number_of] if 0 <= number_of < len(formulas) else None
            yield Token(piece[0], at, formula=formula, values=_values(formula) if formula else {})
        if number:
            yield Token(number.text, line + sentence.count("\n", 0, number.start), number)
            end = number.end


def _values(formula: Formula) -> dict[str, Any]:
    """What a formula gives to names, if it does nothing else."""
    found: dict[str, Any] = {}
    try:
        statements = grammar.parse(formula.tex)
    except FormulaError:
        return {}
    for each in statements:
        if not isinstance(each, tree.Relation) or each.relations != ("=",) or not isinstance(each.sides[0], NAMES):
            return {}
        value, _ = computed(each.sides[1], {})
        if value is None:
            return {}
        found[spell(each.sides[0])] = value
    return found


def _of_sentence(sentence: list[Token], above: list[Formula]) -> Iterator[Stated]:
    for place, token in enumerate(sentence):
        if token.number is None:
            continue
        tied = [*_before(sentence, place), *_after(sentence, place)]
        values = {name: value for each in tied for name, value in each.values.items()}
        if not values or len(values) < sum(len(each.values) for each in tied):
            continue
        known = {**_once(sentence), **values}
        inside = [each.formula for each in sentence[:place][::-1] if each.formula and not each.values]
        parts = [part for formula in (*inside, *above) for part in _parts(formula, values, known)]
        if outcome := _outcome(token, token.number, parts, known):
            yield outcome


def _outcome(
    token: Token, number: Printed, parts: Sequence[tuple[tree.Expression, bool]], known: Mapping[str, Any]
) -> Stated | None:
    """Whether the number is that of one of the parts; None if it need not be."""
    results = [(spell(part), binds, computed(part, known)[0]) for part, binds in parts]
    results = [each for each in results if each[2] is not None and np.ndim(each[2]) == 0]
    for part, _, value in results:
        if abs(value - number.value) <= _slack(number):
            return Stated(token.line, part, token.text.strip())
    for part, binds, value in results:
        if binds:
            shown = f"{100 * value:.6g} %" if token.text.endswith("%") else f"{value:.6g}"
            return Stated(token.line, part, token.text.strip(), f"{part} is {shown}, not {token.text.strip()}")
    return None


def _slack(number: Printed) -> float:
    return 0.5 * number.unit * (1 + 1e-9) + 1e-12 * abs(number.value)


def _before(sentence: Sequence[Token], place: int) -> list[Token]:
    """The values that end before the connective in front of the number."""
    if place == 0 or sentence[place - 1].text not in CONNECTIVES:
        return []
    at = place - 2
    if at >= 0 and sentence[at].text in PRONOUNS:
        at -= 1
    if at >= 0 and sentence[at].text == ",":
        at -= 1
    found: list[Token] = []
    while at >= 0 and (sentence[at].values or (found and sentence[at].text in (",", "and"))):
        found += [sentence[at]] if sentence[at].values else []
        at -= 1
    return found


def _after(sentence: Sequence[Token], place: int) -> list[Token]:
    """The values that begin behind the preposition that follows the number, after three words at most."""
    at = place + 1
    while at < len(sentence) and at <= place + WORDS_BETWEEN and sentence[at].text not in PREPOSITIONS:
        if not sentence[at].text.isalpha() or sentence[at].text in ("and", "or", *CONNECTIVES):
            return []
        at += 1
    if at >= len(sentence) or sentence[at].text not in PREPOSITIONS:
        return []
    found: list[Token] = []
    for token in sentence[at + 1 :]:
        if token.values:
            found.append(token)
        elif not found or token.text not in (",", "and"):
            break
    return found


def _once(sentence: Sequence[Token]) -> dict[str, Any]:
    """The names to which the sentence gives one value."""
    found: dict[str, list[Any]] = {}
    for token in sentence:
        for name, value in token.values.items():
            found.setdefault(name, []).append(value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _parts(
    formula: Formula, values: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[tuple[tree.Expression, bool]]:
    """The sides of a formula, and their factors and terms, that are made of these symbols; whether one must agree."""
    sides = [side for each in relations([formula], bare=True) if _compares(each) for side in each.sides]
    for side in sides:
        inside = side.factors if isinstance(side, tree.Product) else side.terms if isinstance(side, tree.Sum) else ()
        for part in (side, *inside):
            made_of = names(part) - CONSTANTS.keys() - CONVENTIONS.keys()
            if not isinstance(part, NAMES) and made_of >= values.keys() and made_of <= known.keys():
                yield part, part is side or len(made_of) > 1


def _compares(relation: tree.Relation) -> bool:
    return not relation.condition and set(relation.relations) <= set(RELATIONS)
