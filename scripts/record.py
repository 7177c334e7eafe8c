"""Record what only time can tell: `python -m scripts.record`, as `make format` does.

`docs/_data/published.yml` gets the address of every new page and question; nothing is ever removed, for the record is
what keeps links from outside alive (see `scripts/checks/redirects.py`). `docs/_data/verified.yml` gets today's date for
what is new or has changed: whoever writes it has just held it against its evidence (`scripts/evidence/readings.py`).
Numbers that are bound to measured values get the digits of their records.
"""

import datetime
import sys
from typing import Any

from scripts.content import ROOT, Site, report, told, write_text
from scripts.content.ledgers import published_text
from scripts.evidence.bound import rewritten
from scripts.evidence.readings import LEDGER, written


def published(site: Site) -> dict[str, Any]:
    """The ledger of addresses with every page and question of the site added."""
    ledger = site.ledger("published.yml")
    pages = {path: list(ids or []) for path, ids in (ledger.get("pages") or {}).items()}
    for page in site.ordered_pages:
        ids = pages.setdefault(page.path, [])
        ids += [question.id for question in page.questions if question.id and question.id not in ids]
    return {"pages": pages, "moved": site.moved}


@told()
def main() -> int:
    """Write the ledgers, if all pages could be read: what stands on one that could not would seem to be gone."""
    site = Site.read(ROOT)
    if site.problems:
        return report(list(site.problems))
    today = datetime.datetime.now(tz=datetime.UTC).date()
    write_text(site.data / "published.yml", published_text(published(site)))
    changed = {page.file: text for page in site.pages if (text := rewritten(site, page)) != page.raw}
    for file, text in changed.items():
        write_text(site.root / file, text)
        print(f"{file}: numbers as recorded")
    if changed:
        site = Site.read(ROOT)  # what is read next has the numbers that were just written
    write_text(site.data / LEDGER, written(site, today))
    return 0


if __name__ == "__main__":
    sys.exit(main())
