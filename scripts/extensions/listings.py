"""Generated lists: a line such as `::: questions` becomes Markdown made from the whole site.

Each list is one function below; its name is what stands after the colons.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.content import VERDICTS, Correction, Page, Reference, Site, current_site

_DIRECTIVE = re.compile(r"::: ([a-z-]+)(?: ([a-z-]+))?\s*")


class ListingsExtension(Extension):
    """Expands the lists before any other syntax is read."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run first, so that the lists are Markdown to every other extension."""
        md.preprocessors.register(_Listings(md), "listings", 40)


class _Listings(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [made for line in lines for made in _expand(line)]


def _expand(line: str) -> Iterator[str]:
    match = _DIRECTIVE.fullmatch(line)
    if match and match[1] in LISTINGS:
        arguments = [match[2]] if match[2] else []
        yield from LISTINGS[match[1]](current_site(), *arguments)
    else:
        yield line


def questions(site: Site) -> Iterator[str]:
    """All questions by section and page, each with its level."""
    section = None
    for page in site.ordered_pages:
        if not page.questions:
            continue
        if page.section != section:
            section = page.section
            yield from ("", f"## Questions on {_title(section).lower()} {{ #{section} }}", "")
        yield from ("", f"### [{page.title}]({page.path}) {{ #{page.path.removesuffix('.md').replace('/', '-')} }}", "")
        for question in page.questions:
            link = f"[{question.title}]({page.path}#{question.id})"
            facets = f'data-level="{question.level}" data-topic="{page.section}"'
            yield f'- {link} <span class="level level-{question.level}" {facets}>{question.level}</span>'


def corrections(site: Site) -> Iterator[str]:
    """All corrections by verdict, each with its evidence and the question that it belongs to."""
    for verdict in VERDICTS:
        chosen = [(page, c) for page in site.ordered_pages for c in page.corrections if c.verdict == verdict]
        if not chosen:
            continue
        yield from ("", f"## {verdict.capitalize()} ({len(chosen)}) {{ #{verdict} }}", "")
        for page, correction in chosen:
            yield from ("", f'<div data-verdict="{verdict}" data-topic="{page.section}" markdown>', "")
            yield from ("", f"### {correction.claim} {{ #{correction.id} }}", "")
            yield from _rebased(site, page, correction).split("\n")
            if correction.question_id in site.questions:
                question = site.questions[correction.question_id][1]
                date = site.verified.get(correction.id, "never")
                yield from ("", f"Belongs to: [{question.title}]({page.path}#{correction.id}) · verified {date}", "")
            yield from ("</div>", "")


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
    works = sorted(site.bibliography.values(), key=lambda work: (work.label.casefold(), work.key))
    for work in works:
        pages = [page for page in site.ordered_pages if any(c.key == work.key for c in page.citations)]
        cited = ", ".join(f"[{page.title}]({page.path})" for page in pages)
        yield from (f"- {_reference(work)} Cited in: {cited}.", f"    {{ #{work.key} }}")


def sources(site: Site) -> Iterator[str]:
    """Every entry of the five source documents and the question that answers it."""
    ledger = site.ledger("sources.yml")
    yield from ("", "| Source entry | Answered by |", "| --- | --- |")
    for entry, question_id in ledger["entries"].items():
        if question_id in site.questions:
            page, question = site.questions[question_id]
            yield f"| {entry} | [{question.title}]({page.path}#{question.id}) |"


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


def counts(site: Site) -> Iterator[str]:
    """How much there is, counted when the site is built."""
    formulas = [f for page in site.pages for f in page.formulas if f.tag == "checked"]
    snippets = {(use.file, use.region) for page in site.pages for use in page.snippet_uses}
    corrected = sum(len(page.corrections) for page in site.pages)
    cited = {c.key for page in site.pages for c in page.citations}
    yield ""
    yield f"- **{len(site.questions)}** [questions](questions.md) answered"
    yield f"- **{len(formulas)}** formulas compared with running code"
    yield f"- **{len(snippets)}** tested code snippets"
    yield f"- **{corrected}** widely repeated claims [corrected](corrections.md)"
    yield f"- **{len(cited)}** works [cited](references.md)"


LISTINGS: dict[str, Callable[..., Iterator[str]]] = {
    function.__name__: function
    for function in (questions, corrections, pages, references, sources, residue, errata, counts)
}


def _title(section: str) -> str:
    return section.replace("-", " ").capitalize()


def _reference(work: Reference) -> str:
    text = work.text
    title = work.field("title")
    return text.replace(title, f"[{title}]({work.address})", 1) if work.address else text


def _rebased(site: Site, page: Page, correction: Correction) -> str:
    """The body of a correction with its links made relative to the top of `docs/`."""
    body = correction.body
    for target in {link.target for link in correction.links}:
        if "://" in target:
            continue
        path, fragment = site.resolve(page, target)
        body = body.replace(f"]({target})", f"]({path}{'#' + fragment if fragment else ''})")
    return body


def makeExtension(**options: Any) -> ListingsExtension:
    """Entry point of Python-Markdown."""
    return ListingsExtension(**options)
