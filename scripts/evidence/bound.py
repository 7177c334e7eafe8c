"""From a name in a comment to the recorded value, and from the recorded value to the number on the page."""

from scripts.content import Page, Site
from scripts.evidence import records
from scripts.evidence.printed import Printed, bindings
from scripts.evidence.texts import Block, blocks
from scripts.evidence.values import Value


def lookup(site: Site, page: Page, name: str) -> tuple[Value | None, str]:
    """The recorded value of a name on a page, or what is wrong with the name."""
    stem, _, key = name.rpartition(": ")
    other = site.by_stem.get(stem) if stem else page
    if other is None:
        return None, f"no page or lab {stem!r}"
    found = records.of_page(site.root, other.stem)
    if not found:
        return None, f"nothing is recorded for {other.stem}; `make measure` records it"
    values = {name: value for record in found.values() for name, value in record.results.values.items()}
    if key in values:
        return values[key], ""
    near = [known for known in values if known.split(".")[0] == key.split(".")[0]] or list(values)
    return None, f"{other.stem} measures no {key!r}; it has {', '.join(near[:8])}{' …' * (len(near) > 8)}"


def position(lines: list[str], block: Block, number: Printed) -> tuple[int, int]:
    """Index of the line and column at which a number of a block begins in its file."""
    at = block.line_at(number.start) - 1
    shown = block.text.split("\n")[at + 1 - block.line]  # in a lab, without the mark of a comment
    return at, number.start - (block.text.rfind("\n", 0, number.start) + 1) + len(lines[at]) - len(shown)


def rewritten(site: Site, page: Page) -> str:
    """The source of a page with every bound number as its record has it, in the form in which it was written."""
    lines = page.raw.split("\n")
    for block in blocks(page.raw, page.is_lab):
        edits = []
        for binding in bindings(block.text):
            if binding.marks or len(binding.numbers) < len(binding.names):
                continue
            for name, number in zip(binding.names, binding.numbers, strict=True):
                value = None if name == "_" else lookup(site, page, name)[0]
                if value is not None and number.problem(value):
                    edits.append((number, number.corrected(value)))
        for number, text in reversed(edits):
            at, column = position(lines, block, number)
            before, after = lines[at][:column], lines[at][column:]
            if after.startswith(number.text):  # it does not if the number goes over the end of its line
                lines[at] = before + text + after.removeprefix(number.text)
    return "\n".join(lines)
