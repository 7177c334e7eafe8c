"""An equation in the text that can be computed is true at its printed precision; each can be read.

Most inline formulas with `=` or `\\approx` give a symbol a value or a meaning; `scripts/evidence/formulas/inline.py`
tells which can be computed, and `sentences.py` beside it which numbers say what a formula is for some values.
"""

import functools
from collections.abc import Iterator

from scripts.content import ROOT, Page, Problem, Site
from scripts.content.by_page import Found, of_each_page
from scripts.render.katex import MACROS


def check(site: Site) -> Iterator[Problem]:
    """Compute what can be computed; name what is false and what cannot be read."""

    @functools.cache
    def read_all_at_once() -> None:
        from scripts.evidence.formulas import grammar  # NumPy and all that computes: where nothing has changed, unused

        grammar.read_ahead(each.tex for page in site.pages for each in page.formulas)

    def look(page: Page) -> Iterator[Found]:
        read_all_at_once()
        yield from _found(page)

    yield from of_each_page(site, "arithmetic", look, (ROOT / MACROS).read_bytes())


def _found(page: Page) -> Iterator[Found]:
    from scripts.evidence.formulas.inline import equations
    from scripts.evidence.formulas.sentences import stated

    for equation in equations(page):
        if equation.wrong:
            yield equation.formula.line, f"`{equation.formula.tex}`: {equation.wrong}; mend it"
    for each in stated(page):
        if each.wrong:
            yield each.line, f"{each.wrong}; mend the number, or say of what it is"
