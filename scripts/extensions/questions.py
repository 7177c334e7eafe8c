"""Questions and corrections: marks up what the plain Markdown already says.

A `##` heading with `data-level` gets its level in words, a link to copy, a way to report a mistake, and its first
paragraph set apart as the short answer; a `mistake` admonition gets an anchor and its verdict in words, and what an
interviewer asks next, a `follow-up`, an anchor.
"""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from scripts.content import VERDICTS
from scripts.content.repository import issue_address
from scripts.extensions.context import place_of
from scripts.extensions.facts import question_title, repository
from scripts.extensions.unbroken import keep_together

_HYPHENATED = re.compile(r"[^\s\x02\x03]*\w-\w[^\s\x02\x03]*")
"""A word with a hyphen; formulas are marks without one."""


class QuestionsExtension(Extension):
    """Adds levels, short answers and verdicts."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after attribute lists have been read, while formulas are still out of the tree."""
        md.treeprocessors.register(_Questions(md), "questions", 7)


class _Questions(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for heading in [child for child in root if child.tag == "h2" and child.get("data-level")]:
            position = list(root).index(heading)
            root.insert(position + 1, self._about(heading))
            keep_together(heading, _HYPHENATED)
            if position + 2 < len(root) and root[position + 2].tag == "p":
                root[position + 2].set("class", "short-answer")
        for box in root.iter("div"):
            classes = box.get("class", "").split()
            if "admonition" in classes and "mistake" in classes:
                _mark_correction(box, next((name for name in classes if name in VERDICTS), ""))
        for box in root.iter("details"):
            if box.get("class") == "follow-up":
                box.set("id", slugify("".join(box[0].itertext()), "-"))

    def _about(self, heading: ElementTree.Element) -> ElementTree.Element:
        """The line below a question: its level and what one can do with it."""
        level, identifier = heading.get("data-level", ""), heading.get("id", "")
        line = ElementTree.Element("p", {"class": "question-about"})
        mark = ElementTree.SubElement(line, "span", {"class": f"level level-{level}"})
        mark.text = level
        link = ElementTree.SubElement(line, "a", {"class": "question-link", "href": f"#{identifier}"})
        link.text = "Link to this answer"
        place = place_of(self.md)
        file = f"docs/{place.path}" if place else ""
        title = question_title(identifier) or identifier
        if file and (address := issue_address(repository(), "mistake", title, page=file, question=identifier)):
            ElementTree.SubElement(line, "a", {"class": "question-report", "href": address}).text = "Report a mistake"
        return line


def _mark_correction(box: ElementTree.Element, verdict: str) -> None:
    title = box[0]
    box.set("id", slugify("".join(title.itertext()), "-"))
    mark = ElementTree.Element("span", {"class": f"verdict verdict-{verdict}"})
    mark.text = verdict.capitalize()
    mark.tail = f" {title.text or ''}"
    title.text = None
    title.insert(0, mark)


def makeExtension(**options: Any) -> QuestionsExtension:
    """Entry point of Python-Markdown."""
    return QuestionsExtension(**options)
