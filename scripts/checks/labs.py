"""Every lab states claim, verdict and limits, asserts what it finds, and is linked with the answers that it settles."""

import ast
import re
from collections.abc import Iterator

from scripts.checks.snippets import LONGEST_LINE
from scripts.content import Page, Problem, Site, read_text
from scripts.content.code import parse
from scripts.content.recall import recalled
from scripts.evidence.constants import targets_of
from scripts.evidence.effects import of_experiment
from scripts.evidence.experiments import CELL_COMMENT

OPENING = ("**Claim on trial.**", "**Verdict.**")
SECTIONS = ("Method", "Limits", "At scale")


def check(site: Site) -> Iterator[Problem]:
    """Look at the text of each lab, then at the links between it and the questions."""
    for lab in site.pages:
        if not lab.is_lab:
            continue
        first = next((heading.line for heading in lab.headings if heading.level == 2), len(lab.source_lines) + 1)
        opening = "\n".join(lab.source_lines[: first - 1])
        for words in OPENING:
            if words not in opening:
                yield Problem(
                    lab.file, 1, "labs", f"no {words}; begin with a paragraph {words} …, before the first section"
                )
        headings = [heading.text for heading in lab.headings]
        for section in SECTIONS:
            if section not in headings:
                yield Problem(lab.file, 1, "labs", f"no section “{section}”; write # ## {section}")
        yield from _code(site, lab)
        yield from _long_lines(lab)
        answers = [page for page in _linked(site, lab) if page.questions]
        if not answers:
            yield Problem(lab.file, 1, "labs", "no link to a question; link to the one that this lab settles")
        elif not any(lab in _linked(site, page) for page in answers):
            message = f"no page that it links to links back; {answers[0].file} should show its result"
            yield Problem(lab.file, 1, "labs", message)


def _linked(site: Site, page: Page) -> list[Page]:
    """The pages that a page links to."""
    found = [site.page(site.resolve(page, link.target)[0]) for link in page.links if "://" not in link.target]
    return [other for other in found if other is not None]


def _code(site: Site, lab: Page) -> Iterator[Problem]:
    """Look at the code of the cells: it asserts what can fail, measures what it names, and only computes and draws."""
    kernel = next((line for line in lab.raw.split("\n")[:20] if re.match(r"#\s+name: ", line)), "# name: python3")
    if kernel.split()[-1] != "python3":
        line = lab.raw.split("\n").index(kernel) + 1
        yield Problem(lab.file, line, "labs", f"the kernel {kernel.split()[-1]!r}; write name: python3")
    text = read_text(site.root / lab.file, lab.file)
    for line, message in recalled(lambda: _of_text(text), "labs", text):
        yield Problem(lab.file, line, "labs", message)


def _long_lines(lab: Page) -> Iterator[Problem]:
    """Lines of code that are too long; text and captions are shown otherwise than they are written."""
    for number, (written, text) in enumerate(zip(lab.raw.split("\n"), lab.source_lines, strict=False), 1):
        if len(written) > LONGEST_LINE and not text and not CELL_COMMENT.match(f"{written}\n"):
            message = f"{len(written)} characters; shown code has at most {LONGEST_LINE}, so that nobody must scroll"
            yield Problem(lab.file, number, "labs", message)


def _of_text(text: str) -> list[tuple[int, str]]:
    from scripts.evidence.asserts import of_code  # and with it NumPy: where nothing has changed, unused

    try:
        tree = parse(text)
    except SyntaxError:  # executing the lab says so, with the cell
        return []
    found = dict.fromkeys([*of_code(tree), *of_experiment(tree), *_typed(tree)])
    if not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        found[1, "nothing is asserted; end each finding in an assert that can fail"] = None
    return list(found)


def _typed(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Numbers in `measured` that nobody has measured."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and "measured" in targets_of(node) and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(value, ast.Constant) and key is not None:
                    yield value.lineno, f"{ast.unparse(key)} is typed, not measured; name the variable that has it"
