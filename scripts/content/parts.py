"""What a page consists of: headings, links, formulas, citations, snippets, questions, corrections, terms."""

from dataclasses import dataclass

from markdown.extensions.toc import slugify

from scripts.content.words import plain

LEVELS = ("basic", "intermediate", "advanced")
VERDICTS = ("wrong", "misleading", "outdated")
INTERACTIVE = "data-interactive"
"""The attribute that names the module of an interactive figure."""


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
class Block:
    """A token of Markdown's blocks with its text as written: a paragraph's `inline`, a `fence`, what opens and closes.

    It stands on the lines from `line` to `end`, counted from 1; where it has no place of its own, both are 0.
    """

    kind: str
    content: str
    info: str
    line: int
    end: int


@dataclass(frozen=True)
class Image:
    """An image: its target, its text alternative, and the words behind it, such as its caption."""

    target: str
    alternative: str
    caption: str
    line: int


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
