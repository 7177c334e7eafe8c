"""What can be practiced: cards, made from what the pages say and nothing else, each with an id that outlives edits.

A question with its short answer; a claim with the verdict on it and the reason; a formula with the sentence around it,
where the page explains the symbols; a follow-up with its answer. Texts are Markdown as it stands on the page.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.content import Page, Question, Site
from scripts.content.parts import Block
from scripts.search.documents import section_title

KINDS = ("question", "claim", "formula", "follow-up")
EXPLAINS = ("Here ", "where ", "Where ")
"""How a paragraph below a formula begins if it says what the symbols mean."""
FEWEST_WORDS = 6
"""An explanation with fewer words explains nothing that could be asked."""


@dataclass(frozen=True)
class Card:
    """Something to recall. `id` is `kind/…`; `front` and `back` are Markdown of `page`; `anchor` is where it stands."""

    kind: str
    id: str
    question: Question
    page: Page
    anchor: str
    front: str
    back: str
    verdict: str = ""

    @property
    def url(self) -> str:
        """The address of the card's place, relative to the site's root."""
        return f"{self.page.url}#{self.anchor}"


def cards(site: Site) -> list[Card]:
    """All cards in the order of the pages, the parts of an answer behind its question."""
    made: list[Card] = []
    for page in site.ordered_pages:
        if page.is_lab:
            continue
        own = [*_claims(page), *_formulas(page), *_follow_ups(page)]
        for question in page.questions:
            if question.id:
                name = f"question/{question.id}"
                made.append(Card("question", name, question, page, question.id, question.title, question.short_answer))
                made += (card for card in own if card.question is question)
    return made


def moved_ids(site: Site) -> dict[str, str]:
    """Ids of questions that moved to others, so that what a reader knows of the old one is not lost."""
    names = ((old.partition("#")[2], new.partition("#")[2]) for old, new in site.moved.items())
    return {f"question/{old}": f"question/{new}" for old, new in names if old and new and old != new}


def sections(site: Site) -> dict[str, str]:
    """The titles of the sections that have questions, by the name of their folder, in order."""
    return {page.section: section_title(site, page) for page, _ in site.questions.values() if not page.is_lab}


def _claims(page: Page) -> Iterator[Card]:
    for claim in page.corrections:
        if question := _question(page, claim.line):
            name = f"claim/{claim.id}"
            yield Card("claim", name, question, page, claim.id, claim.claim, claim.body, claim.verdict)


def _follow_ups(page: Page) -> Iterator[Card]:
    for asked in page.follow_ups:
        if question := _question(page, asked.line):
            name = f"follow-up/{question.id}/{asked.id}"
            yield Card("follow-up", name, question, page, asked.id, asked.title, asked.body)


def _formulas(page: Page) -> Iterator[Card]:
    """The formulas whose symbols the next paragraph explains; the answer is the whole sentence, read in one piece."""
    count: Counter[str] = Counter()
    for lead, fence, words in _explained(page):
        formula = next(each for each in page.formulas if each.line == fence.line)
        question = _question(page, formula.line)
        if question is None or not formula.tagged:
            continue
        name = f"formula/{question.id}/{formula.tagged.rpartition('.')[2]}"
        count[name] += 1
        name += f"-{count[name]}" if count[name] > 1 else ""
        shown = f"```math\n{formula.tex.strip()}\n```"
        back = f"{lead.content}\n\n{shown}\n\n{words.content}"
        yield Card("formula", name, question, page, question.id, shown, back)


def _explained(page: Page) -> Iterator[tuple[Block, Block, Block]]:
    """Each display formula with the paragraph before it and the one behind it, which says what the symbols mean."""
    blocks = page.blocks
    for index, block in enumerate(blocks):
        if block.kind != "fence" or block.info.strip() != "math" or not 2 <= index < len(blocks) - 2:
            continue
        lead, words = blocks[index - 2], blocks[index + 2]
        beside = blocks[index - 1].kind == "paragraph_close" and blocks[index + 1].kind == "paragraph_open"
        if beside and words.content.startswith(EXPLAINS) and len(words.content.split()) >= FEWEST_WORDS:
            yield lead, block, words


def _question(page: Page, line: int) -> Question | None:
    """The question at whose answer a line stands."""
    return next((each for each in reversed(page.questions) if each.line < line and each.id), None)
