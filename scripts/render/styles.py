"""One style sheet for the whole site: of the theme's, KaTeX's and our own rules those that can apply to its pages."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from scripts.content import ROOT
from scripts.render.node import node

_WORD = re.compile(r"[\w-]+")


@dataclass
class Used:
    """What selectors can match: names and values that stand on the pages, and words of the scripts."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add_page(self, page: Any) -> None:
        """Add the elements of a parsed page, and the words of scripts that stand in it."""
        for element in page.iter(etree.Element):
            self.tags.add(element.tag)
            for name, value in element.attrib.items():
                self.attributes.add(name)
                if name == "class":
                    self.classes.update(value.split())
                elif name == "id":
                    self.ids.add(value)
                elif name not in ("href", "d", "style", "aria-label", "content"):  # long, and nothing selects by them
                    self.values.add(value)
            if element.tag == "script":
                self.add_script(element.text or "")

    def add_script(self, text: str) -> None:
        """Add the words of a script: among them are the classes that it sets."""
        self.words.update(_WORD.findall(text))


def used_rules(sheets: Sequence[str], used: Used) -> str:
    """The rules of the sheets, in their order, that can apply, minified.

    Raises `RuntimeError` with what Node said if that fails.
    """
    given = {
        "sheets": list(sheets),
        "used": {
            "tags": sorted(used.tags),
            "classes": sorted(used.classes),
            "ids": sorted(used.ids),
            "attributes": {"names": sorted(used.attributes), "values": sorted(used.values)},
        },
        "words": sorted(used.words),
    }
    answer = subprocess.run(
        [node(), str(Path(__file__).with_name("purge.mjs"))],
        input=json.dumps(given),
        capture_output=True,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode != 0:
        raise RuntimeError(f"scripts/render/purge.mjs stopped: {answer.stderr.strip()}")
    return answer.stdout
