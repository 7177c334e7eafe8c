"""Markdown of cards as HTML: formulas, code and citations are rendered by the extensions that render the pages.

Links begin at the root of the site, so that a card can be shown anywhere.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import html
from markdown import Markdown

from scripts.content import ROOT, Page, Site, hold, outside_docs, page_url
from scripts.content.cache import Cache, key
from scripts.extensions import katex
from scripts.extensions.repository_links import code_address, copy_path
from scripts.render.katex import MACROS
from scripts.render.node import code_key
from scripts.study.cards import Card, cards

CACHE = Cache(ROOT / ".cache" / "study")


@dataclass(frozen=True)
class Shown:
    """A card with its two sides as HTML, and what else the self-test needs to show it."""

    card: Card
    front: str
    back: str
    more: dict[str, Any] = field(default_factory=dict)


MOST = 5_000
"""As many texts are kept; then those that are no longer used are forgotten."""
LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "lxml")
ROOMS = ("content", "extensions", "render", "study")
"""The rooms whose code takes part."""


def shown_cards(site: Site) -> dict[str, Shown]:
    """All cards by id, rendered."""
    made = cards(site)
    texts = rendered(site, [(card.page, text) for card in made for text in (card.front, card.back)])
    return {
        card.id: Shown(card, *sides)
        for card, sides in zip(made, zip(texts[::2], texts[1::2], strict=True), strict=True)
    }


def rendered(site: Site, texts: Iterable[tuple[Page, str]]) -> list[str]:
    """The HTML of texts, each on its page; what was rendered before, in this process or another, is not again."""
    hold(site)  # the extensions ask the site that is held
    wanted = [(page, text) for page, text in texts]
    name = key(code_key(ROOMS, LIBRARIES), (site.root / MACROS).read_bytes(), json.dumps(_facts(site)))
    kept: dict[str, str] = json.loads(CACHE.read(name) or "{}")
    known = {f"{page.path}\n{text}": kept.get(f"{page.path}\n{text}") for page, text in wanted}
    new = [(page, text) for page, text in wanted if known[f"{page.path}\n{text}"] is None]
    if new:
        converter = _converter()
        for page, text in new:
            known[f"{page.path}\n{text}"] = _rebased(site, page, converter.reset().convert(text))
        CACHE.write(name, json.dumps((kept if len(kept) < MOST else {}) | known, ensure_ascii=False))
    return [known[f"{page.path}\n{text}"] or "" for page, text in wanted]


def link_target(site: Site, page: Page, target: str) -> str:
    """A link of a page as an address: one of another host as it is, one of the site from its root; `""` for nowhere."""
    if "://" in target or target.startswith("mailto:"):
        return target
    if target.startswith("/"):  # from the folder of the pages, as citations are
        path, _, fragment = target[1:].partition("#")
        return page_url(path) + (f"#{fragment}" if fragment else "")
    if target.startswith("../") and (code := outside_docs(target)):
        file, _, function = code.partition("#")
        copied = file.startswith(("snippets/", "tests/snippets/")) and (site.root / file).is_file()
        return code_address(file, function) or (copy_path(file) if copied else "")
    path, fragment = site.resolve(page, target)
    path, query, rest = path.partition("?")
    address = page_url(path) if site.page(path) else path
    return address + query + rest + (f"#{fragment}" if fragment else "")


def _rebased(site: Site, page: Page, markup: str) -> str:
    """HTML with its links made relative to the root of the site; what leads nowhere is no link."""
    tree = html.fragment_fromstring(markup, create_parent="div")
    for link in tree.iter("a"):
        if address := link_target(site, page, link.get("href", "")):
            link.set("href", address)
        else:
            link.tag = "span"
            del link.attrib["href"]
    inner: str = html.tostring(tree, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>").strip()


def _converter() -> Markdown:
    fences = [{"name": "math", "class": "math", "format": katex.fence}]
    return Markdown(
        extensions=[
            "tables",
            "attr_list",
            "pymdownx.highlight",
            "pymdownx.superfences",
            "scripts.extensions.katex",
            "scripts.extensions.citations",
        ],
        extension_configs={
            "pymdownx.highlight": {"pygments_lang_class": True},
            "pymdownx.superfences": {"custom_fences": fences},
        },
    )


def _facts(site: Site) -> dict[str, object]:
    """What the texts show of the rest of the site: works, questions, addresses."""
    works = {name: (work.label, work.text) for name, work in site.bibliography.items()}
    return {"works": works, "repository": site.repository, "pages": sorted(page.path for page in site.pages)}
