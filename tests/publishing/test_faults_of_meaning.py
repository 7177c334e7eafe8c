"""What a page says and nothing holds is named: tests that cannot fail, stale figures, works at odds with themselves."""

from tests.publishing.example import Repository
from tests.publishing.faults import (
    BIBLIOGRAPHY,
    FIGURE,
    PAGE,
    SNIPPET,
    SNIPPET_TEST,
    Fault,
    cases,
    every,
    replaced,
    written,
)
from tests.publishing.in_process import assert_named

TESTED = "    assert mean([2.5, 2.5]) == 2.5"
NUMBER = "    number = mean([2.5, 2.5])\n"
ASSERTS = {
    "a constant": "    assert True",
    "something": f"{NUMBER}    assert number is not None",
    "itself": f"{NUMBER}    assert number == number",
    "itself, computed twice": "    assert mean([2.5]) == mean([2.5])",
    "itself, by its name": f"{NUMBER}    assert number == mean([2.5, 2.5])",
    "itself, by two names": f"{NUMBER}    other = mean([2.5, 2.5])\n    assert other == pytest.approx(number)",
    "itself, in each case": "    for n in (1, 2):\n        number = mean([n])\n        assert mean([n]) == number",
    "itself, by its name, as an array": f"{NUMBER}    np.testing.assert_allclose(number, mean([2.5, 2.5]))",
    "itself, about": f"{NUMBER}    assert number == pytest.approx(number)",
    "a pair": '    assert (mean([2.5]) == 2.5, "words")',
    "anything": f"{NUMBER}    assert number or True",
    "one or the other": f"{NUMBER}    assert number == 2.5 or number != 2.5",
    "with a tolerance as wide as the value": "    assert mean([2.5]) == pytest.approx(2.5, abs=2.5)",
    "with a tolerance of all numbers": "    assert mean([2.5]) == pytest.approx(2.5, abs=1e14)",
    "with a relative tolerance of one": "    np.testing.assert_allclose(mean([2.5]), 2.5, rtol=1)",
    "with a bound beyond all numbers": "    assert mean([2.5]) < 1e30",
    "behind False": "    if False:\n        assert mean([2.5]) == 2.5",
    "behind the end": "    return\n    assert mean([2.5]) == 2.5",
    "behind two ends": "    if mean([2.5]):\n        return\n    else:\n        return\n    assert mean([2.5]) == 2.5",
    "behind the end of a block": "    with np.errstate():\n        return\n    assert mean([2.5]) == 2.5",
    "behind a loop without end": "    while True:\n        mean([2.5])\n    assert mean([2.5]) == 2.5",
    "behind an end in a branch": "    if mean([2.5]):\n        return\n    assert mean([2.5]) == 2.5",
    "behind a case that goes on": f"    for n in (1, 2):\n        if mean([n]):\n            continue\n    {TESTED}",
    "in a loop over nothing": "    for number in []:\n        assert mean([number]) == number",
    "into an except": "    try:\n        assert mean([2.5]) == 2.5\n    except AssertionError:\n        pass",
    "in a function that is not called": "    def inner() -> None:\n        assert mean([2.5]) == 2.5",
    "nothing": "    mean([2.5])",
}
DECORATORS = [
    "@pytest.mark.skip",
    "@pytest.mark.xfail",
    '@pytest.mark.parametrize("n", [])',
    "@pytest.mark.skipif(True)",
]
EFFECTS = {
    "prints": '    print("words")\n',
    "reads a file": '    open("x")\n',
    "asks": "    input()\n",
    "imports the clock": "    import time\n",
    "imports the network": "    import socket\n",
    "draws from the shared state": "    np.random.normal()\n",
    "seeds the shared state": "    np.random.seed(0)\n",
    "draws anew at each run": "    np.random.default_rng()\n",
    "seeds all of PyTorch": "    torch.manual_seed(0)\n",
    "changes what all see": "    global state\n",
}
TEST = "def test_the_mean_of_equal"
RETURN = "    return sum(numbers) / len(numbers)"


def last_line(text: str) -> str:
    """The assert of a body, which is its last line."""
    return text.rsplit("\n", 1)[-1].strip()


EVIDENCE = [
    *(
        Fault(f"asserts {name}", replaced(TESTED, body, SNIPPET_TEST), SNIPPET_TEST, last_line(body), "evidence", "")
        for name, body in ASSERTS.items()
        if name not in ("into an except", "in a function that is not called", "nothing")
    ),
    Fault(
        "an except that hears",
        replaced(TESTED, ASSERTS["into an except"], SNIPPET_TEST),
        SNIPPET_TEST,
        "assert mean([2.5])",
        "evidence",
        "let it fail",
    ),
    Fault(
        "an inner function",
        replaced(TESTED, ASSERTS["in a function that is not called"], SNIPPET_TEST),
        SNIPPET_TEST,
        "def inner",
        "evidence",
        "never called",
    ),
    Fault(
        "no assert",
        replaced(TESTED, ASSERTS["nothing"], SNIPPET_TEST),
        SNIPPET_TEST,
        TEST,
        "evidence",
        "asserts nothing",
    ),
    *(
        Fault(each, replaced(TEST, f"{each}\n{TEST}", SNIPPET_TEST), SNIPPET_TEST, each, "evidence", "")
        for each in DECORATORS
    ),
    Fault(
        "a name twice",
        replaced(
            "def test_the_mean_lies_between_the_extremes",
            "def test_the_mean_of_equal_numbers_is_that_number",
            SNIPPET_TEST,
        ),
        SNIPPET_TEST,
        "def test_the_mean_of_equal_numbers_is_that_number() -> None:\n    assert 1",
        "evidence",
        "hides the first",
    ),
    *(
        Fault(f"a snippet {name}", replaced(RETURN, line + RETURN, SNIPPET), SNIPPET, line.strip(), "evidence", "")
        for name, line in EFFECTS.items()
    ),
    Fault(
        "a body without its signature",
        every(
            replaced("# --8<-- [start:mean]\n", "", SNIPPET),
            replaced(RETURN, f"    # --8<-- [start:mean]\n{RETURN}", SNIPPET),
        ),
        SNIPPET,
        "# --8<-- [start",
        "evidence",
        "a part of mean",
    ),
    Fault(
        "a signature without its body",
        every(
            replaced("\n\n# --8<-- [end:mean]\n", "", SNIPPET),
            replaced(RETURN, f"    # --8<-- [end:mean]\n{RETURN}", SNIPPET),
        ),
        SNIPPET,
        "# --8<-- [start",
        "evidence",
        "a part of mean",
    ),
    Fault(
        "the test of another page",
        every(
            replaced("../../snippets/training/page.py#mean", "../../tests/snippets/training/test_other.py"),
            written("tests/snippets/training/test_other.py", "def test_x() -> None:\n    assert len([2]) == 1\n"),
        ),
        PAGE,
        "[@bottou2018, §4] · [measured]",
        "evidence",
        "say why by a link",
    ),
    Fault(
        "an empty file",
        every(
            replaced("../../snippets/training/page.py#mean", "../../tests/snippets/training/test_page_torch.py"),
            written("tests/snippets/training/test_page_torch.py", ""),
        ),
        PAGE,
        "[@bottou2018, §4] · [measured]",
        "evidence",
        "asserts nothing",
    ),
    Fault(
        "a tag that names what a test only calls",
        every(
            replaced("# --8<-- [end:mean]", "# --8<-- [end:mean]\n\n\ndef helper() -> None:\n    return None", SNIPPET),
            replaced("% executed: training.page.mean", "% checked: training.page.helper"),
            replaced(TESTED, f"    helper()\n{TESTED}", SNIPPET_TEST),
        ),
        PAGE,
        "% checked",
        "formulas",
        "no test with an assertion uses 'helper'",
    ),
]
ALTERNATIVE = "Log-log plot of variance against batch size 1 to 64<!--= given -->: one straight line that falls."
CAPTION = "*Four times the batch, a quarter of the variance.*"
SAME = "Four times the batch, a quarter of the variance, as the plot of both shows."
FIGURES = [
    Fault(
        "a curve moved by hand",
        replaced("</svg>", "<path d='M0 0L9 9'/></svg>", FIGURE),
        FIGURE,
        "",
        "drawn",
        "changed by hand",
    ),
    Fault(
        "a script that has changed",
        replaced("1 / 64]", "1 / 32]", "scripts/figures/training/page.py"),
        "scripts/figures/training/page.py",
        "",
        "drawn",
        "run `make figures",
    ),
    Fault(
        "a style that has changed",
        replaced("INK, BLUE, ORANGE", "BLUE, INK, ORANGE", "scripts/figures/style.py"),
        "scripts/figures/training/page.py",
        "",
        "drawn",
        "what it imports",
    ),
    Fault(
        "the name of a file as alternative",
        replaced(ALTERNATIVE, "The file noise-by-size.svg of the folder training of the pages."),
        PAGE,
        "![The file",
        "alternatives",
        "names a file",
    ),
    Fault(
        "one word as alternative",
        replaced(ALTERNATIVE, "Plot " * 12 + "."),
        PAGE,
        "![Plot",
        "alternatives",
        "different words",
    ),
    Fault(
        "no sentence as alternative",
        replaced(ALTERNATIVE, "log-log plot of variance against batch size, one line that falls"),
        PAGE,
        "![log",
        "alternatives",
        "no sentence",
    ),
    Fault(
        "the caption as alternative",
        every(replaced(ALTERNATIVE, SAME), replaced(CAPTION, f"*{SAME}*")),
        PAGE,
        "![Four",
        "alternatives",
        "repeats the caption",
    ),
]


def entry(old: str, new: str, words: str, name: str) -> Fault:
    """A fault in the entry of a work."""
    return Fault(name, replaced(old, new, BIBLIOGRAPHY), BIBLIOGRAPHY, "@article", "citations", words)


DOI = "doi = {10.1137/16M1080173},"
WORKS = [
    entry("{2018}", "{1918}", "the key says 2018", "year 1918"),
    entry("{2018}", "{2017}", "the key says 2018", "year one off"),
    entry("{2018}", "{2099}", "no such work", "year to come"),
    entry(DOI, "eprint = {foo/bar},", "no number of arXiv", "no number of arXiv"),
    entry(DOI, "eprint = {1613.04838},", "no number of arXiv", "month 13"),
    entry(DOI, "eprint = {1206.4838},", "arXiv number says 2012", "number of another year"),
    entry(DOI, "isbn = {978-0-520-08816-1},", "wrong digit", "wrong digit of an ISBN"),
    entry(DOI, "doi = {https://doi.org/10.1137/16M1080173},", "without https://doi.org/", "address as DOI"),
    entry(DOI, f"{DOI}\n  booktitle = {{A Conference (2009)}},", "the venue says 2009", "venue of another year"),
    *(
        Fault(
            f"locator {place}",
            replaced("batch. [@bottou2018, §4]", f"batch. [@bottou2018, {place}]"),
            PAGE,
            f", {place}]",
            "citations",
            "",
        )
        for place in ("§99.9", "somewhere", "page 12", "Section 4", "appendix A")
    ),
]


@cases([*EVIDENCE, *FIGURES, *WORKS])
def test_what_nothing_holds_is_named(unbuilt: Repository, fault: Fault) -> None:
    assert_named(unbuilt, fault)
