"""Every topic page says what to read first, and following that never leads in a circle."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from scripts.content import Page, Problem, Site


def check(site: Site) -> Iterator[Problem]:
    """Look at `read_first` in the front matter of each topic page."""
    graph: dict[str, list[str]] = {}
    for page in site.pages:
        if not page.questions:
            continue
        line = _line(page)
        if "read_first" not in page.meta:
            message = "no read_first; say what to read first: [section/page.md], or [] where nothing is needed"
            yield Problem(page.file, line, "reading-path", message)
        elif not isinstance(page.meta["read_first"] or [], list):
            yield Problem(page.file, line, "reading-path", "read_first is no list; write [section/page.md]")
        graph[page.path] = page.read_first
        for path in page.read_first:
            target = site.page(path)
            if target is None or not target.questions:
                yield Problem(
                    page.file, line, "reading-path", f"read_first names {path}, which is no topic page; mend the path"
                )
            if path == page.path:
                yield Problem(page.file, line, "reading-path", "read_first names the page itself; leave it out")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = error.args[1]
        first = site.page(cycle[0])
        if first is not None and len(set(cycle)) > 1:
            way = " ← ".join(reversed(cycle))
            yield Problem(
                first.file, _line(first), "reading-path", f"read_first leads in a circle: {way}; remove one of them"
            )


def _line(page: Page) -> int:
    numbered = enumerate(page.source_lines, 1)
    return next((number for number, line in numbered if line.startswith("read_first:")), 1)
