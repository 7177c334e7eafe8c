"""What stands in Markdown beside its own marks: pieces of HTML, lists of attributes, the heads of fences and tabs.

A piece of HTML is a tag of `allowed.RAW`, written as we would write it ourselves: then this parser, Python-Markdown and
every browser read the same. Every function yields what is wrong and what to do.
"""

import re
from collections.abc import Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder

from scripts.safety.allowed import ATTRIBUTES, BOXES, CLASSES, FENCES, RAW

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r' ([^\s"\'=<>/]+)(?:="([^"<>&]*)")?')
_OPENS = re.compile(r"<(?=[A-Za-z/!?])[^\s>]{0,20}")
_LIST = re.compile(r"\{:? *([^\n}][^\n}]*)\}")
_IS_LIST = re.compile(r"[.#:]|[\w:-]+ *=|[\w-]+$")


def html_problems(piece: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a piece of HTML, each with the number of line breaks before it."""
    at = 0
    for match in _TAG.finditer(piece):
        yield from _between(piece, at, match.start())
        if problem := _tag_problem(match[1], match[2], " ".join(match[3].split("\n"))):
            yield piece.count("\n", 0, match.start()), problem
        at = match.end()
    yield from _between(piece, at, len(piece))


def text_problems(text: str, written: str) -> Iterator[tuple[int, str]]:
    """Signs in words that another reader of Markdown takes for the beginning of HTML.

    Args:
        text: words as they are read, `<b` for `&lt;b`.
        written: the same words as they stand in the file.
    """
    return _between(text, 0, len(text), written)


def attribute_problems(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with the lists of attributes in words, `{ .class key=value }`."""
    for match in _LIST.finditer(text):
        if not _IS_LIST.match(match[1].strip()):
            continue
        attributes, _ = get_attrs_and_remainder(match[1])
        for name, value in attributes:
            if problem := _attribute_problem(name, value):
                yield text.count("\n", 0, match.start()), problem


def fence_problem(info: str) -> str:
    """What is wrong with the words behind the marks of a fence."""
    if info.strip() in FENCES:
        return ""
    known = ", ".join(sorted(filter(None, FENCES)))
    return f"a fence says its language and nothing else ({known}); “{info.strip()[:40]}” is none of them"


def box_problem(words: str) -> str:
    """What is wrong with the words between `!!!` and the title of a box, each of which becomes a class."""
    kind, _, more = words.strip().partition(" ")
    if kind not in BOXES:
        return f"“{kind}” is no kind of box ({', '.join(sorted(BOXES))}); take one of these, or write a paragraph"
    if more and kind != "mistake":
        return f"“{more[:40]}” becomes a class of the box; remove it, a title stands between straight quotes"
    return ""


def _between(text: str, start: int, end: int, written: str | None = None) -> Iterator[tuple[int, str]]:
    for match in _OPENS.finditer(text[start:end]):
        if written is not None and match[0][:2] not in written:
            continue  # `&lt;`
        before = text.count("\n", 0, start + match.start())
        if match[0].startswith("<!"):
            message = "a comment or declaration, which may swallow what follows; remove it"
        else:
            message = f"{match[0]} is read as HTML; put it between backticks, or write &lt; for the sign"
        yield before, message


def _tag_problem(closing: str, name: str, rest: str) -> str:
    if name not in RAW:
        known = ", ".join(RAW)
        return (
            f"<{closing}{name}> is not on the list of what pages may contain ({known}); write Markdown, or `<{name}>`"
        )
    if closing:
        return f"</{name}> holds attributes; remove them" if rest.strip() else ""
    at = 0
    for match in _ATTRIBUTE.finditer(rest):
        if match.start() != at:
            break
        at = match.end()
        pattern = RAW[name].get(match[1])
        if pattern is None:
            return f"<{name}> may not have the attribute {match[1]}; remove it"
        if re.fullmatch(pattern, match[2] or "") is None:
            return f"{match[1]}={match[2]!r} of <{name}> is not on the list of what pages may contain; mend it"
    if rest[at:] not in ("", " /"):
        return f'<{name}{rest.rstrip()}> cannot be read; write <{name} name="value">'
    return ""


def _attribute_problem(name: str, value: str | None) -> str:
    if name == ".":
        return (
            ""
            if value in CLASSES
            else f"the class {value!r} is not on the list ({', '.join(sorted(CLASSES))}); remove it"
        )
    pattern = ATTRIBUTES.get(name)
    if pattern is None:
        return f"the attribute {name} is not on the list of what pages may contain ({', '.join(ATTRIBUTES)}); remove it"
    if value is None or re.fullmatch(pattern, value) is None:
        return f"{name}={value!r} holds signs that it may not have; write lower-case letters, digits and hyphens"
    return ""
