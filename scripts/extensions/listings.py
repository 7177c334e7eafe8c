"""Generated lists: a line such as `::: questions` becomes Markdown made from the whole site.

Each list is one function below; its name is what stands after the colons.
"""

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.content import VERDICTS, Page, Reference, Site
from scripts.content.words import beginning
from scripts.evidence.readings import recorded
from scripts.extensions import filters
from scripts.extensions.example import example, rebased
from scripts.extensions.facts import fact

_READERS = {
    "basic": "Words and first reasons: what every interview may ask.",
    "intermediate": "Formulas and trade-offs: for those who train models.",
    "advanced": "Limits and evidence: for those who must defend a decision.",
}
WORDS = 12
"""The list of corrections shows the first sentences of each, at least so many words."""
_DOWNLOADS = (
    (
        "Anki deck",
        "self-test/deep-learning-checked.apkg",
        "the same cards, tagged by section, level and kind. Import a newer one over it, and your progress stays.",
    ),
    (
        "Table of cards",
        "self-test/deep-learning-checked.csv",
        "comma-separated values for other programs, formulas as TeX.",
    ),
    ("Questions as JSON", "questions.json", "with answers, corrections and citations; its schema stands beside it."),
    ("Everything as text", "llms-full.txt", "all answers and labs as Markdown in one file, also for language models."),
)
"""Name, file, and what it is for."""
_DIRECTIVE = re.compile(r"::: ([a-z-]+)((?: [a-z-]+)*)\s*")


class ListingsExtension(Extension):
    """Expands the lists before any other syntax is read."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run first, so that the lists are Markdown to every other extension."""
        md.preprocessors.register(_Listings(md), "listings", 40)


class _Listings(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [made for line in lines for made in _expand(line)]


def _expand(line: str) -> list[str]:
    match = _DIRECTIVE.fullmatch(line)
    return listing(match[1], *match[2].split()) if match and match[1] in LISTINGS else [line]


@fact
def listing(site: Site, name: str, *arguments: str) -> list[str]:
    """The lines of a list."""
    return list(LISTINGS[name](site, *arguments))


def questions(site: Site) -> Iterator[str]:
    """All questions by section and page, each with its level."""
    asked = [(page, question) for page in site.ordered_pages for question in page.questions]
    yield from (filters.form({"level": q.level, "topic": page.section} for page, q in asked), "")
    section = None
    for page in site.ordered_pages:
        if not page.questions:
            continue
        if page.section != section:
            section = page.section
            yield from ("", f"## Questions on {_title(site, section)} {{ #{section} }}", "")
        yield from ("", f"### [{page.title}]({page.path}) {{ #{page.path.removesuffix('.md').replace('/', '-')} }}", "")
        for question in page.questions:
            link = f"[{question.title}]({page.path}#{question.id})"
            facets = f'data-level="{question.level}" data-topic="{page.section}"'
            yield f'- {link} <span class="level level-{question.level}" {facets}>{question.level}</span>'


def corrections(site: Site) -> Iterator[str]:
    """All corrections by verdict, each with how it begins and the question where it stands in full."""
    made = [
        (page, c)
        for verdict in VERDICTS
        for page in site.ordered_pages
        for c in page.corrections
        if c.verdict == verdict
    ]
    yield from (filters.form({"verdict": c.verdict, "topic": page.section} for page, c in made), "")
    for verdict in VERDICTS:
        chosen = [(page, c) for page, c in made if c.verdict == verdict]
        if not chosen:
            continue
        yield from ("", f"## {verdict.capitalize()} ({len(chosen)}) {{ #{verdict} }}", "")
        for page, correction in chosen:
            yield from ("", f'<div data-verdict="{verdict}" data-topic="{page.section}" markdown>', "")
            yield from ("", f"### {correction.claim} {{ #{correction.id} }}", "")
            yield from rebased(site, page, beginning(correction.body, WORDS), correction.links).split("\n")
            if correction.question_id in site.questions:
                question = site.questions[correction.question_id][1]
                date = recorded(site, "corrections", correction.id)[0] or "never"
                yield from ("", f"In full at: [{question.title}]({page.path}#{correction.id}) · verified {date}", "")
            yield from ("</div>", "")


def levels(site: Site) -> Iterator[str]:
    """How many questions there are of each level; the links lead to the filtered list of questions."""
    yield ""
    for level, reader in _READERS.items():
        count = sum(1 for _, question in site.questions.values() if question.level == level)
        yield f"- [**{level.capitalize()}**](questions.md?level={level}) {reader} {_questions(count)}"


def sections(site: Site) -> Iterator[str]:
    """The sections with their lead, and how many questions each answers."""
    yield ""
    answered = Counter(page.section for page, _ in site.questions.values())
    for page in site.ordered_pages:
        if page.path.endswith("/index.md") and answered[page.section]:
            yield f"- [**{page.title}**]({page.path}) {page.meta['description']} {_questions(answered[page.section])}"


def labs(site: Site) -> Iterator[str]:
    """The labs, each with what it settles."""
    for page in site.ordered_pages:
        if page.is_lab:
            yield from ("", f"## [{page.title}]({posixpath.basename(page.path)})", "", page.meta["description"])


def pages(site: Site, section: str) -> Iterator[str]:
    """The pages of a section in reading order, each with its description and its questions."""
    for page in site.ordered_pages:
        if page.section != section or not page.questions:
            continue
        name = posixpath.basename(page.path)
        yield from (
            "",
            f"## [{page.title}]({name}) {{ #{name.removesuffix('.md')} }}",
            "",
            page.meta["description"],
            "",
        )
        yield from (f"- [{question.title}]({name}#{question.id})" for question in page.questions)


def references(site: Site) -> Iterator[str]:
    """All works that are cited, each with the pages that cite it."""
    citing: dict[str, list[Page]] = defaultdict(list)
    for page in site.ordered_pages:
        for key in {citation.key for citation in page.citations}:
            citing[key].append(page)
    for work in sorted(site.bibliography.values(), key=lambda work: (work.label.casefold(), work.key)):
        cited = ", ".join(f"[{page.title}]({page.path})" for page in citing[work.key])
        yield from (f"- {_reference(work)} Cited in: {cited}.", f"    {{ #{work.key} }}")


def sources(site: Site) -> Iterator[str]:
    """Every entry of the five source documents and the question that answers it."""
    ledger = site.ledger("sources.yml")
    yield from ("", "| Source entry | Answered by |", "| --- | --- |")
    for entry, question_id in ledger["entries"].items():
        if question_id in site.questions:
            page, question = site.questions[question_id]
            yield f"| {entry} | [{question.title}]({page.path}#{question.id}) |"


def beyond(site: Site) -> Iterator[str]:
    """The questions that no entry of the source documents asks."""
    asked = set(site.ledger("sources.yml")["entries"].values())
    yield ""
    for page, question in site.questions.values():
        if question.id not in asked:
            yield f"- [{question.title}]({page.path}#{question.id})"


def residue(site: Site) -> Iterator[str]:
    """What was dropped from the source documents because it is not content."""
    yield ""
    for identifier, what in site.ledger("sources.yml")["residue"].items():
        yield f"- **{identifier}** {what}"


def errata(site: Site) -> Iterator[str]:
    """Every wrong statement found in the source documents and the correction that answers it."""
    by_id = {c.id: (page, c) for page in site.pages for c in page.corrections}
    yield from ("", "| Erratum | Corrected in |", "| --- | --- |")
    for identifier, anchors in site.ledger("sources.yml")["errata"].items():
        links = [f"[{by_id[a][1].claim}]({by_id[a][0].path}#{a})" for a in anchors if a in by_id]
        yield f"| {identifier} | {'<br>'.join(links)} |"


def downloads(site: Site) -> Iterator[str]:
    """The cards and the questions as files for other programs; `scripts/study` makes them."""
    yield ""
    for name, file, what in _DOWNLOADS:
        yield f"- [{name}]({file}){{ download }}: {what}"


def counts(site: Site) -> Iterator[str]:
    """How much there is, counted when the site is built."""
    tags = Counter(formula.tag for page in site.pages for formula in page.formulas)
    snippets = {(use.file, use.region) for page in site.pages for use in page.snippet_uses}
    corrected = sum(len(page.corrections) for page in site.pages)
    cited = {c.key for page in site.pages for c in page.citations}
    labs = [page for page in site.pages if page.is_lab]
    yield ""
    yield f"- **{len(site.questions)}** [questions answered](questions.md)"
    yield f"- **{tags['executed']}** formulas executed as printed"
    yield f"- **{len(snippets)}** tested snippets"
    yield f"- **{corrected}** [claims corrected](corrections.md)"
    yield f"- **{len(labs)}** executed [{'lab' if len(labs) == 1 else 'labs'}](labs/index.md)"
    yield f"- **{len(cited)}** [works cited](references.md)"


LISTINGS: dict[str, Callable[..., Iterator[str]]] = {
    function.__name__: function
    for function in (
        questions,
        levels,
        sections,
        labs,
        example,
        corrections,
        pages,
        references,
        sources,
        beyond,
        residue,
        errata,
        counts,
        downloads,
    )
}


def _title(site: Site, section: str) -> str:
    """The title of a section as it stands within a sentence: `attention and Transformers`."""
    index = site.page(f"{section}/index.md")
    title = index.title if index else section.replace("-", " ").capitalize()
    return title[:1].lower() + title[1:]


def _reference(work: Reference) -> str:
    text = work.text
    title = work.field("title")
    return text.replace(title, f"[{title}]({work.address})", 1) if work.address else text


def _questions(count: int) -> str:
    return f"{count} question{'' if count == 1 else 's'}."


def makeExtension(**options: Any) -> ListingsExtension:
    """Entry point of Python-Markdown."""
    return ListingsExtension(**options)
