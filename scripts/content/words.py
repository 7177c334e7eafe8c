"""The words of Markdown without its marks, and the citations among them."""

import re

CITATION = re.compile(r"\[(@[^\[\]]+)\]")
_WHOLE = re.compile(r"\$`[^`]*`\$|`[^`]*`|\[@[^\[\]]+\]|\]\([^)\s]*\)|<!--.*?-->", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!vs)(?<! al)[.!?][”’)*]*(?: x+| \[x+|x+)*(?=\s+[^a-z\s]|\s*$)")


def parse_citation(inside: str) -> list[tuple[str, str]]:
    """The keys and locators of the text between the brackets of `[@key, §4; @other]`."""
    found = []
    for part in inside.split(";"):
        key, _, locator = part.strip().partition(",")
        found.append((key.strip().removeprefix("@"), locator.strip()))
    return found


def beginning(markdown: str, words: int) -> str:
    """The first sentences of a text, as many as have `words` words, with their marks and with the works they cite.

    A sign in a formula, in code, in a citation or in an address ends no sentence, nor does one before a small letter.
    """
    paragraph = re.split(r"\n\s*\n", markdown.strip(), maxsplit=1)[0]
    covered = _WHOLE.sub(lambda match: "x" * len(match[0]), paragraph)
    for end in _SENTENCE_END.finditer(covered):
        if len(plain(paragraph[: end.end()]).split()) >= words:
            return paragraph[: end.end()].strip()
    return paragraph


def plain(markdown: str) -> str:
    """Markdown text without its marks, for counting and listing; formulas keep their TeX."""
    text = re.sub(rf"\s*{CITATION.pattern}", "", markdown)
    text = re.sub(r"\$`([^`]*)`\$", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", text)).strip()
