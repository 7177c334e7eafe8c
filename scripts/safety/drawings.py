"""Drawings that are shapes and words: no script, no handler, no foreign object, no address of anything else."""

import re
from collections.abc import Iterator

from lxml import etree

from scripts.safety.allowed import SVG

LARGEST = 100_000
"""Bytes of one drawing."""

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_REFERENCE = re.compile(r"url\(#[\w.-]+\)")
_DECLARATIONS = re.compile(r"[\w-]+: ?[\w#%.,() '+-]+(; ?[\w-]+: ?[\w#%.,() '+-]+)*;?")
_NUMBERS = ("d", "x", "y")
_MAY_NOT_STAND = (b"<!DOCTYPE", b"<!ENTITY", b"<?", b"<![CDATA[")


def drawing_problems(raw: bytes) -> Iterator[tuple[int, str]]:
    """What is wrong with an SVG file, each with its line.

    A file that is no XML is none of our business: the check `figures` says so.
    """
    if len(raw) > LARGEST:
        yield 1, f"{len(raw)} bytes; at most {LARGEST}: draw fewer points"
    for sign in _MAY_NOT_STAND:
        if sign in raw.removeprefix(b'<?xml version="1.0" encoding="utf-8"?>'):
            yield (
                raw[: raw.index(sign)].count(b"\n") + 1,
                f"{sign.decode()} … stands in the drawing; draw it by a script",
            )
            return
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    values: set[tuple[str, str]] = set()
    for element in root.iter():
        name = str(element.tag).removeprefix(_NAMESPACE)
        allowed = SVG.get(name)
        if allowed is None:
            what = "a comment" if not isinstance(element.tag, str) else f"<{name.rpartition('}')[2]}>"
            yield element.sourceline or 1, f"{what} has no place in a drawing; draw shapes and words by a script"
            continue
        for attribute, value in element.attrib.items():
            if attribute not in allowed:
                short = attribute.rpartition("}")[2]
                yield element.sourceline or 1, f"<{name}> may not have the attribute {short}; draw it by a script"
            elif attribute not in _NUMBERS and (attribute, value) not in values:
                values.add((attribute, value))
                if problem := _value_problem(attribute, value):
                    yield element.sourceline or 1, problem


def _value_problem(name: str, value: str) -> str:
    short = name.rpartition("}")[2]
    if short == "href" and not value.startswith("#"):
        return f"{short}={value[:40]!r} leads out of the drawing; refer to its own parts only"
    rest = _REFERENCE.sub("", value)
    if "url" in rest.lower() or "\\" in rest or "@" in rest:
        return f"{short}={value[:40]!r} loads something; refer to parts of the drawing only"
    if short == "style" and not _DECLARATIONS.fullmatch(_REFERENCE.sub("none", value)):
        return f"style={value[:60]!r} cannot be read; write property: value"
    return ""
