"""Reads the repository once: a `Site` of `Page`s, each parsed with line numbers, for checks and extensions.

Nothing here judges or renders. Checks ask a `Site` what is written where; extensions ask it what to show.
"""

import functools
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Self

import yaml
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.toc import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from pybtex.database import Entry
from pybtex.database.input.bibtex import Parser as BibTeXParser
from pybtex.exceptions import PybtexError
from pylatexenc.latex2text import LatexNodes2Text

from scripts.repository import days_of_change, repository_url

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("basic", "intermediate", "advanced")
VERDICTS = ("wrong", "misleading", "outdated")


class ContentError(Exception):
    """A file that cannot be read at all; carries the problem to show."""

    def __init__(self, problem: "Problem") -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, which check says so, and what to do about it."""

    file: str
    line: int
    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.check}: {self.message}"


@dataclass(frozen=True)
class Heading:
    """A heading; `id` is the anchor that the site gives it, `explicit` whether the author wrote it."""

    level: int
    text: str
    id: str
    explicit: bool
    attributes: dict[str, str]
    line: int


@dataclass(frozen=True)
class Link:
    """A link or image in Markdown."""

    target: str
    text: str
    line: int
    is_image: bool


@dataclass(frozen=True)
class Formula:
    """A formula as KaTeX gets it.

    `tag` and `tagged` come from the comment `% executed: module.function` or `% checked: …`, and `instead`
    from `% instead: …` below it: what is checked where the formula cannot be computed as printed.
    """

    tex: str
    line: int
    display: bool
    tag: str = ""
    tagged: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Citation:
    """One key of a citation such as `[@bottou2018, §4]`."""

    key: str
    locator: str
    line: int


@dataclass(frozen=True)
class SnippetUse:
    """A line that includes a region of a snippet: `--8<-- "training/batch_size.py:gradient_variance"`."""

    file: str
    region: str
    line: int


@dataclass(frozen=True)
class Question:
    """A `##` heading that ends in a question mark, with the answer's first paragraph."""

    title: str
    id: str
    level: str
    line: int
    short_answer: str
    short_answer_line: int
    first_block: str


@dataclass(frozen=True)
class Correction:
    """A `mistake` admonition: a claim that people repeat, our verdict, the correction and its evidence."""

    claim: str
    verdict: str
    body: str
    line: int
    question_id: str
    citations: tuple[Citation, ...]
    links: tuple[Link, ...]

    @property
    def id(self) -> str:
        """The anchor of the correction on its page and on `corrections.md`."""
        return slugify(self.claim, "-")


@dataclass(frozen=True)
class FollowUp:
    """A `follow-up` box: what an interviewer asks next, with its answer."""

    title: str
    body: str
    line: int
    question_id: str

    @property
    def id(self) -> str:
        """The anchor of the follow-up on its page."""
        return slugify(plain(self.title), "-")


@dataclass(frozen=True)
class Term:
    """A term of a definition list."""

    text: str
    line: int

    @property
    def id(self) -> str:
        """The anchor of the term."""
        return slugify(self.text, "-")


@dataclass(frozen=True)
class Inline:
    """A run of text with its parsed parts; `line` is the first line of the run, counted from 1."""

    children: tuple[Token, ...]
    source: str
    line: int
    heading: bool

    def lines(self) -> Iterator[tuple[Token, int]]:
        """Each part with the line that it begins on."""
        return iter(self._lines)

    @cached_property
    def _lines(self) -> tuple[tuple[Token, int], ...]:
        found, at = [], 0
        for child in self.children:
            content = "\n" if child.type in ("softbreak", "hardbreak") else child.content.strip()
            start = self.source.find(content, at) if content else -1
            end = start + len(content)
            if start < 0 and child.type in ("code_inline", "image") and content:  # may go over several lines
                words = r"\s+".join(map(re.escape, content.split()))
                match = re.compile(words).search(self.source, at)
                start, end = match.span() if match else (-1, -1)
            found.append((child, self.line + self.source.count("\n", 0, max(start, at))))
            at = max(end, at) if start >= 0 else at
        return tuple(found)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The inline formulas of the run."""
        found = (self._lines[index] for index in inline_formulas(self.children))
        return tuple(Formula(part.content, line, False) for part, line in found)

    @cached_property
    def prose(self) -> tuple[str, tuple[int, ...]]:
        """The words with the line breaks of the source, `·` for each code span; and the line of every character."""
        text: list[str] = []
        lines: list[int] = []
        for part, line in self.lines():
            piece = part.content
            if part.type in ("softbreak", "hardbreak"):
                piece = "\n"
            elif part.type == "image":
                piece = f"·{piece}·"
            elif part.type in ("code_inline", "html_inline"):
                piece = "·"
            text.append(piece)
            lines += (line + piece.count("\n", 0, index) for index in range(len(piece)))
        words = "".join(text)
        if self.heading:
            words = _split_attributes(words)[0]
        return words, tuple(lines[: len(words)])


@dataclass(frozen=True)
class Page:
    """One Markdown page or lab. `path` is relative to `docs/`, with forward slashes.

    `text` is Markdown without the comments that bind numbers; `raw` is the file as it is.
    """

    path: str
    text: str
    meta: dict[str, Any] = field(hash=False)
    tokens: tuple[Token, ...] = field(repr=False, hash=False)
    meta_error: str = ""
    raw: str = field(default="", repr=False)

    @property
    def file(self) -> str:
        """The path as problems name it."""
        return f"docs/{self.path}"

    @property
    def is_lab(self) -> bool:
        """Whether the page is a notebook (a jupytext percent script)."""
        return self.path.endswith(".py")

    @property
    def stem(self) -> str:
        """The path without its ending: `training/batch-size`."""
        return self.path.rsplit(".", 1)[0]

    @property
    def url(self) -> str:
        """The page's address on the site, relative to its root: `training/batch-size/`."""
        return page_url(self.path)

    @property
    def section(self) -> str:
        """The folder of the page, `""` at the top."""
        return posixpath.dirname(self.path)

    @property
    def read_first(self) -> list[str]:
        """The pages that a reader should know, as paths from `docs/`."""
        named = self.meta.get("read_first") or []
        return [str(path) for path in named] if isinstance(named, list) else []

    @property
    def asked(self) -> dict[str, list[str]]:
        """Other wordings of the page's questions, by the question's id; only the search reads them."""
        named = self.meta.get("asked")
        if not isinstance(named, dict):
            return {}
        return {str(key): [str(each) for each in words] for key, words in named.items() if isinstance(words, list)}

    @cached_property
    def title(self) -> str:
        """The text of the first heading."""
        return next((h.text for h in self.headings if h.level == 1), self.path)

    @cached_property
    def source_lines(self) -> tuple[str, ...]:
        """The file's lines; line 1 is `source_lines[0]`."""
        return tuple(self.text.split("\n"))

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """All runs of text, in order."""
        found = []
        for before, token in zip((None, *self.tokens), self.tokens, strict=False):
            if token.type == "inline" and token.map is not None:
                heading = before is not None and before.type == "heading_open"
                found.append(Inline(tuple(token.children or ()), token.content, token.map[0] + 1, heading))
        return tuple(found)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order, with the anchors that the site gives them."""
        found: list[Heading] = []
        used: set[str] = set()
        for before, token in zip((None, *self.tokens), self.tokens, strict=False):
            if before is None or before.type != "heading_open" or before.map is None:
                continue
            text, attributes = _split_attributes(token.content)
            explicit = attributes.pop("id", "")
            anchor = explicit or _unique(slugify(text, "-"), used)
            used.add(anchor)
            level = int(before.tag[1])
            found.append(Heading(level, text, anchor, bool(explicit), attributes, before.map[0] + 1))
        return tuple(found)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page, in order."""
        found = []
        for index, token in enumerate(self.tokens):
            if token.type != "heading_open" or token.tag != "h2" or token.map is None:
                continue
            heading = next(h for h in self.headings if h.line == token.map[0] + 1)
            if not heading.text.endswith("?"):
                continue
            block = self.tokens[index + 3] if index + 3 < len(self.tokens) else None
            paragraph = block is not None and block.type == "paragraph_open"
            answer = self.tokens[index + 4].content if paragraph else ""
            line = block.map[0] + 1 if block is not None and block.map else heading.line
            found.append(
                Question(
                    heading.text,
                    heading.id if heading.explicit else "",
                    heading.attributes.get("data-level", ""),
                    heading.line,
                    answer,
                    line,
                    block.type if block is not None else "",
                )
            )
        return tuple(found)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link and image."""
        found = []
        for inline in self.inlines:
            parts = list(inline.lines())
            for index, (part, line) in enumerate(parts):
                if part.type == "image":
                    found.append(Link(str(part.attrs["src"]), part.content, line, True))
                elif part.type == "link_open":
                    text = []
                    for inner, last in parts[index + 1 :]:
                        if inner.type == "link_close":
                            line = last  # where the target stands
                            break
                        text.append(inner.content)
                    found.append(Link(str(part.attrs["href"]), "".join(text), line, False))
        return tuple(found)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """Every complete formula, inline ones and ```` ```math ```` fences."""
        found = []
        for token in self.tokens:
            if token.type == "fence" and token.info.strip() == "math" and token.map is not None:
                found.append(_display_formula(token.content, token.map[0] + 1))
            elif token.type == "inline" and token.map is not None:
                found += Inline(tuple(token.children or ()), token.content, token.map[0] + 1, False).formulas
        return tuple(found)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every cited key."""
        return tuple(
            Citation(key, locator, inline.prose[1][match.start()])
            for inline in self.inlines
            for match in CITATION.finditer(inline.prose[0])
            for key, locator in parse_citation(match[1])
        )

    @cached_property
    def snippet_uses(self) -> tuple[SnippetUse, ...]:
        """Every included region."""
        return tuple(
            SnippetUse(match[1], match[2] or "", number)
            for number, line in enumerate(self.source_lines, 1)
            if (match := SNIPPET_USE.fullmatch(line))
        )

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """Every `mistake` admonition."""
        found = []
        for token, first, last, question_id in self._boxes("mistake"):
            verdict = next((c for c in str(token.attrs["class"]).split() if c not in ("admonition", "mistake")), "")
            found.append(
                Correction(
                    token.content,
                    verdict,
                    _dedent(self.source_lines[first:last]),
                    first,
                    question_id,
                    tuple(c for c in self.citations if first < c.line <= last),
                    tuple(link for link in self.links if first < link.line <= last),
                )
            )
        return tuple(found)

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Every `follow-up` box."""
        return tuple(
            FollowUp(token.content, _dedent(self.source_lines[first:last]), first, question_id)
            for token, first, last, question_id in self._boxes("follow-up")
        )

    def _boxes(self, kind: str) -> Iterator[tuple[Token, int, int, str]]:
        """The boxes of a kind, with their first and last line and the id of the question where they stand."""
        for token in self.tokens:
            if token.type == "admonition_open" and token.meta.get("tag") == kind and token.map is not None:
                first, last = token.map[0] + 1, token.map[1]
                question = [q for q in self.questions if q.line < first]
                yield token, first, last, question[-1].id if question else ""

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every fragment that a link to this page may name."""
        marks: list[Heading | Correction | FollowUp | Term] = [*self.headings, *self.corrections, *self.follow_ups]
        return frozenset(mark.id for mark in [*marks, *self.terms])

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of definition lists, in order."""
        return tuple(
            Term(token.content, token.map[0] + 1)
            for before, token in zip((None, *self.tokens), self.tokens, strict=False)
            if before is not None and before.type == "dt_open" and token.map is not None
        )


@dataclass(frozen=True)
class Reference:
    """A work of the bibliography, with the line where it stands in the BibTeX file."""

    key: str
    entry: Entry = field(hash=False)
    line: int
    suffix: str = ""

    def field(self, name: str) -> str:
        """A field without BibTeX's braces and escapes, `""` if it is missing."""
        return _without_tex(str(self.entry.fields.get(name, "")))

    @property
    def names(self) -> list[str]:
        """Family names (or the name of an organization) of the authors, in order."""
        people = self.entry.persons.get("author", [])
        return [_without_tex(" ".join(person.prelast_names + person.last_names)) for person in people]

    @property
    def label(self) -> str:
        """How text cites the work: its `shorthand`, else author and year, `Bottou et al. 2018`."""
        if shorthand := self.field("shorthand"):
            return shorthand
        names = [name for name in self.names if name != "others"]
        if not names:
            return self.key
        several = len(names) != len(self.names) or len(names) > 2
        who = f"{names[0]} et al." if several else " & ".join(names)
        return f"{who} {self.field('year')}{self.suffix}"

    @property
    def address(self) -> str:
        """Where the work is found: a DOI or arXiv address, or its URL; `""` for a book with an ISBN only."""
        if doi := self.field("doi"):
            return f"https://doi.org/{doi}"
        if eprint := self.field("eprint"):
            return f"https://arxiv.org/abs/{eprint}"
        return self.field("url")

    @property
    def text(self) -> str:
        """The full reference as plain text."""
        people = ", ".join(
            " ".join(person.first_names + person.middle_names + person.prelast_names + person.last_names)
            for person in self.entry.persons.get("author", [])
        )
        people = _without_tex(people).replace(", others", " et al.")
        venue = next((v for n in ("journal", "booktitle", "publisher", "school") if (v := self.field(n))), "")
        identifier = ""
        if eprint := self.field("eprint"):
            identifier = f"arXiv:{eprint}"
        elif isbn := self.field("isbn"):
            identifier = f"ISBN {isbn}"
        parts = [f"{people} ({self.field('year')}{self.suffix})", self.field("title"), venue, identifier]
        return " ".join(part if part.endswith(("?", "!")) else f"{part}." for part in parts if part)


def _without_tex(text: str) -> str:
    """A field of BibTeX as plain text: no braces, accents and `&` as the characters that they stand for."""
    if "\\" in text:
        text = str(LatexNodes2Text().latex_to_text(text))
    return text.replace("{", "").replace("}", "")


@dataclass(frozen=True)
class Site:
    """Everything that is written in the repository."""

    root: Path
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, root: Path = ROOT) -> Self:
        """Read all pages and labs below `root/docs`; files that cannot be read become problems."""
        pages, problems = [], []
        for path in sorted((root / "docs").rglob("*")):
            relative = path.relative_to(root / "docs").as_posix()
            if not is_page(relative):
                continue
            try:
                pages.append(read_page(path, relative))
            except ContentError as error:
                problems.append(error.problem)
        return cls(root, tuple(pages), tuple(problems))

    @property
    def docs(self) -> Path:
        """The folder of the pages."""
        return self.root / "docs"

    @property
    def data(self) -> Path:
        """The folder of the ledgers."""
        return self.root / "docs" / "_data"

    def page(self, path: str) -> Page | None:
        """The page at `path`, relative to `docs/`."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.path: page for page in self.pages}

    @cached_property
    def by_stem(self) -> dict[str, Page]:
        """The pages and labs by the name of their file without its ending: `batch-size`, or, since a lab and a topic
        page may share that name, with its folder: `labs/dropout`.
        """
        names = {page.stem.rsplit("/", 1)[-1]: page for page in self.pages}
        return names | {page.stem: page for page in self.pages}

    @cached_property
    def questions(self) -> dict[str, tuple[Page, Question]]:
        """Every question that has an id, by id, in the order of the navigation."""
        return {q.id: (page, q) for page in self.ordered_pages for q in page.questions if q.id}

    @cached_property
    def ordered_pages(self) -> tuple[Page, ...]:
        """The pages in the order of the navigation, those outside it last."""
        order = {path: index for index, path in enumerate(self.nav)}
        return tuple(sorted(self.pages, key=lambda page: (order.get(page.path, len(order)), page.path)))

    @cached_property
    def mkdocs(self) -> dict[str, Any]:
        """`mkdocs.yml` as data; tags such as `!ENV` become plain values."""
        return dict(_load_yaml(self.root / "mkdocs.yml", self.root, _ConfigLoader))

    @cached_property
    def nav(self) -> tuple[str, ...]:
        """The paths in the navigation, in order."""
        return tuple(_nav_paths(self.mkdocs.get("nav", [])))

    @cached_property
    def bibliography(self) -> dict[str, Reference]:
        """The works of `bibliography.bib` by key; an entry that stands twice counts once."""
        path = self.data / "bibliography.bib"
        if not path.exists():
            return {}
        name = path.relative_to(self.root).as_posix()
        text = read_text(path, name)
        lines = {match[1]: line_at(text, match.start()) for match in reversed(list(BIB_KEY.finditer(text)))}
        try:
            entries = BibTeXParser().parse_string(_first_of_each(text)).entries
        except PybtexError as error:
            line = getattr(error, "lineno", None) or 1
            raise ContentError(Problem(name, line, "citations", f"not BibTeX: {error}")) from None
        works = [Reference(key, entry, lines.get(key, 1)) for key, entry in entries.items()]
        return {work.key: work for work in _told_apart(works)}

    def ledger(self, name: str) -> Any:
        """A YAML file of `docs/_data` as data, `{}` if there is none; each of its parts is a mapping or empty."""
        if name not in self._ledgers:
            self._ledgers[name] = self._read_ledger(name)
        return self._ledgers[name]

    @cached_property
    def _ledgers(self) -> dict[str, Any]:
        return {}

    def _read_ledger(self, name: str) -> Any:
        path = self.data / name
        loaded = _load_yaml(path, self.root, yaml.SafeLoader) if path.exists() else {}
        for key, part in loaded.items():
            if not isinstance(part, dict | None):
                message = f"{key!r} holds no lines of the form `name: value`"
                raise ContentError(Problem(path.relative_to(self.root).as_posix(), 1, "yaml", message))
        return loaded

    @property
    def moved(self) -> dict[str, str]:
        """Where published pages and question ids went that are no longer in their place."""
        return self.ledger("published.yml").get("moved") or {}

    @property
    def verified(self) -> dict[str, Any]:
        """When each correction was last held against its evidence."""
        return self.ledger("verified.yml").get("corrections") or {}

    @property
    def repository(self) -> str:
        """The address of the repository, without a slash at the end; `""` when none is known."""
        return repository_url(self.root)

    @cached_property
    def days_of_change(self) -> dict[str, str]:
        """The day on which each file below `docs/` last changed, as far as git knows."""
        return days_of_change(self.root)

    def anchors(self, page: Page) -> frozenset[str]:
        """Every fragment that a link to `page` may name, those of generated lists included."""
        made: set[str] = set()
        if page.path == "references.md":
            made |= self.bibliography.keys()
        elif page.path == "corrections.md":
            made |= {c.id for other in self.pages for c in other.corrections} | set(VERDICTS)
        return page.anchors | made

    def resolve(self, page: Page, target: str) -> tuple[str, str]:
        """A relative link of `page` as path from `docs/` (may begin with `../`) and fragment."""
        path, _, fragment = target.partition("#")
        if not path:
            return page.path, fragment
        return posixpath.normpath(posixpath.join(page.section, path)), fragment


BINDING = re.compile(r"<!--=(.*?)-->")
"""A comment that binds the numbers before it to measured values: see `scripts/evidence/printed.py`."""
CITATION = re.compile(r"\[(@[^\[\]]+)\]")
SNIPPET_USE = re.compile(r'\s*--8<-- "([^":]+)(?::([^"]*))?"\s*')
BIB_KEY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,", re.MULTILINE)
_TAB = re.compile(r'(\s*)===[+!]* ".*"\s*')
_TAG = re.compile(r"%\s*(executed|checked|definition)(?:\s*:\s*(\S+))?\s*")
_INSTEAD = re.compile(r"%\s*instead\s*:\s*(.*\S)\s*")


def page_url(path: str) -> str:
    """The address, relative to the site's root, of the page at `path`: `training/x.md` → `training/x/`."""
    stem = path.rsplit(".", 1)[0]
    return stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"


def line_at(text: str, position: int) -> int:
    """The line of `text` on which the character at `position` stands, counted from 1."""
    return text.count("\n", 0, position) + 1


def is_page(relative: str) -> bool:
    """Whether a file below `docs/` is a page: Markdown, or a script in `labs/`."""
    if relative.startswith("_data/"):
        return False
    return relative.endswith(".md") or (relative.startswith("labs/") and relative.endswith(".py"))


def read_text(path: Path, name: str) -> str:
    """The text of a file; raises `ContentError` with the line if it is not UTF-8."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise ContentError(Problem(name, line, "encoding", message)) from None


def read_page(path: Path, relative: str) -> Page:
    """Parse one page or lab; raises `ContentError` if it is not text."""
    raw = read_text(path, f"docs/{relative}")
    text = BINDING.sub("", raw)
    markdown = lab_as_markdown(text) if relative.endswith(".py") else text
    tokens = _parser().parse(_flatten_tabs(markdown))
    meta: dict[str, Any] = {}
    meta_error = ""
    if tokens and tokens[0].type == "front_matter":
        try:
            loaded = yaml.safe_load(tokens[0].content)
            meta = loaded if isinstance(loaded, dict) else {}
        except yaml.YAMLError as error:
            meta_error = str(getattr(error, "problem", error))
    return Page(relative, markdown, meta, tuple(tokens), meta_error, raw)


def lab_as_markdown(script: str) -> str:
    """The Markdown of a jupytext percent script, line for line: code lines become empty lines."""
    lines, out, in_markdown = script.split("\n"), [], False
    in_header = bool(lines) and lines[0] == "# ---"
    for number, line in enumerate(lines):
        if in_header:
            out.append(line.removeprefix("# "))
            in_header = number == 0 or line != "# ---"
        elif line.startswith("# %%"):
            in_markdown = "[markdown]" in line
            out.append("")
        else:
            out.append(line.removeprefix("#").removeprefix(" ") if in_markdown else "")
    return "\n".join(out)


def inline_formulas(children: Sequence[Token]) -> list[int]:
    """The indices of the code spans that stand between dollar signs."""
    return [
        index
        for index, child in enumerate(children)
        if child.type == "code_inline"
        and 0 < index < len(children) - 1
        and children[index - 1].content.endswith("$")
        and children[index + 1].content.startswith("$")
    ]


def parse_citation(inside: str) -> list[tuple[str, str]]:
    """The keys and locators of the text between the brackets of `[@key, §4; @other]`."""
    found = []
    for part in inside.split(";"):
        key, _, locator = part.strip().partition(",")
        found.append((key.strip().removeprefix("@"), locator.strip()))
    return found


def plain(markdown: str) -> str:
    """Markdown text without its marks, for counting and listing; formulas keep their TeX."""
    text = re.sub(rf"\s*{CITATION.pattern}", "", markdown)
    text = re.sub(r"\$`([^`]*)`\$", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", text)).strip()


def newest_change(folders: Iterable[Path]) -> tuple[int, int]:
    """Number of files below the folders and the time of the latest change, in nanoseconds."""
    count, latest = 0, 0
    pending = [str(folder) for folder in folders]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    count += 1
                    latest = max(latest, entry.stat().st_mtime_ns)
    return count, latest


def current_site(root: Path = ROOT) -> Site:
    """The site as it is on disk now, read again only after a file has changed."""
    folders = [folder for name in ("docs", "snippets") if (folder := root / name).is_dir()]
    return _site_at(root, newest_change(folders), (root / "mkdocs.yml").stat().st_mtime_ns)


@functools.lru_cache(maxsize=1)
def _site_at(root: Path, _contents: tuple[int, int], _config: int) -> Site:
    return Site.read(root)


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(front_matter_plugin).use(footnote_plugin).use(admon_plugin).use(deflist_plugin)


def _flatten_tabs(text: str) -> str:
    """Take the contents of tabs (`=== "Title"`) out of their indentation, keeping every line number."""
    out: list[str] = []
    indents: list[int] = []
    for line in text.split("\n"):
        width = len(line) - len(line.lstrip(" "))
        while line.strip() and indents and width < indents[-1]:
            indents.pop()
        if match := _TAB.fullmatch(line):
            out.append(match[1][4 * len(indents) :] + "<!-- -->")
            indents.append(len(match[1]) + 4)
        else:
            out.append(line[4 * len(indents) :] if line.strip() else "")
    return "\n".join(_without_gaps(out))


def _without_gaps(lines: list[str]) -> list[str]:
    """Two empty lines in a row end an admonition for this parser, not for the site's: write a comment in the second."""
    bridged: list[str] = []
    indent = ""
    for before, line in reversed(list(zip(["x", *lines], lines, strict=False))):
        if line.strip():
            indent = line[: len(line) - len(line.lstrip(" "))]
        elif not before.strip() and len(indent) >= 4:
            line = f"{indent}<!-- -->"
        bridged.append(line)
    return bridged[::-1]


def _display_formula(content: str, line: int) -> Formula:
    lines = [each.strip() for each in content.split("\n")]
    tag, instead = _TAG.fullmatch(lines[0]), _INSTEAD.fullmatch(lines[1] if len(lines) > 1 else "")
    said = instead[1] if instead else ""
    return Formula(content, line, True, tag[1] if tag else "", (tag[2] or "") if tag else "", said)


def _split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """A heading's text and its `{ #id key=value }`."""
    match = re.fullmatch(r"(.*?)\s*\{:?\s*([^{}]*)\}\s*", text)
    if not match:
        return text, {}
    attributes, _ = get_attrs_and_remainder(match[2])
    return match[1], dict(attributes)


def _unique(anchor: str, used: set[str]) -> str:
    candidate, count = anchor, 0
    while candidate in used:
        count += 1
        candidate = f"{anchor}_{count}"
    return candidate


def _dedent(lines: Iterable[str]) -> str:
    """The lines of an admonition's body without their indentation (that of the first line)."""
    kept = list(lines)
    width = next((len(line) - len(line.lstrip()) for line in kept if line.strip()), 0)
    return "\n".join(line[width:] if line[:width].isspace() else line for line in kept).strip("\n")


def _told_apart(works: list[Reference]) -> Iterator[Reference]:
    """Works with the same author and year get a letter: 2015a, 2015b, in the order of their titles."""
    alike: dict[str, list[Reference]] = {}
    for work in works:
        alike.setdefault(work.label if work.names else work.key, []).append(work)
    for group in alike.values():
        for letter, work in zip(ascii_lowercase, sorted(group, key=lambda w: w.field("title")), strict=False):
            yield replace(work, suffix=letter) if len(group) > 1 else work


def _first_of_each(text: str) -> str:
    """BibTeX text without the entries whose key has stood before; every line keeps its number."""
    starts = [*BIB_KEY.finditer(text)]
    if not starts:
        return text
    ends = [match.start() for match in starts[1:]] + [len(text)]
    seen: set[str] = set()
    kept = [text[: starts[0].start()]]
    for match, end in zip(starts, ends, strict=True):
        entry = text[match.start() : end]
        kept.append("\n" * entry.count("\n") if match[1].lower() in seen else entry)
        seen.add(match[1].lower())
    return "".join(kept)


def _load_yaml(path: Path, root: Path, loader: type[yaml.SafeLoader]) -> Any:
    name = path.relative_to(root).as_posix()
    try:
        loaded = yaml.load(read_text(path, name), loader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"not YAML: {getattr(error, 'problem', error)}"
        raise ContentError(Problem(name, mark.line + 1 if mark else 1, "yaml", message)) from None
    if not isinstance(loaded, dict):
        raise ContentError(Problem(name, 1, "yaml", "the file holds no lines of the form `name: value`"))
    return loaded


class _ConfigLoader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without importing what it names."""


def _plain_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        if suffix == "ENV":  # names of environment variables, then the default
            return next((os.environ[name] for name in values[:-1] if name in os.environ), values[-1])
        return values
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_ConfigLoader.add_multi_constructor("!", _plain_tag)
_ConfigLoader.add_multi_constructor("tag:yaml.org,2002:python/", _plain_tag)


def _nav_paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for item in nav:
            yield from _nav_paths(item)
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _nav_paths(value)
