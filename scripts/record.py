"""Record what only time can tell: `python -m scripts.record`, as `make format` does.

`docs/_data/published.yml` gets the address of every new page and question; nothing is ever removed, for the record is
what keeps links from outside alive (see `scripts/checks/redirects.py`). `docs/_data/verified.yml` gets today's date for
every new correction: whoever writes one has just verified it. Verified an old one again? Change its date there.
Numbers that are bound to measured values get the digits of their records.
"""

import datetime
import sys
from typing import Any

import yaml

from scripts.content import ROOT, Site, report, told
from scripts.evidence.bound import rewritten

PUBLISHED = """\
# Every page and question id that was ever published. `make format` adds new ones; nothing is removed.
# Renamed or removed something? Say in `moved` where it went:
#   training/old-page.md: training/new-page.md
#   training/page.md#old-id: training/page.md#new-id
"""
VERIFIED = """\
# When each correction was last held against its evidence. `make format` adds new ones with the date of that day.
"""


def published(site: Site) -> dict[str, Any]:
    """The ledger of addresses with every page and question of the site added."""
    ledger = site.ledger("published.yml")
    pages = {path: list(ids or []) for path, ids in (ledger.get("pages") or {}).items()}
    for page in site.ordered_pages:
        ids = pages.setdefault(page.path, [])
        ids += [question.id for question in page.questions if question.id and question.id not in ids]
    return {"pages": pages, "moved": site.moved}


def verified(site: Site, today: datetime.date) -> dict[str, datetime.date]:
    """The date of each correction of the site, `today` for those that have none."""
    dates = site.verified
    corrections = [correction.id for page in site.ordered_pages for correction in page.corrections]
    return {identifier: dates.get(identifier, today) for identifier in sorted(corrections)}


@told()
def main() -> int:
    """Write the ledgers, if all pages could be read: what stands on one that could not would seem to be gone."""
    site = Site.read(ROOT)
    if site.problems:
        return report(list(site.problems))
    today = datetime.datetime.now(tz=datetime.UTC).date()
    addresses = yaml.safe_dump(published(site), sort_keys=False, allow_unicode=True, width=120)
    (site.data / "published.yml").write_text(PUBLISHED + addresses, encoding="utf-8")
    dates = "".join(f"  {identifier}: {date}\n" for identifier, date in verified(site, today).items())
    for page in site.pages:
        if (text := rewritten(site, page)) != page.raw:
            (site.root / page.file).write_text(text, encoding="utf-8")
            print(f"{page.file}: numbers as recorded")
    (site.data / "verified.yml").write_text(VERIFIED + "corrections:\n" + dates, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
