"""Pages stay light: what a first visit and a second page load, as a server sends it, and in how many requests."""

import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from scripts.checks.built.site import BuiltPage, BuiltSite, compressed_size
from scripts.content import Problem
from scripts.render.faces import Faces

FIRST_VISIT = 120_000
START_PAGE = 90_000
SECOND_PAGE = 40_000
"""Bytes (gzip): all that is loaded by who comes from elsewhere; what a topic page adds for who has read another."""
REQUESTS = 12
LAB_HTML = 80_000
"""Bytes (gzip) of a lab's page without its figures."""
LAB_FIGURE = 100_000
"""Bytes of a figure of a lab as it is drawn into the page."""

KINDS = {".html": "HTML", ".css": "styles", ".js": "scripts", ".woff2": "fonts", ".svg": "pictures", ".png": "pictures"}
COLUMNS = ("HTML", "styles", "scripts", "fonts", "pictures")
_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)


def check(built: BuiltSite) -> Iterator[Problem]:
    """Weigh each page that has a source; labs also part by part, so that the message says what to do."""
    for page in built.pages:
        if page.source is None:
            continue
        files = loaded(built, page)
        total = sum(built.compressed(path) for path in files)
        most = FIRST_VISIT if page.source.url else START_PAGE
        if total > most:
            yield page.problem(
                "built-weight", f"a first visit loads {total} bytes ({parts(built, files)}); at most {most}"
            )
        if len(files) > REQUESTS:
            yield page.problem("built-weight", f"a first visit makes {len(files)} requests; at most {REQUESTS}")
        if page.source.questions and (size := second_page(built, page, files)) > SECOND_PAGE:
            message = f"as a second page it loads {size} bytes; at most {SECOND_PAGE}: split the page"
            yield page.problem("built-weight", message)
        if page.source.is_lab:
            yield from _lab_problems(page)


def loaded(built: BuiltSite, page: BuiltPage) -> set[str]:
    """The files that a browser loads on a first visit: the page, scripts, styles, images, and the fonts of formulas."""
    found = {page.path} | {path for path in built.on_demand(page) if (built.folder / path).is_file()}
    for address in page.remembered(_addresses, "loaded"):
        target = built.target(page, address)
        if target is not None and (built.folder / target[0]).is_file():
            found.add(target[0])
    for sheet in [path for path in found if path.endswith(".css")]:
        faces = _faces((built.folder / sheet).read_text(encoding="utf-8"))
        folder = PurePosixPath(sheet).parent / "fonts"
        found |= {(folder / face.source).as_posix() for face in faces.of_page(page) if face.source}
    return found


def _addresses(tree: Any) -> Iterator[str]:
    for element in tree.xpath("//link[@rel='stylesheet' or @rel='icon'] | //script[@src] | //img"):
        yield element.get("href") or element.get("src")


def second_page(built: BuiltSite, page: BuiltPage, files: set[str]) -> int:
    """The bytes of `files` that a page loads when a reader comes from one with formulas: itself, the script of a list.

    Scripts of interactive figures come when the reader comes near; a first visit is weighed with them.
    """
    own = {page.path} | {path for path in built.on_demand(page) & files if "/figures/" not in path}
    return sum(built.compressed(path) for path in own)


def by_kind(built: BuiltSite, files: set[str]) -> Counter[str]:
    """The bytes of files by kind, see `COLUMNS`."""
    sizes: Counter[str] = Counter()
    for path in files:
        sizes[KINDS[PurePosixPath(path).suffix]] += built.compressed(path)
    return sizes


def parts(built: BuiltSite, files: set[str]) -> str:
    """The bytes of files by kind, in words."""
    return ", ".join(f"{kind} {size}" for kind, size in by_kind(built, files).most_common())


def table(built: BuiltSite, rows: int = 5) -> str:
    """The start page and the heaviest pages: bytes of a first visit by kind, requests, bytes as a second page."""
    weighed = {page: loaded(built, page) for page in built.pages if page.source is not None}
    heaviest = sorted(weighed, key=lambda page: -sum(by_kind(built, weighed[page]).values()))[:rows]
    start = [page for page in weighed if page.path == "index.html" and page not in heaviest]
    head = ["first visit, kB gzip".ljust(44), "all", *COLUMNS, "requests", "second"]
    lines = ["  ".join([head[0], *(name.rjust(8) for name in head[1:])])]
    for page in [*start, *heaviest]:
        sizes = by_kind(built, weighed[page])
        values = [sizes.total(), *(sizes[kind] for kind in COLUMNS)]
        numbers = [*(f"{value / 1000:.1f}" for value in values), str(len(weighed[page]))]
        numbers.append(f"{second_page(built, page, weighed[page]) / 1000:.1f}")
        name = page.path.removesuffix("index.html") or "/"
        lines.append("  ".join([name.ljust(44), *(number.rjust(8) for number in numbers)]))
    return "\n".join(lines)


def _lab_problems(page: BuiltPage) -> Iterator[Problem]:
    size = compressed_size(_FIGURE.sub("", page.markup).encode())
    if size > LAB_HTML:
        yield page.problem("built-weight", f"{size} bytes of HTML without figures; at most {LAB_HTML}")
    for number, figure in enumerate(_FIGURE.findall(page.markup), 1):
        if (size := len(figure.encode())) > LAB_FIGURE:
            message = f"figure {number} has {size} bytes, at most {LAB_FIGURE}: draw fewer points"
            yield page.problem("built-weight", message)


@functools.lru_cache(maxsize=4)
def _faces(css: str) -> Faces:
    return Faces(css)
