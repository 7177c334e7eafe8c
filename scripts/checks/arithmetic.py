"""An equation in the text that can be computed is true at its printed precision; each can be read.

Most inline formulas with `=` or `\\approx` give a symbol a value or a meaning; `scripts/evidence/formulas/inline.py`
tells which can be computed, and `sentences.py` beside it which numbers say what a formula is for some values.
"""

from collections.abc import Iterator

from scripts.content import Problem, Site
from scripts.evidence.formulas import grammar
from scripts.evidence.formulas.inline import equations
from scripts.evidence.formulas.sentences import stated


def check(site: Site) -> Iterator[Problem]:
    """Compute what can be computed; name what is false and what cannot be read."""
    grammar.read_ahead(each.tex for page in site.pages for each in page.formulas)
    for page in site.pages:
        for equation in equations(page):
            if equation.wrong:
                message = f"`{equation.formula.tex}`: {equation.wrong}; mend it"
                yield Problem(page.file, equation.formula.line, "arithmetic", message)
        for each in stated(page):
            if each.wrong:
                yield Problem(
                    page.file, each.line, "arithmetic", f"{each.wrong}; mend the number, or say of what it is"
                )
