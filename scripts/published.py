"""Record the address of every page and question in `docs/_data/published.yml`: `python -m scripts.published`.

Nothing is ever removed: the record is what keeps links from outside alive (see `scripts/checks/redirects.py`).
"""

from typing import Any

import yaml

from scripts.content import ROOT, Site

HEADER = """\
# Every page and question id that was ever published. `make format` adds new ones; nothing is removed.
# Renamed or removed something? Say in `moved` where it went:
#   training/old-page.md: training/new-page.md
#   training/page.md#old-id: training/page.md#new-id
"""


def recorded(site: Site) -> dict[str, Any]:
    """The ledger with every page and question of the site added."""
    ledger = site.ledger("published.yml")
    pages = {path: list(ids or []) for path, ids in (ledger.get("pages") or {}).items()}
    for page in site.ordered_pages:
        ids = pages.setdefault(page.path, [])
        ids += [question.id for question in page.questions if question.id and question.id not in ids]
    return {"pages": pages, "moved": ledger.get("moved") or {}}


def main() -> None:
    """Write the ledger."""
    site = Site.read(ROOT)
    text = yaml.safe_dump(recorded(site), sort_keys=False, allow_unicode=True, width=120)
    (site.data / "published.yml").write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main()
