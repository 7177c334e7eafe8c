"""Pages stay light: HTML, and all that a topic page loads, compressed."""

import gzip
import re
from collections.abc import Iterator

from scripts.checks.built.site import BuiltPage, BuiltSite
from scripts.content import Problem

TOPIC_HTML = 60_000
TOPIC_TOTAL = 250_000
LAB_HTML = 80_000
"""Bytes as a server sends them (gzip)."""
LAB_FIGURE = 100_000
"""Bytes of a figure of a lab as it is drawn into the page."""

_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)


def check(built: BuiltSite) -> Iterator[Problem]:
    """Weigh each topic page and each lab (a lab without its figures)."""
    for page in built.pages:
        if page.source is None or not page.source.section:
            continue
        size = built.compressed(page.path)
        if page.source.is_lab:
            size = _without_figures(page)
            if size > LAB_HTML:
                yield page.problem("built-weight", f"{size} bytes of HTML without figures; at most {LAB_HTML}")
            for number, figure in enumerate(_FIGURE.findall(page.markup), 1):
                if (size := len(figure.encode())) > LAB_FIGURE:
                    message = f"figure {number} has {size} bytes, at most {LAB_FIGURE}: draw fewer points"
                    yield page.problem("built-weight", message)
            continue
        if size > TOPIC_HTML:
            yield page.problem("built-weight", f"{size} bytes of HTML; at most {TOPIC_HTML}: split the page")
        total = size + sum(built.compressed(path) for path in loaded(built, page))
        if total > TOPIC_TOTAL:
            yield page.problem("built-weight", f"{total} bytes in all; at most {TOPIC_TOTAL}")


def loaded(built: BuiltSite, page: BuiltPage) -> set[str]:
    """The files that a browser loads with the page: scripts with their modules, styles, images (not fonts)."""
    found = {path for path in built.modules(page) if (built.folder / path).is_file()}
    for element in page.tree.xpath("//link[@rel='stylesheet' or @rel='icon'] | //script[@src] | //img"):
        target = built.target(page, element.get("href") or element.get("src"))
        if target is not None and (built.folder / target[0]).is_file():
            found.add(target[0])
    return found


def _without_figures(page: BuiltPage) -> int:
    return len(gzip.compress(_FIGURE.sub("", page.markup).encode(), mtime=0))
