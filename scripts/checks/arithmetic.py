"""An equation in the text that can be computed is true at its printed precision; each can be read.

Most inline formulas with `=` or `\\approx` give a symbol a value or a meaning; `scripts/evidence/formulas/inline.py`
tells which can be computed.
"""

from collections.abc import Iterator

from scripts.content import Problem, Site
from scripts.evidence.formulas import grammar
from scripts.evidence.formulas.inline import equations, is_equation


def check(site: Site) -> Iterator[Problem]:
    """Compute what can be computed; name what is false and what cannot be read."""
    grammar.read_ahead(each.tex for page in site.pages for each in page.formulas if is_equation(each))
    for page in site.pages:
        for equation in equations(page):
            if equation.wrong:
                message = f"`{equation.formula.tex}`: {equation.wrong}; mend it"
                yield Problem(page.file, equation.formula.line, "arithmetic", message)
