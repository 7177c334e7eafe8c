"""The prose is clean: no residue, no doubled words, no trailing spaces, one spelling for every term."""

import re
from collections.abc import Iterator

from scripts.content import Page, Problem, Site
from scripts.content.by_page import Found, of_each_page

_BRITISH_VERBS = "optim|regular|normal|general|initial|minim|maxim|quant|vector|factor|summar|penal"
BANNED = {
    r"mini ?batch(?:es)?": "write mini-batch",
    r"cross entropy": "write cross-entropy",
    r"warm-ups?": "write warmup",
    r"over[- ]fit\w*": "write overfitting, overfit",
    r"hyper[- ]parameters?": "write hyperparameter",
    r"back[- ]propagat\w+": "write backpropagation",
    rf"\w*(?:{_BRITISH_VERBS})is(?:e|es|ed|ing|er|ers|ation|ations)\b": "American spelling: -ize, -ization",
    r"(?:behaviour|colour|neighbour|favour)\w*": "American spelling: -or",
    r"(?:in conclusion|needless to say|simply put|delv(?:e|es|ing)|in today's world)\b": "filler; leave it out",
    r"it is (?:important|worth) (?:to note|noting)": "filler; leave it out",
    r"cite(?:turn)\w+|oaicite|turn\d+search\d+": "residue of a chat program; cite a work",
    r"(?:the|this) (?:video|transcript)\b|as an ai\b": "the text stands alone; speak of the subject",
    r"(?:lorem ipsum|coming soon|to be written|TODO|FIXME|TBD)\b": "unfinished; write it or leave it out",
}
_BANNED = [(re.compile(rf"\b(?:{pattern})".replace(" ", r"\s"), re.IGNORECASE), fix) for pattern, fix in BANNED.items()]
_DOUBLED = re.compile(r"\b([a-z]+)\s+\1\b", re.IGNORECASE)
_MAY_DOUBLE = {"that", "had"}


def check(site: Site) -> Iterator[Problem]:
    """Look at the text of each page, without code and formulas; trailing spaces and tabs count everywhere."""
    yield from of_each_page(site, "prose", _found)


def _found(page: Page) -> Iterator[Found]:
    for number, line in enumerate(page.source_lines, 1):
        if line != line.rstrip():
            yield number, "spaces at the end of the line; remove them"
        if "\t" in line:
            yield number, "a tab; use spaces"
    for inline in page.inlines:
        text, lines = inline.prose
        for pattern, fix in _BANNED:
            for match in pattern.finditer(text):
                words = " ".join(match[0].split())
                yield lines[match.start()], f"“{words}”: {fix}"
        for match in _DOUBLED.finditer(text):
            if match[1].lower() not in _MAY_DOUBLE:
                words = " ".join(match[0].split())
                yield lines[match.start()], f"doubled word “{words}”; keep one"
