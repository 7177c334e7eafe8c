"""One style sheet for the whole site: of the theme's, KaTeX's and our own rules those that can apply to its pages."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from scripts.content import ROOT
from scripts.content.cache import Cache, key
from scripts.render.markup import Markup
from scripts.render.node import MODULES, run_node

SCRIPT = Path(__file__).with_name("purge.mjs")
CACHE = Cache(ROOT / ".cache" / "styles")
_WORD = re.compile(r"[\w-]+")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)")


@dataclass
class Used:
    """What selectors can match: names that stand on the pages, values of attributes, words of the scripts."""

    tags: set[str] = field(default_factory=set)
    attributes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)

    def add(self, page: Markup) -> None:
        """Add what `add_page` would; each page is looked at once."""
        tags, attributes, words = page.remembered(_used, "used")
        self.tags.update(tags)
        self.words.update(words)
        for name, values in attributes.items():
            self.attributes[name].update(values)

    def add_page(self, page: Any) -> None:
        """Add the elements of a parsed page, and the words of scripts that stand in it."""
        for element in page.iter(etree.Element):
            self.tags.add(element.tag)
            for name, value in element.attrib.items():
                self.attributes[name].add(value)
            if element.tag == "script":
                self.add_script(element.text or "")

    def add_script(self, text: str) -> None:
        """Add the words of a script: among them are the classes that it sets."""
        self.words.update(_WORD.findall(text))

    def named_by(self, css: str) -> dict[str, Any]:
        """What of this a selector of the sheets can name: an edit of a text changes nothing here."""
        names, attributes = set(_WORD.findall(css)), set(_ATTRIBUTE.findall(css))
        values = {name: self.attributes.get(name, set()) for name in attributes}
        return {
            "used": {
                "tags": sorted(self.tags & names),
                "classes": sorted({each for value in self.attributes["class"] for each in value.split()} & names),
                "ids": sorted(self.attributes["id"] & names),
                "attributes": {
                    "names": sorted(attributes & set(self.attributes)),
                    "values": sorted(set().union(*values.values())),
                },
            },
            "words": sorted(self.words & names),
        }


def _used(tree: Any) -> tuple[list[str], dict[str, list[str]], list[str]]:
    """What a page has for `Used`, in an order that is the same each time."""
    page = Used()
    page.add_page(tree)
    attributes = {name: sorted(values) for name, values in sorted(page.attributes.items())}
    return sorted(page.tags), attributes, sorted(page.words)


def used_rules(sheets: Sequence[str], used: Used) -> str:
    """The rules of the sheets, in their order, that can apply, minified.

    Raises `NodeError` with what Node said if that fails.
    """
    given = {"sheets": list(sheets)} | used.named_by("\n".join(sheets))
    versions = [MODULES / name / "package.json" for name in ("purgecss", "esbuild")]
    tools = [path.read_text(encoding="utf-8") for path in (SCRIPT, *versions)]
    text = json.dumps(given)
    return CACHE.remembered(key(text, *tools), lambda: run_node(SCRIPT, given=text))
