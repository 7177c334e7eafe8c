"""Numbers in the words are those that were measured: each is bound to a recorded value, given, or cited."""

import ast
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from scripts.content import BINDING, Page, Problem, Site, own_files
from scripts.content.by_page import Found, of_each_page
from scripts.content.cache import key
from scripts.content.code import tree
from scripts.content.recall import recalled
from scripts.evidence import records
from scripts.evidence.bound import lookup
from scripts.evidence.effects import of_experiment
from scripts.evidence.experiments import experiments
from scripts.evidence.printed import GIVEN, Binding, Printed, bindings, in_formula, numbers
from scripts.evidence.texts import Block, blocks

LARGEST_COUNT = 12
"""Whole numbers up to this are mostly counts of things that stand there: two layers, 3×3."""
YEARS = range(1940, 2031)


def check(site: Site) -> Iterator[Problem]:
    """Hold the records, then the numbers of each page."""
    for experiment in experiments(site.root):
        file = experiment.path.relative_to(site.root).as_posix()
        if site.page(f"{experiment.page}.{'py' if experiment.is_lab else 'md'}") is None:
            yield Problem(
                file, 1, "measured", f"these numbers have no page docs/{experiment.page}.md; write it or remove them"
            )
        elif records.read(site.root, experiment.name) is None:
            yield Problem(file, 1, "measured", "nothing is recorded of this experiment yet; run `make measure`")
        if not experiment.is_lab:
            look = partial(_typed, experiment.path)
            for line, message in recalled(look, "typed", experiment.path.read_bytes()):
                yield Problem(file, line, "measured", message)
    for page in site.pages:
        for name, record in records.of_page(site.root, page.stem).items():
            if not record.intact:
                file = records.record_path(site.root, name).relative_to(site.root).as_posix()
                yield Problem(file, 1, "measured", f"changed by hand; `make measure pages={page.stem}` writes it")
    yield from of_each_page(site, "measured", partial(_bound, site), _bound_to(site))
    yield from of_each_page(site, "measured", _unbound)


def _bound_to(site: Site) -> bytes:
    """All that numbers can be bound to: works, and what is recorded of pages."""
    recorded = own_files(site.docs, "*/*/record*.yml")
    places = (path.relative_to(site.docs).as_posix() for path in recorded)
    names = [*site.bibliography, *(page.path for page in site.pages), *places]
    return key(*names, *(path.read_bytes() for path in recorded)).encode()


def _bound(site: Site, page: Page) -> Iterator[Found]:
    for block in blocks(page.raw, page.is_lab):
        for binding in bindings(block.text):
            yield from _binding_problems(site, page, block, binding)


def _binding_problems(site: Site, page: Page, block: Block, binding: Binding) -> Iterator[Found]:
    line = block.line_at(binding.start)
    if binding.marks:
        work = binding.names[0].removeprefix("@")
        if binding.names[0] != GIVEN and work not in site.bibliography:
            yield line, f"no work {work!r} in the bibliography; add it, or mend the key"
        return
    if len(binding.numbers) < len(binding.names):
        yield (
            line,
            f"{len(binding.names)} names and {len(binding.numbers)} numbers to their left; name each number once",
        )
        return
    for name, number in zip(binding.names, binding.numbers, strict=True):
        if name == "_":
            continue
        value, missing = lookup(site, page, name)
        if value is None:
            yield line, missing
        elif problem := number.problem(value):
            yield block.line_at(number.start), f"{problem}, {name} is {value}; write {number.corrected(value)}"


def _typed(path: Path) -> Iterator[Found]:
    """Numbers that a function of `scripts/numbers` returns as they are typed, and what it does beside computing."""
    module = tree(path)
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and isinstance(each.value, ast.Constant):
                    yield each.lineno, f"{node.name} returns a number that is typed; compute it by tested code"
    yield from of_experiment(module)


def _unbound(page: Page) -> Iterator[Found]:
    for line in (n for n, text in enumerate(page.raw.split("\n"), 1) if "<!--=" in BINDING.sub("", text)):
        yield line, "a comment <!--= … --> ends on the line that it begins on"
    for block in blocks(page.raw, page.is_lab):
        bound = {number.start for binding in bindings(block.text) for number in binding.numbers}
        for number in numbers(block.text):
            if number.start in bound or block.quoted or not _counts(block.text, number):
                continue
            message = (
                f"where does {number.text.strip()} come from? Bind it to a measured value (<!--= name -->), cite a "
                f"work, or mark it as <!--= given --> if it is a setting or a definition"
            )
            yield block.line_at(number.start), message


def _counts(text: str, number: Printed) -> bool:
    """Whether a number needs a source: not a small whole number, a year, or part of a formula."""
    if in_formula(text, number.start):
        return False
    if number.unit != 1 or number.spread is not None:
        return True
    small = abs(number.value) <= LARGEST_COUNT
    return not (small or (int(number.value) in YEARS and "," not in number.text))
