"""A page becomes nothing but what is listed: no HTML, attribute, address or include that could harm its readers.

The lists are in `scripts/safety/allowed.py`. The built pages are held to them again, by `checks/built/safety.py`.
"""

import re
from collections.abc import Iterator

from scripts.content import BINDING, Inline, Page, Problem, Site
from scripts.content.by_page import Found, of_each_page
from scripts.content.markdown import inline_formulas
from scripts.evidence.experiments import CELL_COMMENT
from scripts.safety.addresses import address_problem, text_problem
from scripts.safety.markup import attribute_problems, box_problem, fence_problem, html_problems, text_problems

INCLUDE = re.compile(r'\s*--8<-- "[a-z0-9_]+/[a-z0-9_]+\.py(?::[A-Za-z][\w-]*)?"')
"""The one form of an include; a region is asked for by the check `snippets`."""
LONGEST_PAGE = 100_000
"""Characters: more is no page that somebody reads."""

_MARK = re.compile(r"-+8<-+")
_BOX = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s+([^\"'\n]*)")
_TAB = re.compile(r'\s*===[+!]* "(.*)"\s*')


def check(site: Site) -> Iterator[Problem]:
    """Look at each page: its pieces of HTML, attributes, addresses, fences and includes."""
    yield from of_each_page(site, "safety", _found)


def _found(page: Page) -> Iterator[Found]:
    if len(page.raw) > LONGEST_PAGE:
        yield 1, f"{len(page.raw)} characters; at most {LONGEST_PAGE}: split the page"
    yield from _lines(page)
    for token in page.tokens:
        if token.map is None:
            continue
        line = token.map[0] + 1
        if token.type == "html_block" and token.content.strip() != "<!-- -->":
            yield from _at(line, html_problems(token.content))
        elif token.type == "fence" and (message := fence_problem(token.info)):
            yield line, message
    for inline in page.inlines:
        yield from _inline(inline)
    for link in page.links:
        if message := address_problem(link.target) or text_problem(link.text, link.target):
            yield link.line, f"{link.target}: {message}"


def _inline(inline: Inline) -> Iterator[tuple[int, str]]:
    if "<" in inline.source:
        written = inline.source
        for part in inline.children:
            if part.type == "code_inline":
                written = written.replace(part.content, "", 1)
        for part, line in inline.lines():
            if part.type == "html_inline":
                yield from _at(line, html_problems(part.content))
            elif part.type in ("text", "image"):
                yield from _at(line, text_problems(part.content, written))
    if "{" in inline.source:
        yield from _at(inline.line, attribute_problems(_words(inline)))


def _words(inline: Inline) -> str:
    """The source of a run as far as attributes may stand in it: formulas and code are a dot."""
    formulas = set(inline_formulas(inline.children))
    parts = []
    for index, part in enumerate(inline.children):
        if part.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif part.type == "code_inline" or index in formulas:
            parts.append("·")
        else:
            parts.append(part.content or part.markup)
    return "".join(parts)


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """What no parser of Markdown sees: includes, titles of tabs, and what a lab's code adds to its page."""
    for line, text in enumerate(page.source_lines, 1):
        if _MARK.search(text) and not INCLUDE.fullmatch(text):
            yield line, 'an include is a line --8<-- "section/module.py:region" in a block of code; nothing else is one'
        elif (match := _TAB.fullmatch(text)) and any(sign in match[1] for sign in "<>{}[]&"):
            yield line, "the title of a tab is plain words; write it without < > { } [ ] &"
        elif (match := _BOX.match(text)) and (message := box_problem(match[1])):
            yield line, message
    if page.is_lab:
        yield from _lab(page)


def _lab(page: Page) -> Iterator[tuple[int, str]]:
    """A lab's cells are put between fences and its captions into an image: neither may break out."""
    for line, text in enumerate(page.raw.split("\n"), 1):
        comment = CELL_COMMENT.fullmatch(BINDING.sub("", text) + "\n")
        words = "".join(comment[2].split("`")[::2]) if comment else ""  # formulas stand between backticks
        if comment and any(sign in words for sign in "<>{}[]"):
            yield line, f"{comment[1]} is plain words; write it without < > {{ }} [ ]"
        elif not text.startswith("#") and text.lstrip().startswith(("```", "~~~")):
            yield line, "``` in a cell ends the block of code on the lab's page; build the text from parts"
        elif not text.startswith("#") and _MARK.search(text):
            yield line, "--8<-- in a cell would include a file; write it otherwise"


def _at(line: int, found: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    return ((line + before, message) for before, message in found)
