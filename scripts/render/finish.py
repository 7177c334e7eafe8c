"""What is done to a built site before it is checked and published, whichever builder wrote it.

One style sheet and fonts with what the pages use, at addresses that change with their bytes; in each page the fonts
that the browser may fetch before it knows the styles; the Content-Security-Policy, in each page and for hosts that
read `_headers`; `robots.txt`; the worker for reading offline. The preview goes without: it looks the same and loads
more.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

from scripts.render import policy
from scripts.render.faces import Face, Faces
from scripts.render.fonts import cut
from scripts.render.head import Head, element, tight
from scripts.render.katex import KATEX
from scripts.render.linked import linked_data
from scripts.render.markup import Markup
from scripts.render.styles import Used, used_rules
from scripts.render.worker import write_worker

KATEX_SHEET = "assets/katex/katex.min.css"
SCRIPT = "assets/site.js"
DATA = ("assets/search/index.js", "assets/search/terms.js", "assets/study/index.js", "assets/study/cards/")
"""Scripts that hold words and parts of pages: no class is named by them that no page has."""
FIRST_FORMULAS = 12
"""As many formulas are on the screen when a page opens, at most."""
REPLACED = ("assets/katex", "assets/stylesheets", "assets/javascripts", "stylesheets")
"""Folders of which nothing is left: their rules and fonts have moved."""


@dataclass(frozen=True)
class _Page:
    path: Path
    head: Head
    first: tuple[Face, ...]


def finish(folder: Path, address: str) -> None:
    """Finish the site in `folder`, which will be published at `address`, or nobody knows where (`""`).

    Raises `NodeError` or `ValueError` if a tool fails or something is not as expected.
    """
    faces = Faces((KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8"))
    used, needed = Used(), defaultdict[Face, set[str]](set)
    pages: list[_Page] = []
    scripts: set[str] = set()
    for path in sorted(folder.rglob("*.html")):
        page = Markup(path.read_text(encoding="utf-8"))
        used.add(page)
        scripts.update(page.remembered(policy.inline_scripts, "inline scripts"))
        for face, characters in faces.of_page(page).items():
            needed[face] |= characters
        head = Head(page.markup)
        if address:
            url = address + path.relative_to(folder).as_posix().removesuffix("index.html")
            head.append(linked_data(page.tree, url))
        pages.append(_Page(path, head, tuple(sorted(faces.of_page(page, FIRST_FORMULAS)))))
    for path in sorted(folder.glob("assets/**/*.js")):
        if not path.relative_to(folder).as_posix().startswith(DATA):
            used.add_script(path.read_text(encoding="utf-8"))
    fonts = _write_fonts(folder, needed)
    sheet = _write_styles(folder, pages, used, fonts)
    script = _moved(folder, SCRIPT)
    for each in pages:
        _finish_page(each, sheet, script, fonts, policy.policy(scripts))
    _remove_replaced(folder)
    _write_files(folder, address, policy.policy(scripts, header=True))
    write_worker(folder)


def _finish_page(page: _Page, sheet: str, script: str, fonts: dict[Face, str], rules: str) -> None:
    head = page.head
    head.insert_after_charset(element("meta", http_equiv="Content-Security-Policy", content=rules))
    if head.styles:
        preloads = [
            element("link", rel="preload", href=head.root + fonts[face], as_="font", type="font/woff2", crossorigin="")
            for face in page.first
        ]
        head.replace_styles(*preloads, element("link", rel="stylesheet", href=head.root + sheet))
        head.replace_script(SCRIPT, script)
    page.path.write_text(tight(head.text), encoding="utf-8")


def _write_fonts(folder: Path, needed: dict[Face, set[str]]) -> dict[Face, str]:
    """Write the fonts with the glyphs that the site needs; the address of each."""
    addresses = {}
    for face, characters in sorted(needed.items()):
        font = cut((KATEX / "dist" / "fonts" / face.source).read_bytes(), frozenset(characters))
        addresses[face] = _write(folder, f"assets/fonts/{Path(face.source).stem}.woff2", font)
    return addresses


def _write_styles(folder: Path, pages: list[_Page], used: Used, fonts: dict[Face, str]) -> str:
    """Write the one style sheet; its address."""
    lists = {page.head.styles for page in pages if page.head.styles}
    if len(lists) != 1:
        raise ValueError(f"the pages load different style sheets: {sorted(lists)}")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in lists.pop()}
    sheets = [_with_fonts(text, fonts) if name == KATEX_SHEET else text for name, text in texts.items()]
    return _write(folder, "assets/site.css", used_rules(sheets, used).encode())


def _with_fonts(css: str, fonts: dict[Face, str]) -> str:
    """KaTeX's rules with the fonts that the site has."""
    by_source = {face.source: address.removeprefix("assets/") for face, address in fonts.items()}
    kept: list[Any] = []
    for node in tinycss2.parse_stylesheet(css, skip_comments=True):
        if node.type == "at-rule" and node.lower_at_keyword == "font-face":
            text = tinycss2.serialize(node.content)
            source = next((each for each in by_source if f"/{each})" in text), None)
            if source is None:
                continue
            start, _, rest = text.partition("src:")
            url = f'src:url({by_source[source]}) format("woff2")'
            node.content = tinycss2.parse_component_value_list(
                start + url + rest[rest.find(";") if ";" in rest else len(rest) :]
            )
        kept.append(node)
    return str(tinycss2.serialize(kept))


def _moved(folder: Path, name: str) -> str:
    content = (folder / name).read_bytes()
    (folder / name).unlink()
    return _write(folder, name, content)


def _write(folder: Path, name: str, content: bytes) -> str:
    """Write a file whose name says what is in it, so that nobody is shown an old one; its address."""
    stem, dot, suffix = name.rpartition(".")
    address = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}{dot}{suffix}"
    path = folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return address


def _remove_replaced(folder: Path) -> None:
    for name in REPLACED:
        for path in sorted((folder / name).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if (folder / name).is_dir():
            (folder / name).rmdir()


def _write_files(folder: Path, address: str, rules: str) -> None:
    """Write what hosts and robots read."""
    headers = {
        "/*": {"Content-Security-Policy": rules, "X-Content-Type-Options": "nosniff"},
        "/assets/fonts/*": {"Cache-Control": "public, max-age=31536000, immutable"},
    }
    lines = [part for path, each in headers.items() for part in (path, *(f"  {n}: {v}" for n, v in each.items()))]
    (folder / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
    robots = ["User-agent: *", "Allow: /"]
    if address:
        robots += ["", f"Sitemap: {address}sitemap.xml"]
    else:  # a map without addresses leads nobody anywhere
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (folder / name).unlink(missing_ok=True)
    (folder / "robots.txt").write_text("\n".join(robots) + "\n", encoding="utf-8")
