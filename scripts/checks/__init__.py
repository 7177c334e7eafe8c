"""The checks on the sources. Each is one file with one generator, `check(site)`; a new one is added to this list."""

from collections.abc import Callable, Iterator

from scripts.checks import (
    arithmetic,
    citations,
    corrections,
    figures,
    follow_ups,
    footnotes,
    formulas,
    front_matter,
    glossary,
    labs,
    links,
    measured,
    navigation,
    prose,
    questions,
    reading_path,
    redirects,
    repetition,
    snippets,
    sources,
    wordings,
)
from scripts.content import Problem, Site

CHECKS: tuple[Callable[[Site], Iterator[Problem]], ...] = (
    front_matter.check,
    questions.check,
    follow_ups.check,
    wordings.check,
    links.check,
    footnotes.check,
    snippets.check,
    formulas.check,
    arithmetic.check,
    citations.check,
    sources.check,
    corrections.check,
    glossary.check,
    figures.check,
    labs.check,
    measured.check,
    navigation.check,
    redirects.check,
    reading_path.check,
    repetition.check,
    prose.check,
)
