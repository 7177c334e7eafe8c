"""Questions that ask the same in other words: where the words of one find another nearly as well as itself.

The ranking of the search decides: it knows what else people say, and what else the site asks. Pairs that are both
needed stand in `docs/_data/apart.yml` with the reason:

    apart:
      choosing-batch-size choosing-number-of-epochs: one sets the size of a step, the other when to stop
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.content import Problem, Site, plain
from scripts.render.node import run_node
from scripts.search.documents import documents
from scripts.search.files import HERE

LEDGER = "apart.yml"
AS_NEAR = 0.9
"""The score of another question as a part of a question's own: more, and readers cannot tell which one to take."""
FEWEST = 20
"""Questions: among fewer, words have no weights to rank by."""
SHORTEST_REASON = 5
"""Words."""


@dataclass(frozen=True)
class Twin:
    """Two questions, by their ids, and how near the second is to the words of the first."""

    question: str
    other: str
    nearness: float

    @property
    def pair(self) -> str:
        """The key of the ledger."""
        return " ".join(sorted((self.question, self.other)))


def twins(site: Site) -> list[Twin]:
    """The pairs that titles or short answers find, the nearest first."""
    asked = {key: question for key, (page, question) in site.questions.items() if not page.is_lab}
    texts = [(key, words) for key, each in asked.items() for words in (each.title, plain(each.short_answer)) if words]
    if len(asked) < FEWEST:
        return []
    given = json.dumps(documents(site))
    found: list[list[dict[str, Any]]] = json.loads(
        run_node(HERE / "twins.mjs", *(words for _, words in texts), given=given)
    )
    pairs: dict[str, Twin] = {}
    for (key, _), results in zip(texts, found, strict=True):
        if (twin := _nearest(key, results)) and twin.nearness >= AS_NEAR:
            pairs.setdefault(twin.pair, twin)
    return sorted(pairs.values(), key=lambda twin: -twin.nearness)


def _nearest(key: str, results: list[dict[str, Any]]) -> Twin | None:
    own = next((each["score"] for each in results if each["id"] == key), 0.0)
    other = next((each for each in results if each["id"] != key), None)
    return Twin(key, other["id"], other["score"] / own if own else AS_NEAR) if other else None


def problems(site: Site) -> Iterator[Problem]:
    """Pairs that nobody has looked at, and lines of the ledger that say nothing."""
    apart = site.ledger(LEDGER).get("apart") or {}
    for twin in twins(site):
        if twin.pair not in apart:
            (page, question), (place, other) = site.questions[twin.question], site.questions[twin.other]
            message = (
                f"its words find “{other.title}” ({place.file}:{other.line}) as well; answer a question once and link "
                f"to it, or say in docs/_data/{LEDGER} what sets them apart: `{twin.pair}: …`"
            )
            yield Problem(page.file, question.line, "twins", message)
    path = site.data / LEDGER
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    for pair, reason in apart.items():
        line = next((number for number, text in enumerate(lines, 1) if text.strip().startswith(f"{pair}:")), 1)
        gone = [key for key in str(pair).split() if key not in site.questions]
        if gone or len(str(pair).split()) != 2:
            what = f"no question {', '.join(gone)}" if gone else "a line is `one-id other-id: reason`"
            yield Problem(f"docs/_data/{LEDGER}", line, "twins", f"{what}; mend or remove the line")
        elif len(str(reason).split()) < SHORTEST_REASON:
            yield Problem(f"docs/_data/{LEDGER}", line, "twins", "no reason; say in a sentence what sets them apart")
