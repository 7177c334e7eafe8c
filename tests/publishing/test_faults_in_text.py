"""A fault in what a page says is named with file, line and fix, and nothing is published."""

from tests.publishing.example import Repository
from tests.publishing.faults import (
    BIBLIOGRAPHY,
    PAGE,
    SNIPPET,
    Fault,
    added,
    assert_refused,
    cases,
    replaced,
)

LINK = "[lab](../labs/tiny.py)"
LAST = "The word is older than the field.[^origin]"
OPEN = "```text\nfirst\n\nProse that would be swallowed.\n\n```python\n"
MACROS = "docs/_data/macros.json"
BOX = 'Text.\n    !!! note "Title"\n        More.\n\n'
EXECUTED = "% executed: training.page.mean"
WORK = """@misc{%s,
  author = {Robbins, Herbert and Monro, Sutton},
  title = {A Stochastic Approximation Method},
  year = {1951},
  doi = {10.1214/aoms/1177729586},
}
"""


def said(text: str, check: str, words: str, name: str) -> Fault:
    """A fault in a paragraph of its own, before the last one of the page."""
    return Fault(name, replaced(LAST, f"{text}\n\n{LAST}"), PAGE, text, check, words)


def linked(link: str, words: str, name: str) -> Fault:
    """A fault in the target of a link."""
    return Fault(name, replaced(LINK, f"[x]({link})"), PAGE, f"]({link})", "links", words)


LINKS = [
    linked("gone.md", "no file docs/training/gone.md", "broken link"),
    linked("#gone", "no anchor 'gone' in docs/training/page.md", "wrong anchor"),
    linked("../glossary.md#bach", "did you mean 'batch'?", "wrong anchor on another page"),
    linked("../Glossary.md", "differs in case from the file docs/glossary.md", "wrong case"),
    linked("/glossary/", "absolute; link to the file", "absolute link"),
    linked("http://localhost:8000/glossary/", "link to the file, relative to this page", "link to the site's address"),
    linked("../glossary/", "link to the file, glossary.md", "address instead of file"),
    linked("../../README.md", "leaves docs/", "link out of the site"),
    linked("", "give it a target", "link without target"),
    linked("../../snippets/training/gone.py", "no file snippets/training/gone.py", "link to missing code"),
    linked("../../snippets/training/page.py#gone", "no function 'gone'", "link to a missing function"),
    Fault("missing image", replaced("page/noise", "page/nose"), PAGE, "page/nose", "links", "did you mean"),
    said("See https://example.org/ for more.", "links", "write [what it is]", "bare address"),
    said("As [elsewhere][gone] shows.", "footnotes", "add a line [gone]:", "undefined reference link"),
    said("As shown elsewhere.[^gone]", "footnotes", "add a line [^gone]:", "undefined footnote"),
]

CITATIONS = [
    said("As shown. [@bottou2019]", "citations", "did you mean 'bottou2018'?", "unknown citation"),
    Fault("uncited work", added(WORK % "monro", BIBLIOGRAPHY), BIBLIOGRAPHY, "@misc", "citations", "cite it or remove"),
    Fault("key twice", added(WORK % "bottou2018", BIBLIOGRAPHY), BIBLIOGRAPHY, "@misc", "citations", "keep one entry"),
    Fault("no identifier", replaced("doi", "note", BIBLIOGRAPHY), BIBLIOGRAPHY, "@art", "citations", "no identifier"),
    Fault("no year", replaced("{2018}", "{soon}", BIBLIOGRAPHY), BIBLIOGRAPHY, "@art", "citations", "is not a year"),
    Fault("broken BibTeX", replaced(",\n  y", "\n  y", BIBLIOGRAPHY), BIBLIOGRAPHY, "year", "citations", "not BibTeX"),
]

FORMULAS = [
    said("It is $`\\frac{1}{`$ then.", "formulas", "KaTeX:", "bad TeX"),
    said("It is $`\\nosuch x`$ then.", "formulas", "before “\\nosuch x”", "unknown command of TeX"),
    said("It is $`x^2` then.", "formulas", "begins with $ but does not end with $", "inline formula not closed"),
    said("It is `x^2`$ then.", "formulas", "ends with $ but has none before", "inline formula not opened"),
    said("It is $x^2$ then.", "formulas", "write $`x^2`$", "formula between bare dollars"),
    said("### The rate $`x`$", "formulas", "a formula in a heading", "formula in a heading"),
    Fault("bad second line", replaced("  \\sum", "  \\sun"), PAGE, "\\sun", "formulas", "before “\\sun_{i=1}"),
    Fault("open formula", replaced("x_i\n```\n", "x_i\n"), PAGE, "```math", "formulas", "is not closed; end it with"),
    Fault("open code", replaced("```\n\n## How", "\n## How"), PAGE, "```py", "formulas", "is not closed; end it with"),
    Fault("open code before more", replaced("```python\n", OPEN), PAGE, "```text", "formulas", "is not closed; end it"),
    Fault("bad macros", replaced("{\n", "{,\n", MACROS), MACROS, "{,", "formulas", "not JSON"),
    Fault("no tag", replaced(EXECUTED + "\n", ""), PAGE, "\\bar x", "formulas", "begin the formula with % executed"),
    Fault(
        "no module", replaced(EXECUTED, "% executed: training.no.mean"), PAGE, "% ex", "formulas", "no module snippets/"
    ),
    Fault("wrong formula", replaced("\\frac{1}{B}", "\\frac{2}{B}"), PAGE, "\\bar x", "formulas", "does not hold"),
    Fault("other symbol", replaced("^{B} x_i", "^{B} y_i"), PAGE, "\\bar x", "formulas", "no value for y_{i}"),
    Fault("no function", replaced(EXECUTED, EXECUTED + "s"), PAGE, "% ex", "formulas", "(it has: mean)"),
]

SAID = "x̄ = 1/B · Σ_i xᵢ"
DOCSTRINGS = {
    "sign": ("x̄ = −1/B · Σ_i xᵢ", "does not hold"),
    "exponent": ("x̄ = 1/B² · Σ_i xᵢ", "does not hold"),
    "factor": ("x̄ = 2/B · Σ_i xᵢ", "does not hold"),
    "symbol": ("x̄ = 1/N · Σ_i xᵢ", "no value for N"),
    "relation": ("x̄ ≈ 1/B · Σ_i xᵢ", "approx"),
    "value that is no side": ("1 + 1/B · Σ_i xᵢ", "the value of no side"),
    "sign next to a word": ("x̄ = sum / B", "ends where a value must follow"),
    "character without meaning": ("x̄ ⇒ 1/B", "'⇒' (U+21D2) has no meaning"),
}
DOCSTRING = [
    Fault(f"wrong {name} in a docstring", replaced(SAID, wrong, SNIPPET), SNIPPET, "The mean", "formulas", words)
    for name, (wrong, words) in DOCSTRINGS.items()
]

PROSE = [
    said("One more sentence. ", "prose", "spaces at the end of the line", "trailing space"),
    said("One\tmore sentence.", "prose", "a tab; use spaces", "tab"),
    said("This is is doubled.", "prose", "doubled word “is is”", "doubled word"),
    said("Tune the hyper-parameters.", "prose", "write hyperparameter", "banned term"),
    said("The color of this behaviour.", "prose", "American spelling", "British spelling"),
    said("As said citeturn0search1 above.", "prose", "residue of a chat program", "chat residue"),
    said("TODO: say more.", "prose", "unfinished", "unfinished sentence"),
]

MARKUP = [
    said('<img src="https://example.org/x.png" alt="x">', "safety", "<img> is not on the list", "foreign image"),
    said(
        "### One { #twice }\n\nOne.\n\n### Two { #twice }\n\nTwo.",
        "built-ids",
        "'twice' stands 2 times",
        "raw id twice",
    ),
    said("A <kbd><div>deep</div></kbd>.", "built-html", "not permitted as content under <kbd>", "nested raw HTML"),
    said("A <kbd>open word.", "built-html", "Unclosed element '<kbd>'", "unclosed raw HTML"),
    said("Never **closed here.", "built-rendering", "Markdown was not rendered", "open emphasis"),
    Fault("indented box", replaced(LAST, BOX + LAST), PAGE, "!!! note", "built-rendering", "look at its indentation"),
]


@cases([*LINKS, *CITATIONS, *FORMULAS, *DOCSTRING, *PROSE, *MARKUP])
def test_a_fault_in_the_text_is_refused(repository: Repository, fault: Fault) -> None:
    assert_refused(repository, fault)
