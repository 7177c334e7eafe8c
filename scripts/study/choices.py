"""Choices as cards: the question, the right statement, and the cards of the claims that are wrong."""

from scripts.content import Site
from scripts.evidence.choices import choices
from scripts.study.cards import Card
from scripts.study.rendering import Shown, rendered

KIND = "choice"


def choice_cards(site: Site) -> dict[str, Shown]:
    """All choices by the id of their card, in the order of the questions; the back is the short answer.

    `more` has the right statement as HTML and the ids of the cards of the wrong ones, which say why they are wrong.
    """
    order = {name: place for place, name in enumerate(site.questions)}
    found = sorted(choices(site)[0], key=lambda choice: order[choice.question.id])
    texts = [
        (each.page, text) for each in found for text in (each.question.title, each.question.short_answer, each.right)
    ]
    made = rendered(site, texts)
    shown = zip(found, made[::3], made[1::3], made[2::3], strict=True)
    cards = {}
    for choice, front, back, right in shown:
        question = choice.question
        card = Card(
            KIND, f"{KIND}/{question.id}", question, choice.page, question.id, question.title, question.short_answer
        )
        more: dict[str, object] = {"right": right, "wrong": [f"claim/{each.id}" for each in choice.wrong]}
        cards[card.id] = Shown(card, front, back, more)
    return cards
