"""A fault in a snippet, test, figure or lab is named with file, line and fix, and nothing is published."""

from tests.publishing.example import Repository
from tests.publishing.faults import (
    FIGURE,
    LAB,
    NUMBERS,
    PAGE,
    RECORD,
    SNIPPET,
    SNIPPET_TEST,
    Change,
    Fault,
    added,
    assert_refused,
    cases,
    every,
    removed,
    replaced,
    written,
)

REGION = '--8<-- "training/page.py:mean"'
FIGURES = "scripts/figures/training/page.py"
EXTRA_REGION = "\n\n# --8<-- [start:extra]\nEXTRA = 1\n# --8<-- [end:extra]\n"
UNTESTED = "\n\ndef median() -> float:\n    return 0.0\n"
ALTERNATIVE = "Log-log plot of variance against batch size 1 to 64<!--= given -->: one straight line that falls."
CAPTION = "\n*Four times the batch, a quarter of the variance.*"
MODULE = "docs/javascripts/figures/line.js"
UNUSED = "docs/training/page/unused.svg"
WARNING = '== 2.5\n    __import__("warnings").warn("old", stacklevel=1)\n'
OUTPUT = 'print(f"measured: {average:.2f}")'
IMPORT = "from snippets.training.page import mean"


def both(old: str, new: str) -> Change:
    """A change of the marks of a region."""
    return every(
        replaced(f"[start:{old}]", f"[start:{new}]", SNIPPET), replaced(f"[end:{old}]", f"[end:{new}]", SNIPPET)
    )


SNIPPETS = [
    Fault("region renamed", both("mean", "average"), PAGE, REGION, "snippets", "(it has: average)"),
    Fault("snippet missing", replaced(REGION, '--8<-- "training/no.py:mean"'), PAGE, "no.py", "snippets", "no file"),
    Fault("no region", replaced(REGION, '--8<-- "training/page.py"'), PAGE, "--8<--", "snippets", "name a region"),
    Fault("unused region", added(EXTRA_REGION, SNIPPET), SNIPPET, "start:extra", "snippets", "show it or remove"),
    Fault("open region", replaced("# --8<-- [end:mean]\n", "", SNIPPET), SNIPPET, "start:", "snippets", "exactly one"),
    Fault("no test", removed(SNIPPET_TEST), SNIPPET, "", "snippets", f"has no test {SNIPPET_TEST}"),
    Fault("syntax error", replaced("-> float:", "-> float", SNIPPET), SNIPPET, "def mean", "python", "not Python"),
    Fault(
        "formula untested",
        every(added(UNTESTED, SNIPPET), replaced("% executed: training.page.mean", "% executed: training.page.median")),
        PAGE,
        "% executed",
        "formulas",
        "no test with an assertion uses 'median'",
    ),
]

ENDS = "import os; os._exit(3)"

TESTS = [
    Fault(
        "false claim", replaced("== 2.5", "== 2.4", SNIPPET_TEST), SNIPPET_TEST, "def test_the_mean_of", "tests", "2.4"
    ),
    Fault("wrong code", replaced("/ len", "* len", SNIPPET), SNIPPET_TEST, "def test_the_mean_lies", "tests", "27.0"),
    Fault("failing import", added("import nosuch\n", SNIPPET_TEST), SNIPPET_TEST, "import nosuch", "tests", "'nosuch'"),
    Fault("warning", replaced("== 2.5\n", WARNING, SNIPPET_TEST), SNIPPET_TEST, "def test_the_mean_of", "tests", "old"),
    Fault("syntax error in a test", added("x = ]\n", SNIPPET_TEST), SNIPPET_TEST, "x = ]", "python", "not Python"),
]

DRAWINGS = [
    Fault("no alternative", replaced(ALTERNATIVE, ""), PAGE, "![](", "figures", "say what axes and curves show"),
    Fault("no caption", replaced(CAPTION, ""), PAGE, "![Log", "figures", "no caption; the next line is"),
    Fault("drawn by hand", replaced("noise_by_size", "noise", FIGURES), FIGURE, "", "figures", "not drawn by code"),
    Fault("unused figure", written(UNUSED, "<svg/>"), UNUSED, "", "figures", "no page shows this figure"),
    Fault("illegible in the dark", replaced("#2b83c4", "#202040", FIGURE), FIGURE, "", "figures", "on light or dark"),
    Fault("no module", replaced(".svg)", ".svg){ data-interactive=line }"), PAGE, "![Log", "figures", "mend the name"),
    Fault("unused module", written(MODULE, "export {}"), MODULE, "", "figures", "no figure names this module"),
    Fault("not XML", written(FIGURE, "<svg><g></svg>"), FIGURE, "", "figures", "draw it again"),
]

LABS = [
    Fault("lab that raises", replaced(OUTPUT, "1 / 0", LAB), LAB, "1 / 0", "labs", "cell 2 raised ZeroDivisionError"),
    Fault("false finding", replaced("> 2.5", "> 3.5", LAB), LAB, "assert average", "labs", "raised AssertionError"),
    Fault(
        "another value", replaced("6.0]", "7.5]", LAB), LAB, "", "measured", "mean was 3 and is 3.5; look at it, then"
    ),
    Fault(
        "another output", replaced("measured: {", "found: {", LAB), LAB, "", "measured", "have changed since they were"
    ),
    Fault(
        "syntax error in a lab", replaced(OUTPUT, "print(]", LAB), LAB, "print(]", "labs", "cell 2 raised SyntaxError"
    ),
    Fault(
        "missing module", replaced(IMPORT, "import nosuch", LAB), LAB, "import nosuch", "labs", "nosuch is no module"
    ),
    Fault("lab that ends", replaced(OUTPUT, ENDS, LAB), LAB, ENDS, "labs", "_exit ends the process"),
    Fault("changed by hand", replaced("[3.0]", "[4.0]", RECORD), RECORD, "", "measured", "changed by hand"),
    Fault("no record", removed(RECORD), LAB, "", "measured", "nothing is recorded of this experiment yet"),
    Fault("figure without text", replaced("# alt", "# text", LAB), LAB, "# %%\n# text", "labs", "cell 4 has no alt"),
]


MEASURED = [
    Fault("a digit", replaced("2.5<!--", "2.6<!--"), PAGE, "2.6<!--", "measured", "mean_of_four is 2.5; write 2.5"),
    Fault("a digit in a lab", replaced("3.0<!--", "3.1<!--", LAB), LAB, "3.1<!--", "measured", "mean is 3; write 3.0"),
    Fault("unbound", replaced("<!--= mean_of_four -->", ""), PAGE, "it is 2.5", "measured", "where does 2.5 come from"),
    Fault("unknown name", replaced("= mean_of_four", "= mean"), PAGE, "2.5<!--", "measured", "it has mean_of_four"),
    Fault("moved", replaced("4.0]", "5.0]", NUMBERS), NUMBERS, "", "measured", "mean_of_four was 2.5 and is 2.75"),
    Fault("no number", replaced("return mean(", "return str(", NUMBERS), NUMBERS, "", "measured", "a finite number or"),
]


@cases([*SNIPPETS, *TESTS, *DRAWINGS, *LABS, *MEASURED])
def test_a_fault_in_the_code_is_refused(repository: Repository, fault: Fault) -> None:
    assert_refused(repository, fault)
