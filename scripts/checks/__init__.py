"""The checks on the sources. Each is one file with one generator, `check(site)`; a new one is added to this list."""

import concurrent.futures
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import repeat

from scripts.checks import (
    address,
    alternatives,
    arithmetic,
    choices,
    citations,
    claims,
    corrections,
    dialect,
    drawn,
    evidence,
    exercises,
    figures,
    files,
    follow_ups,
    footnotes,
    formulas,
    front_matter,
    glossary,
    labs,
    length,
    links,
    measured,
    navigation,
    prose,
    questions,
    reading_path,
    redirects,
    repetition,
    safety,
    snippets,
    sources,
    verified,
    wordings,
)
from scripts.content import ContentError, Problem, Site
from scripts.safety.files import kind_problem

CHECKS: tuple[Callable[[Site], Iterator[Problem]], ...] = (
    safety.check,
    files.check,
    front_matter.check,
    questions.check,
    follow_ups.check,
    length.check,
    wordings.check,
    dialect.check,
    links.check,
    footnotes.check,
    snippets.check,
    formulas.check,
    arithmetic.check,
    citations.check,
    claims.check,
    sources.check,
    corrections.check,
    verified.check,
    evidence.check,
    choices.check,
    exercises.check,
    glossary.check,
    figures.check,
    drawn.check,
    alternatives.check,
    labs.check,
    measured.check,
    navigation.check,
    redirects.check,
    reading_path.check,
    repetition.check,
    prose.check,
    address.check,
)


OF_ONE_PAGE = (safety, files, front_matter, dialect, formulas, alternatives, prose, footnotes, follow_ups, verified)
"""Checks that look at each page by itself: what they find is true whatever is wrong with others."""


def problems(site: Site) -> list[Problem]:
    """What the checks find, sorted by file and line; a file that cannot be read is a problem, not a crash.

    Where a page cannot be read, nothing is said of what leads to it: hundreds of places may miss it. A page whose file
    has a name that no page may have counts as none, and nothing else is said of it.
    """
    misnamed = [page.file for page in site.pages if kind_problem(page.path)]
    if misnamed:
        rest = replace(site, pages=tuple(page for page in site.pages if page.file not in misnamed))
        return [each for each in problems(rest) if each.check == "files" or not _is_about(each, misnamed)]
    checks = [module.check for module in OF_ONE_PAGE] if site.problems else CHECKS
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # one at a time may wait for Node
        return sorted({*site.problems, *(each for found in pool.map(_found, checks, repeat(site)) for each in found)})


def _is_about(problem: Problem, files: list[str]) -> bool:
    """Whether a problem is one of these files, or names one."""
    return any(file == problem.file or file in problem.message for file in files)


def _found(check: Callable[[Site], Iterator[Problem]], site: Site) -> list[Problem]:
    try:
        return list(check(site))
    except ContentError as error:
        return [_below_root(site, error.problem)]


def _below_root(site: Site, problem: Problem) -> Problem:
    file = problem.file.removeprefix(site.root.as_posix() + "/")
    return Problem(file, problem.line, problem.check, problem.message)
