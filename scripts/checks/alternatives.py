"""The text alternative of a figure says in a sentence what is to be seen; the caption says something else."""

import itertools
import re
from collections.abc import Iterator

from scripts.content import BINDING, Problem, Site
from scripts.evidence.experiments import CELL_COMMENT

FEWEST_WORDS = 8
"""Different words: fewer cannot say what axes and curves show."""
MOST_SHARED = 0.6
"""The part of the words of both that alternative and caption may have in common."""
LEAST_VARIETY = 0.3
"""Different words per word: less is one word repeated."""

_WORD = re.compile(r"\w+")
_FILE = re.compile(r"\b[\w-]+\.(?:svg|png|jpe?g|gif|webp|pdf)\b", re.IGNORECASE)


def check(site: Site) -> Iterator[Problem]:
    """Look at the images of pages, then at the comments in the cells of labs."""
    for page in site.pages:
        for image in page.images:
            if message := problem(image.alternative, image.caption):
                yield Problem(page.file, image.line, "alternatives", message)
        if page.is_lab:
            comments = ((n, CELL_COMMENT.fullmatch(f"{text}\n")) for n, text in enumerate(page.raw.split("\n"), 1))
            found = [(line, match[1], BINDING.sub("", match[2])) for line, match in comments if match]
            for (line, kind, alternative), (_, other, caption) in itertools.pairwise(found):
                if (kind, other) == ("alt", "caption") and (message := problem(alternative, caption)):
                    yield Problem(page.file, line, "alternatives", message)


def problem(alternative: str, caption: str) -> str:
    """What is wrong with a text alternative, `""` if nothing is."""
    words = _WORD.findall(alternative.lower())
    shared, either = set(words) & set(_WORD.findall(caption.lower())), {*words, *_WORD.findall(caption.lower())}
    if _FILE.search(alternative):
        return "the text alternative names a file; say what axes and curves show"
    if len(set(words)) < FEWEST_WORDS or len(set(words)) < LEAST_VARIETY * len(words):
        count = len(set(words))
        return f"the text alternative has {count} different words; say in a sentence what axes and curves show"
    if not (alternative[:1].isupper() or alternative[:1] in "“0123456789") or not alternative.rstrip().endswith("."):
        return "the text alternative is no sentence; begin it with a capital and end it with a period"
    if len(shared) > MOST_SHARED * len(either):
        return "the text alternative repeats the caption; it says what is to be seen, the caption what follows from it"
    return ""
