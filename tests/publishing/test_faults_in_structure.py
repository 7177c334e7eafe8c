"""A fault in a question, correction, page or ledger is named with file, line and fix, and nothing is published."""

import random

from tests.publishing.example import CORRECTION, QUESTION, Repository
from tests.publishing.faults import (
    BIBLIOGRAPHY,
    PAGE,
    Change,
    Fault,
    added,
    assert_refused,
    cases,
    removed,
    replaced,
    written,
)

GLOSSARY = "docs/glossary.md"
ABBREVIATIONS = "docs/_data/abbreviations.md"
PUBLISHED = "docs/_data/published.yml"
SOURCES = "docs/_data/sources.yml"
LAST_ENTRY = f"004-X30: {QUESTION}"
CONFIG = "mkdocs.yml"
ORPHAN = "docs/training/orphan.md"
FIRST = "A batch is the set of examples behind one update of SGD. Its mean gradient is an estimate of the full one."
SECOND = "\n\nThe mean of $`B`$ numbers, each with weight $`1/B`$, is\n\n"
NO_EVIDENCE = "\n    [@bottou2018, §4] · [measured](../labs/tiny.py) · [code](../../snippets/training/page.py#mean)"
CLAIM = '"“A smaller batch gives a more accurate gradient.”"'
DESCRIPTION = "The two terms that the example explains, in alphabetical order, one of them with its abbreviation."
OTHER = "What a batch is and how noisy its mean gradient is, with one formula, one snippet and one figure."


def latin1(file: str, text: str) -> Change:
    """A change that replaces a file by one that is not UTF-8."""
    return lambda repository: repository.write_bytes(file, text.encode("latin-1"))


def heavy(repository: Repository) -> None:
    """Adds what cannot be compressed below the budget."""
    lines = [random.Random(number).randbytes(50).hex() for number in range(940)]
    repository.write(
        PAGE, (repository.root / PAGE).read_text(encoding="utf-8") + "\n```\n" + "\n".join(lines) + "\n```\n"
    )


QUESTIONS = [
    Fault("id twice", replaced("#how-noisy-is-a-batch", "#what-is-a-batch"), PAGE, "## How", "questions", "are unique"),
    Fault("no id", replaced("#how-noisy-is-a-batch ", ""), PAGE, "## How", "questions", "add { #short-slug"),
    Fault("no level", replaced(" data-level=basic", ""), PAGE, "## What", "questions", "write data-level="),
    Fault("unknown level", replaced("=basic", "=simple"), PAGE, "## What", "questions", "level 'simple' is unknown"),
    Fault("no question", replaced("a batch? { #how", "a batch { #how"), PAGE, "## How", "questions", "is no question"),
    Fault("asked twice", replaced("How noisy is", "What is"), PAGE, "#how", "questions", "asks the same"),
    Fault(
        "formula first", replaced(FIRST + SECOND, ""), PAGE, "```math", "questions", "a formula follows the question"
    ),
    Fault("long answer", replaced(FIRST, "word and" + " word and" * 30), PAGE, "word and", "questions", "has 62 words"),
]

CORRECTIONS = [
    Fault("no verdict", replaced("mistake wrong", "mistake"), PAGE, "!!!", "corrections", "no verdict; write"),
    Fault("other verdict", replaced("mistake wrong", "mistake silly"), PAGE, "!!!", "corrections", "no verdict; write"),
    Fault("no evidence", replaced(NO_EVIDENCE, ""), PAGE, "!!!", "corrections", "no evidence; cite"),
    Fault("no quotes", replaced(CLAIM, '"It is so."'), PAGE, "!!!", "corrections", "in curly quotes"),
]

PAGES = [
    Fault("second title", replaced("### In a figure", "# In a figure"), PAGE, "# In", "navigation", "has one title"),
    Fault("level skipped", replaced("### In a", "#### In a"), PAGE, "#### In", "navigation", "use ###"),
    Fault("no title", replaced("# Batches\n", ""), PAGE, "", "navigation", "begin the text with one # heading"),
    Fault("orphan", lambda r: r.write(ORPHAN, "# Alone\n"), ORPHAN, "", "navigation", "add training/orphan.md to nav"),
    Fault("no page", replaced("glossary.md", "gone.md", CONFIG), CONFIG, "gone.md", "navigation", "does not exist"),
    Fault("no description", replaced("description:", "search:"), PAGE, "", "front-matter", "begin the file with ---"),
    Fault(
        "same description", replaced(DESCRIPTION, OTHER, GLOSSARY), PAGE, "desc", "front-matter", "the same description"
    ),
    Fault("short description", replaced(OTHER, "Short."), PAGE, "desc", "front-matter", "has 6 characters"),
    Fault("unknown key", replaced("---\n#", "tags: x\n---\n#"), PAGE, "tags", "front-matter", "known are"),
    Fault("broken front matter", replaced("description: W", "a: [W"), PAGE, "a: [", "front-matter", "not YAML"),
    Fault("page not in UTF-8", latin1(PAGE, "# Café\n"), PAGE, "", "encoding", "save the file as UTF-8"),
    Fault("page too heavy", heavy, PAGE, "", "built-weight", "split the page"),
]

LEDGERS = [
    Fault("renamed id", replaced("#how-", "#so-"), PUBLISHED, "- how-noisy", "redirects", "add `training/page.md#how-"),
    Fault("removed page", removed(GLOSSARY), PUBLISHED, "glossary", "redirects", "add `glossary.md: its-new-place.md`"),
    Fault(
        "bad redirect", replaced("{}", "\n  a.md: b.md", PUBLISHED), PUBLISHED, "a.md", "redirects", "does not exist"
    ),
    Fault("unrecorded page", replaced("  glossary.md: []\n", "", PUBLISHED), GLOSSARY, "", "redirects", "make format"),
    Fault("no such question", replaced(LAST_ENTRY, "004-X30: gone", SOURCES), SOURCES, "004-X30", "sources", "'gone'"),
    Fault(
        "no correction",
        replaced(f"E01:\n  - {CORRECTION}", "E01:\n  - gone", SOURCES),
        SOURCES,
        "E01",
        "sources",
        "'gone'",
    ),
    Fault("lost entry", replaced(f"  {LAST_ENTRY}\n", "", SOURCES), SOURCES, "", "sources", "004 has 30 entries"),
    Fault("order of terms", replaced("\nbatch\n", "\ntwo\n", GLOSSARY), GLOSSARY, "(SGD)", "glossary", "alphabetical"),
    Fault(
        "unexplained", added("*[MLP]: net\n", ABBREVIATIONS), ABBREVIATIONS, "MLP", "glossary", "add a term “… (MLP)”"
    ),
    Fault("abbreviation", added("MLP: net\n", ABBREVIATIONS), ABBREVIATIONS, "MLP", "glossary", "what it stands for"),
    Fault("broken ledger", added("x: ]\n", SOURCES), SOURCES, "x: ]", "yaml", "not YAML"),
    Fault("broken configuration", replaced("nav:\n", "nav: [\n", CONFIG), CONFIG, "- Home", "yaml", "not YAML"),
    Fault(
        "no date", replaced("nav:\n", "copyright: 2026-13-45\nnav:\n", CONFIG), CONFIG, "", "yaml", "must be in 1..12"
    ),
    Fault("configuration is a list", written(CONFIG, "- a\n"), CONFIG, "", "yaml", "`name: value`"),
    Fault("ledger is a list", written(PUBLISHED, "- a\n"), PUBLISHED, "", "yaml", "`name: value`"),
    Fault("part is a list", written(PUBLISHED, "pages: [a]\n"), PUBLISHED, "", "yaml", "'pages' holds no lines"),
    Fault("unknown option", added("\nnosuch: 1\n", CONFIG), CONFIG, "", "mkdocs", "nosuch"),
    Fault("latin-1 works", latin1(BIBLIOGRAPHY, "@misc{é"), BIBLIOGRAPHY, "", "encoding", "save the file as UTF-8"),
]


@cases([*QUESTIONS, *CORRECTIONS, *PAGES, *LEDGERS])
def test_a_fault_in_the_structure_is_refused(repository: Repository, fault: Fault) -> None:
    assert_refused(repository, fault)
