"""A fault in what a page says is named with file, line and fix, and nothing is published."""

from tests.build.example import Repository
from tests.build.faults import BIBLIOGRAPHY, PAGE, Fault, added, assert_refused, cases, every, removed, replaced

LINK = "[lab](../labs/tiny.py)"
FIRST = "A batch is the set of examples behind one update of SGD. Its mean gradient is an estimate of the full one."
LAST = "The word is older than the field.[^origin]"
FORMULA_LINE = "  \\sum_{i=1}^{B} x_i"
CHECKED = "% checked: training.page.mean"
INTRODUCTION = "The one topic page of the example."
SECOND = """@article{%s,
  author = {Robbins, Herbert and Monro, Sutton},
  title = {A Stochastic Approximation Method},
  year = {1951},
  doi = {10.1214/aoms/1177729586},
}
"""


def said(new: str, check: str, words: str, name: str) -> Fault:
    """A fault that stands in a sentence of its own, before the last one of the page."""
    return Fault(name, replaced(LAST, f"{new}\n\n{LAST}"), PAGE, new.split("\n")[0], check, words)


LINKS = [
    Fault("broken link", replaced(LINK, "[lab](gone.md)"), PAGE, "gone.md", "links", "no file docs/training/gone.md"),
    Fault("wrong anchor", replaced(LINK, "[x](#gone)"), PAGE, "#gone", "links", "no anchor 'gone'"),
    Fault("anchor elsewhere", replaced(LINK, "[x](../glossary.md#bach)"), PAGE, "#bach", "links", "did you mean"),
    Fault("wrong case", replaced(LINK, "[x](../Glossary.md)"), PAGE, "Glossary", "links", "differs in case"),
    Fault("absolute link", replaced(LINK, "[x](/glossary/)"), PAGE, "(/gloss", "links", "absolute; link to the file"),
    Fault("address as link", replaced(LINK, "[x](../glossary/)"), PAGE, "../gloss", "links", "link to the file"),
    Fault("link without target", replaced(LINK, "[x]()"), PAGE, "[x]()", "links", "give it a target"),
    Fault("missing code", replaced("page.py#mean", "gone.py#mean"), PAGE, "gone.py", "links", "no file snippets/"),
    Fault("missing function", replaced("page.py#mean", "page.py#med"), PAGE, "#med", "links", "no function 'med'"),
    Fault("missing image", replaced("(page/noise", "(page/nose"), PAGE, "nose-by", "links", "no file docs/"),
    said("See https://example.org/ for more.", "links", "write [what it is]", "bare address"),
    said("As [elsewhere][gone] said.", "footnotes", "add a line [gone]:", "undefined reference"),
    said("As a footnote says.[^gone]", "footnotes", "add a line [^gone]:", "undefined footnote"),
]

CITATIONS = [
    said("As shown. [@bottou2019]", "citations", "did you mean 'bottou2018'?", "unknown citation"),
    Fault("uncited", added(SECOND % "robbins1951", BIBLIOGRAPHY), BIBLIOGRAPHY, "{robbins", "citations", "cite it or"),
    Fault("key twice", added(SECOND % "bottou2018", BIBLIOGRAPHY), BIBLIOGRAPHY, "", "citations", "keep one entry"),
    Fault("no identifier", replaced("  doi =", "  note =", BIBLIOGRAPHY), BIBLIOGRAPHY, "@art", "citations", "no ident"),
    Fault("bad year", replaced("{2018},", "{to appear},", BIBLIOGRAPHY), BIBLIOGRAPHY, "@art", "citations", "not a year"),
    Fault("broken BibTeX", replaced("},\n  year", "\n  year", BIBLIOGRAPHY), BIBLIOGRAPHY, "", "citations", "not BibTeX"),
]

FORMULAS = [
    said("It is $`\\frac{1}{`$ then.", "formulas", "KaTeX:", "bad TeX"),
    said("It is $`\\nosuch x`$ then.", "formulas", "Undefined control sequence", "unknown command"),
    Fault("bad line of a fence", replaced(FORMULA_LINE, "  \\sun x"), PAGE, "\\sun", "formulas", "before “\\sun x”"),
    said("It is $`x^2` then.", "formulas", "begins with $ but does not end with $", "inline formula not closed"),
    said("It is `x^2`$ then.", "formulas", "has none before", "inline formula not opened"),
    said("It is $x^2$ then.", "formulas", "write $`x^2`$", "formula in dollars alone"),
    Fault("open fence", replaced("x_i\n```\n", "x_i\n"), PAGE, "```math", "formulas", "is not closed; end it with"),
    Fault("no tag", replaced(CHECKED + "\n", ""), PAGE, "\\bar x", "formulas", "begin the formula with % checked"),
    Fault("tag without module", replaced(CHECKED, "% checked: training.none.mean"), PAGE, "none.m", "formulas", "no module"),
    Fault("tag without function", replaced(CHECKED, CHECKED[:-1]), PAGE, "% ch", "formulas", "(it has: mean)"),
]

QUESTIONS = [
    Fault("id twice", replaced("#how-noisy-is-a-batch", "#what-is-a-batch"), PAGE, "## How", "questions", "unique"),
    Fault("no id", replaced("#how-noisy-is-a-batch ", ""), PAGE, "## How", "questions", "add { #short-slug"),
    Fault("no level", replaced(" data-level=basic", ""), PAGE, "## What", "questions", "write data-level="),
    Fault("unknown level", replaced("=basic", "=simple"), PAGE, "## What", "questions", "level 'simple' is unknown"),
    Fault("no question", replaced("a batch? { #how", "a batch { #how"), PAGE, "## How", "questions", "is no question"),
    Fault("same question", replaced("How noisy is", "What is"), PAGE, "#how", "questions", "asks the same"),
    Fault("formula first", replaced(FIRST + "\n", ""), PAGE, "The mean of", "questions", "words"),
    Fault("long answer", replaced(FIRST, "word and " * 31), PAGE, "word and", "questions", "has 62 words; at most 60"),
]

STRUCTURE = [
    said("# Another title", "navigation", "a page has one title", "second title"),
    Fault("level skipped", replaced("### In a", "#### In a"), PAGE, "#### In", "navigation", "use ###"),
    Fault("no title", replaced("# Batches\n", ""), PAGE, "", "navigation", "begin the text with one # heading"),
    Fault("renamed id", replaced("#how-noisy-is-a-batch", "#noise"), "docs/_data/published.yml", "- how-n", "redirects", ""),
    Fault("removed page", removed("docs/glossary.md"), "docs/_data/published.yml", "glossary", "redirects", "to moved"),
]
