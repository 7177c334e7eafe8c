"""The files of the self-test: its code, what there is to ask, and the cards of each section, fetched when they come."""

import json
from pathlib import Path
from typing import Any

from scripts.content import LEVELS, ROOT, Site, own_files
from scripts.content.cache import Cache
from scripts.render.node import made_by
from scripts.search.documents import readable
from scripts.study.cards import moved_ids, sections
from scripts.study.rendering import Shown

FOLDER = "assets/study"
CODE = ROOT / "docs" / "javascripts" / "study"
STYLES = ROOT / "docs" / "stylesheets" / "study.css"
CACHE = Cache(ROOT / ".cache" / "study")


def self_test_files(site: Site, made: dict[str, Shown]) -> dict[str, str]:
    """All files by their path on the site; `made` has the cards by id.

    Raises `NodeError` with what Node said if the code cannot be bundled.
    """
    bundled = made_by(Path(__file__).with_name("build.mjs"), [*own_files(CODE, "**/*.js"), STYLES], CACHE)
    files = {f"{FOLDER}/{name}": text for name, text in bundled.items()}
    files[f"{FOLDER}/index.js"] = f"(globalThis.siteStudy??={{}}).index={_json(index(site, made))};\n"
    for section, cards in _by_section(site, made).items():
        name = json.dumps(section)
        files[f"{FOLDER}/cards/{section}.js"] = f"(globalThis.siteStudy.cards??={{}})[{name}]={_json(cards)};\n"
    return files


def index(site: Site, made: dict[str, Shown]) -> dict[str, Any]:
    """What there is to ask: the id of each card with the numbers of its section and level."""
    titles = sections(site)
    places, all_cards = list(titles), [shown.card for shown in made.values()]
    cards = [[card.id, places.index(card.page.section), LEVELS.index(card.question.level)] for card in all_cards]
    return {"sections": titles, "levels": LEVELS, "moved": moved_ids(site), "cards": cards}


def _by_section(site: Site, made: dict[str, Shown]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {section: {} for section in sections(site)}
    for shown in made.values():
        card, title = shown.card, readable(shown.card.question.title)
        data = {"front": shown.front, "back": shown.back, "url": card.url, "question": title} | shown.more
        found[card.page.section][card.id] = data | ({"verdict": card.verdict} if card.verdict else {})
    return found


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
