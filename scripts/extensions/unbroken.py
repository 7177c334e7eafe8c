"""Spans that no line ends in, around what a text says; the style sheet knows them by their class."""

import re
from collections.abc import Callable
from xml.etree import ElementTree


def keep_together(
    element: ElementTree.Element, pattern: re.Pattern[str], accepts: Callable[[re.Match[str]], bool] = lambda _: True
) -> None:
    """Put what the pattern matches in the texts directly below an element into spans, if it is accepted."""
    for place in range(len(element), -1, -1):  # from the end: what is inserted moves nothing that is still to come
        before = element[place - 1] if place else None
        text = (element.text if before is None else before.tail) or ""
        found = [match for match in pattern.finditer(text) if accepts(match)]
        if not found:
            continue
        ends = [match.start() for match in found[1:]] + [len(text)]
        for number, (match, end) in enumerate(zip(found, ends, strict=True)):
            span = ElementTree.Element("span", {"class": "unbroken"})
            span.text, span.tail = match[0], text[match.end() : end]
            element.insert(place + number, span)
        first = text[: found[0].start()]
        if before is None:
            element.text = first
        else:
            before.tail = first
