"""Built pages consist of what is listed in `scripts/safety/published.py`; their drawings are those of the sources."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scripts.checks.built.site import BuiltPage, BuiltSite, Found
from scripts.content import Problem
from scripts.content.cache import key
from scripts.render import linked
from scripts.render.drawings import inline_svg
from scripts.safety import published
from scripts.safety.addresses import address_problem

CHECK = "built-safety"
_DRAWING = re.compile(r"<svg\b[^>]*\brole=\"img\"[^>]*>(.*?)</svg>", re.DOTALL)


def check(built: BuiltSite) -> Iterator[Problem]:
    """Hold each page to the lists."""
    drawings = _drawings(built)
    own = str(built.site.mkdocs.get("site_url") or "")

    def look(page: BuiltPage) -> Iterable[Found]:
        return dict.fromkeys((*_elements(page), *_values(page, own), *_drawn(page, drawings))).keys()

    yield from built.of_each_page(CHECK, look, key(own, *sorted(drawings)))


def _elements(page: BuiltPage) -> Iterator[tuple[str, str]]:
    for article in page.tree.iter("article"):
        yield from _shapes(article.iter(), True)
    yield from _shapes(_around(page.tree), False)
    for element in page.tree.iter("input"):
        if element.get("type") not in published.INPUTS:
            yield f"an input of the type {element.get('type')!r}; the site asks readers for nothing", "<input"
    for element in page.tree.iter("meta"):
        kind = element.get("http-equiv", "Content-Security-Policy")
        moved = page.source is None and page.path != "404.html"  # made by the build: leads on to the page's new place
        if kind.lower() != "content-security-policy" and not moved:
            yield f"a {kind} that acts by itself; remove it", "http-equiv"
    for element in page.tree.iter("form"):
        if element.get("action") or element.get("method"):
            yield "a form that sends something; the site asks readers for nothing", "<form"
    for element in page.tree.iter("script"):
        text = element.text or ""
        data = element.get("type") in ("application/json", linked.TYPE)
        if not element.get("src") and not data and published.script_digest(text) not in published.SCRIPTS:
            digest = published.script_digest(text)
            message = f"an inline script that is not the theme's ({text.strip()[:40]!r}); if it is, list {digest}"
            yield message, "<script"


def _around(element: Any) -> Iterator[Any]:
    """The elements that stand in no article."""
    if element.tag != "article":
        yield element
        for child in element:
            yield from _around(child)


def _shapes(elements: Iterator[Any], inside: bool) -> Iterator[tuple[str, str]]:
    """Judge one element of each shape: most of a page's thousands of elements are alike."""
    judged: set[tuple[object, ...]] = set()
    for element in elements:
        shape = (element.tag, *element.keys())
        if shape not in judged:
            judged.add(shape)
            yield from _element(element, inside)


def _element(element: Any, inside: bool) -> Iterator[tuple[str, str]]:
    tag = element.tag
    if not isinstance(tag, str):
        if inside:
            yield "a comment in the text; remove it, it may swallow what follows", "<!--"
        return
    if tag not in (published.ARTICLE if inside else published.THEME):
        yield f"<{tag}> is not on the list of what a page may contain; write Markdown", f"<{tag}"
    for name, value in element.attrib.items():
        if not published.attribute_allowed(tag, name, inside):
            yield f"<{tag}> may not have the attribute {name} ({value[:40]!r}); remove it", name


def _values(page: BuiltPage, own: str) -> Iterator[tuple[str, str]]:
    for style in set(page.tree.xpath("//@style", smart_strings=False)):
        if message := published.style_problem(style):
            yield f"{message}; remove it", style
    for url in set(page.tree.xpath("//@href | //@src", smart_strings=False)):
        if not (own and url.startswith(own)) and (message := address_problem(url)):
            yield f"{url}: {message}", url
    for link in page.tree.xpath("//use/@*[name()='xlink:href' or name()='href']"):
        if not link.startswith("#"):
            yield f"a drawing refers to {link}; it may refer to its own parts only", link


def _drawn(page: BuiltPage, drawings: set[str]) -> Iterator[tuple[str, str]]:
    if page.tree.xpath("//article//svg[not(@role='img')]//*[not(self::path)]"):
        yield "a drawing that is neither a figure nor part of a formula; draw it by a script", "<svg"
    for match in _DRAWING.finditer(page.markup):
        if match[1] not in drawings:
            yield "a drawing that is no file of docs/; draw it by a script", "<svg"


def _drawings(built: BuiltSite) -> set[str]:
    """What stands inside of each figure of the sources, as the extension writes it."""
    found = set()
    for path in built.site.docs.glob("*/*/*.svg"):
        found.add(inline_svg(path.read_bytes(), "").partition(">")[2].removesuffix("</svg>"))
    return found
