"""Exercises as cards: sides as HTML with gaps, and the numbers that the page puts into them, another set each time.

A gap is `⟦0⟧`, `⟦1⟧` …: the number of that place in a row. KaTeX sees a number in its place, so that a formula has the
right form for every row.
"""

import math

from scripts.content import Page, Question, Site
from scripts.evidence.exercises.declared import PLACE, Exercise
from scripts.evidence.exercises.tables import Table, tables
from scripts.evidence.exercises.worked import symbolic
from scripts.study.cards import Card
from scripts.study.rendering import Shown, rendered

KIND = "exercise"
DIGITS = 4
"""Significant digits of a number that is not whole."""
STAND_IN = 71_000_000
"""In the place of the first gap KaTeX sees this number, in that of the next one the next; no exercise has it."""
RESULT = "result"
"""The name of what the last step gives."""


def exercise_cards(site: Site) -> dict[str, Shown]:
    """All exercises by the id of their card, in the order of the questions."""
    found, problems = tables(site)
    if problems:  # the checks have said so before; whoever comes here in another way is told, too
        raise ValueError("; ".join(map(str, problems)))
    order = {name: place for place, name in enumerate(site.questions)}
    found.sort(key=lambda table: order[table.exercise.question])
    texts = []
    for table in found:
        page, _ = site.questions[table.exercise.question]
        texts += [(page, each) for each in sides(table, stand_ins(table))]
    made = rendered(site, texts)
    cards = [_card(*site.questions[table.exercise.question], table.exercise) for table in found]
    shown = zip(cards, found, made[::2], made[1::2], strict=True)
    return {
        card.id: Shown(card, _gaps(front, table), _gaps(back, table), _more(table))
        for card, table, front, back in shown
    }


def printed(value: float) -> str:
    """A number as it is printed: whole ones with commas from 10,000 on, others with four significant digits."""
    if math.isclose(value, round(value), rel_tol=1e-12, abs_tol=1e-12):
        whole = round(value)
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    places = max(0, DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}" if abs(value) >= 10_000 else f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def stand_ins(table: Table) -> list[str]:
    """A number for each gap, with commas if any row has some there: they reach below the line, as brackets notice."""
    columns = enumerate(zip(*rows(table), strict=True))
    return [f"{STAND_IN + place:{',' if any(',' in text for text in column) else ''}}" for place, column in columns]


def sides(table: Table, row: list[str]) -> tuple[str, str]:
    """Question and worked solution as Markdown with a row of numbers, each formula thrice: with symbols, with numbers,
    and what it gives.
    """
    exercise, exact = table.exercise, _exact(table)
    numbers = dict(zip([*exercise.names, RESULT], row, strict=True))
    lines = []
    for step, name in zip(exercise.worked, [*exercise.names[len(exercise.inputs) :], RESULT], strict=True):
        tex = PLACE.sub(lambda match: f"\\text{{{numbers[match[1]]}}}", step.tex)
        named, sign = f"{step.name} = " if step.name else "", "=" if exact[name] else "\\approx"
        formula = f"{named}{symbolic(step.tex)} = {tex} {sign} \\text{{{numbers[name]}}}"
        lines.append(f"- {step.before}$`{formula}`${step.after}")
    return PLACE.sub(lambda match: numbers[match[1]], exercise.ask), "\n".join(lines)


def filled(markup: str, row: list[str]) -> str:
    """HTML with a row of numbers in its gaps, as the page fills it."""
    for place, text in enumerate(row):
        markup = markup.replace(f"⟦{place}⟧", text)
    return markup


def rows(table: Table) -> list[list[str]]:
    """For each set the printed numbers, in the order of the names, the answer last."""
    names = table.exercise.names
    return [[*(printed(draw.numbers[name]) for name in names), printed(draw.answer)] for draw in table.draws]


def _card(page: Page, question: Question, exercise: Exercise) -> Card:
    return Card(KIND, f"{KIND}/{exercise.id}", question, page, question.id, exercise.ask, "")


def _more(table: Table) -> dict[str, object]:
    """What the page needs besides: the rows, the unrounded answers, tolerance in percent and unit."""
    exercise = table.exercise
    answers = [float(f"{draw.answer:.12g}") for draw in table.draws]
    return {"rows": rows(table), "answers": answers, "within": exercise.within, "unit": exercise.unit}


def _exact(table: Table) -> dict[str, bool]:
    """Whether the printed value of each step is the value itself, for all sets of numbers."""
    names = [*(step.name for step in table.exercise.worked[:-1]), RESULT]
    values = [draw.numbers | {RESULT: draw.answer} for draw in table.draws]
    return {name: all(_is_printed(each[name]) for each in values) for name in names}


def _is_printed(value: float) -> bool:
    return math.isclose(value, float(printed(value).replace(",", "")), rel_tol=1e-9, abs_tol=1e-12)


def _gaps(markup: str, table: Table) -> str:
    """HTML with gaps in the place of the numbers that stood in."""
    for place, text in enumerate(stand_ins(table)):
        markup = markup.replace(text, f"⟦{place}⟧")
    return markup
