"""The files for learners and machines, made before the builder runs and independent of it."""

import json

from scripts.content import Site
from scripts.study import data, feed, texts
from scripts.study.choices import choice_cards
from scripts.study.citing import BIBTEX, citation
from scripts.study.deck import deck_files
from scripts.study.exercises import exercise_cards
from scripts.study.icons import icon_files, icons
from scripts.study.markdown import page_as_markdown, placed
from scripts.study.pictures import picture_files
from scripts.study.rendering import shown_cards
from scripts.study.selftest import self_test_files

MARKDOWN = "index.md"
"""What a page is called as Markdown, beside its `index.html`; no builder may take it for a page of the site."""


def study_files(site: Site, address: str) -> dict[str, bytes]:
    """All files by their path on the site; `address` is where it will be published, `""` if nobody knows."""
    base = f"{address.rstrip('/')}/" if address else ""
    pages = {page.path: page_as_markdown(site, page) for page in site.pages}
    made = shown_cards(site)
    files = {f"{page.url}{MARKDOWN}": placed(site, page, pages[page.path], base, page.url) for page in site.pages}
    files |= {f"{page.url}{BIBTEX}": citation(site, page, base) for page in site.pages}
    if base:
        files[feed.NAME] = feed.feed(site, made.values(), base)
    files["llms.txt"] = texts.overview(site, base)
    files["llms-full.txt"] = texts.everything(site, base, pages)
    files["questions.json"] = json.dumps(data.questions(site, made, base), ensure_ascii=False, indent=1) + "\n"
    files |= self_test_files(site, made | choice_cards(site) | exercise_cards(site))
    files["manifest.webmanifest"] = json.dumps(manifest(site), ensure_ascii=False, indent=1) + "\n"
    packed = deck_files(site, made.values(), base)
    if base:  # a preview of a link needs an address
        packed |= picture_files(site)
    return (
        packed
        | icon_files()
        | {name: text.encode() for name, text in files.items()}
        | {"questions.schema.json": data.schema()}
    )


def manifest(site: Site) -> dict[str, object]:
    """What a browser needs to know of a site that is installed; addresses are relative to the file."""
    return {
        "name": site.mkdocs.get("site_name", ""),
        "short_name": "DL, Checked",
        "description": site.mkdocs.get("site_description", ""),
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#1a5aa6",
        "icons": icons(),
    }
