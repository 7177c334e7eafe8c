"""Each page as Markdown that means the same anywhere: no includes, no listings, no boxes, no stand-ins of this site.

Formulas stand between dollar signs, code is written out, citations and links are addresses, boxes are quotations.
"""

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.content import BINDING, CITATION, Page, Site, parse_citation
from scripts.content.code import region_ends, regions
from scripts.content.markdown import SNIPPET_USE
from scripts.evidence import labs
from scripts.extensions.listings import LISTINGS
from scripts.study.rendering import link_target

_LISTING = re.compile(r"::: ([a-z-]+)((?: [a-z-]+)*)\s*")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S*)")
_TAB = re.compile(r'===[+!]* "(.*)"\s*')
_BOX = re.compile(r'(?:!!!|\?\?\?\+?) ([\w-]+)(?: ([\w-]+))?(?: "(.*)")?\s*')
_HTML_LINE = re.compile(r"</?(?:div|form|label|details|summary)\b.*>|.*</form>")
_OUTPUT = re.compile(r'<div class="language-text lab-output[^"]*"><pre><span></span><code>')
_OUTPUT_END = "</code></pre></div>"
_ATTRIBUTES = r"\{:? ?(?:[#.][\w-]+|[\w-]+=\S+|download)(?: [^{}]*)?\}"
_SPAN = re.compile(
    rf"(?P<formula>\$`[^`]+`\$)|(?P<code>(`+)(?!`).+?(?<!`)\3(?!`))|(?P<citation>{CITATION.pattern})"
    rf"|(?P<attributes>\s*{_ATTRIBUTES})|(?P<tag></?(?:span|output)\b[^>]*>)|(?P<target>\]\([^()\s]+(?:\([^()\s]*\))*\))"
)
_PLACE = re.compile("\0([^\0]*)\0")
"""An address within the site, before it is known from where the text is read."""
_GAP = re.compile(r"\n{4,}")
_OPEN_CITATION = re.compile(r"\[@[^\[\]]*$")
_LEVEL = re.compile(r"^(#+ .*?)\s*\{[^{}]*#([\w-]+)[^{}]*data-level=(\w+)[^{}]*\}\s*$")


@dataclass(frozen=True)
class _Block:
    """A box or tab whose lines are indented by `indent`; `prefix` stands before each line in its place."""

    indent: int
    prefix: str


@dataclass(frozen=True)
class _Writer:
    """Writes a page; addresses within the site stand between marks, for `placed`."""

    site: Site
    page: Page

    def address(self, target: str) -> str:
        """A link of the page, from the top of the site."""
        found = link_target(self.site, self.page, target)
        if not found or "://" in found or found.startswith(("mailto:", "#")):
            return found
        return f"\0{found}\0"

    def line(self, text: str) -> str:
        """A line of text outside of code."""
        return _SPAN.sub(self._span, text).rstrip() if text.strip() else ""

    def _span(self, match: re.Match[str]) -> str:
        if match["formula"]:
            return f"${match['formula'][2:-2]}$"
        if match["code"]:
            return match[0]
        if match["citation"]:
            return "(" + "; ".join(self._work(*each) for each in parse_citation(match["citation"][1:-1])) + ")"
        if match["target"]:
            address = self.address(match["target"][2:-1])
            return f"]({address})" if address else "]"
        return ""  # attributes and tags

    def _work(self, key: str, locator: str) -> str:
        work = self.site.bibliography.get(key)
        shown = (work.label if work else key) + (f", {locator}" if locator else "")
        return f"[{shown}]({self.address(f'/references.md#{key}')})"


def _listed(site: Site, page: Page) -> tuple[str, ...]:
    """The lines of a page without its front matter, listings expanded, labs with what they put out."""
    if page.is_lab:
        return tuple(BINDING.sub("", labs.read(site.root, page.path, site.repository).markdown).split("\n"))
    first = next((block for block in page.blocks if block.kind == "front_matter"), None)
    lines = page.source_lines[first.end if first else 0 :]
    made: list[str] = []
    for line in lines:
        match = _LISTING.fullmatch(line)
        made += LISTINGS[match[1]](site, *match[2].split()) if match and match[1] in LISTINGS else [line]
    return tuple(made)


def page_as_markdown(site: Site, page: Page) -> str:
    """A page as Markdown; `placed` completes its addresses."""
    return "\n".join(_without_gaps(_written(_Writer(site, page), _listed(site, page))))


def placed(site: Site, page: Page, text: str, base: str, here: str) -> str:
    """A page as Markdown that is read at `here`, a folder of the site; its last line says where it comes from.

    Its addresses begin with `base`, that of the site, which ends in a slash; if it is `""`, they lead on from `here`.
    """

    def address(match: re.Match[str]) -> str:
        if base:
            return base + match[1]
        path, sign, rest = match[1].partition("#")
        way = posixpath.relpath(path or ".", here or ".")
        return way + ("/" if not path or path.endswith("/") else "") + sign + rest

    name = str(site.mkdocs.get("site_name", ""))
    home = f"[{name}]({base}{page.url})" if base else name
    return f"{_PLACE.sub(address, text)}\n\n---\n\nFrom {home}. Text CC BY 4.0, code MIT.\n"


def _written(writer: _Writer, lines: tuple[str, ...]) -> Iterator[str]:
    blocks: list[_Block] = []
    waiting = _with_whole_citations(iter(lines))
    for line in waiting:
        while line.strip() and blocks and len(line) - len(line.lstrip()) < blocks[-1].indent:
            blocks.pop()
            yield ""
        indent, prefix = (blocks[-1].indent, blocks[-1].prefix) if blocks else (0, "")
        text = line[indent:] if line.strip() else ""
        opened = _opened(text.strip())
        if opened is not None:
            shift = len(text) - len(text.lstrip())
            blocks.append(_Block(indent + shift + 4, prefix + ("> " if opened[0] else "")))
            yield from (prefix.rstrip(), f"{blocks[-1].prefix}{writer.line(opened[1])}", blocks[-1].prefix.rstrip())
        elif match := _FENCE.match(text.strip()):
            margin = text[: len(text) - len(text.lstrip())]
            inside = _until(waiting, match[1], indent + len(margin))
            yield from (f"{prefix}{margin}{each}".rstrip() for each in _fence(writer.site, match, inside))
        elif match := _OUTPUT.match(text):
            yield from (prefix + each for each in _output(text[match.end() :], waiting))
        elif not _HTML_LINE.fullmatch(text.strip()) and not re.fullmatch(_ATTRIBUTES, text.strip()):
            yield from (f"{prefix}{each}".rstrip() for each in _text(writer, text))


def _opened(text: str) -> tuple[bool, str] | None:
    """Whether a line opens a box (true) or a tab, and its title; None if it opens neither."""
    if match := _TAB.fullmatch(text):
        return False, f"**{match[1]}**"
    if match := _BOX.fullmatch(text):
        kind, verdict, title = match.groups()
        label = (
            f"{(verdict or '').capitalize()} claim: " if kind == "mistake" else "Asked next: " * (kind == "follow-up")
        )
        return True, f"**{label}{title or kind.capitalize()}**"
    return None


def _text(writer: _Writer, text: str) -> Iterator[str]:
    """A line of text; a question says its level and its address below."""
    if match := _LEVEL.match(text):
        yield from (writer.line(match[1]), "", f"Level: {match[3]}. Address: {writer.address('#' + match[2])}")
    else:
        yield writer.line(text)


def _until(lines: Iterator[str], fence: str, indent: int) -> list[str]:
    """The lines up to the end of a fence, without their indentation."""
    inside = []
    for line in lines:
        if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            break
        inside.append(line[indent:] if line[:indent].isspace() or not indent else line)
    return inside


def _fence(site: Site, match: re.Match[str], inside: list[str]) -> list[str]:
    if match[2] == "math":
        return ["$$", *(line for line in inside if not line.startswith("%")), "$$"]
    shown = "\n".join(each for line in inside for each in _included(site, line)).rstrip()
    return [f"{match[1]}{match[2]}", *_GAP.sub("\n\n\n", shown).split("\n"), match[1]]


def _included(site: Site, line: str) -> list[str]:
    """The lines that a line of code stands for: those of a region, if it includes one."""
    use = SNIPPET_USE.fullmatch(line)
    if not use:
        return [line]
    path = site.root / "snippets" / use[1]
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    start, end = regions(path).get(use[2] or "", 0), region_ends(path).get(use[2] or "", len(lines) + 1)
    return [each.rstrip() for each in lines[start : end - 1] if "# --8<--" not in each]


def _output(first: str, lines: Iterator[str]) -> list[str]:
    """What a cell of a lab printed, which stands on the page as HTML, as a block of code."""
    printed = [first]
    while not printed[-1].endswith(_OUTPUT_END):
        printed.append(next(lines))
    text = html.unescape("\n".join(printed).removesuffix(_OUTPUT_END))
    return ["```text", *text.rstrip("\n").split("\n"), "```"]


def _with_whole_citations(lines: Iterator[str]) -> Iterator[str]:
    """The lines, joined where a citation goes on in the next one."""
    for line in lines:
        while _OPEN_CITATION.search(line) and (rest := next(lines, "")).strip():
            line = f"{line.rstrip()} {rest.strip()}"
        yield line


def _without_gaps(lines: Iterator[str]) -> Iterator[str]:
    """One empty line in the place of several, and none at the top; quotations that are apart stay apart."""
    before, gap, fence = "", "", ""
    for line in lines:
        mark = _FENCE.match(line.lstrip("> "))
        if not fence and not line.strip("> "):
            gap = ">" if line and gap != "apart" else "apart"
            continue
        if gap and before:
            yield ">" if gap == ">" and before.startswith(">") and line.startswith(">") else ""
        if mark and not fence:
            fence = mark[1]
        elif fence and line.strip("> ") == fence:
            fence = ""
        yield line
        before, gap = line, ""
