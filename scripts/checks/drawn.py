"""Every figure is what its script draws now: neither the code nor the drawing has changed since `make figures`."""

from collections.abc import Iterator

from scripts.content import Problem, Site, own_files
from scripts.evidence.drawings import LEDGER, digest_of, fingerprint, script_of


def check(site: Site) -> Iterator[Problem]:
    """Compare scripts and drawings with the ledger."""
    ledger = site.ledger(LEDGER.name).get("figures") or {}
    known = ledger if all(isinstance(each, dict) for each in ledger.values()) else {}
    for page, names in known.items():
        for name in names:
            if name != "code" and not (site.docs / page / name).is_file():
                message = f"the ledger knows a figure {page}/{name}, which is gone; run `make figures`"
                yield Problem(LEDGER.as_posix(), 1, "drawn", message)
    stale: set[str] = set()
    for path in own_files(site.docs, "*/*/*.svg"):
        relative = path.relative_to(site.docs).as_posix()
        page, name = relative.rsplit("/", 1)
        script = script_of(relative)
        if page.startswith(("labs/", "assets/")) or not (site.root / script).is_file():
            continue  # labs draw their own, see their records; the check `figures` asks for a script
        again = f"run `make figures pages={script.relative_to('scripts/figures').with_suffix('').as_posix()}`"
        recorded = known.get(page, {})
        if name not in recorded:
            yield Problem(f"docs/{relative}", 1, "drawn", f"the ledger {LEDGER} does not know this figure; {again}")
        elif page in stale or recorded.get("code") != fingerprint(site.root, script):
            if page not in stale:
                message = f"this script, what it imports or what it draws has changed since it has drawn; {again}"
                yield Problem(script.as_posix(), 1, "drawn", message)
            stale.add(page)
        elif recorded[name] != digest_of(path):
            message = f"this is not what {script} draws: it was changed by hand; {again}"
            yield Problem(f"docs/{relative}", 1, "drawn", message)
