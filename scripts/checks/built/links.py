"""Every internal link and script of the built pages leads to a file, every fragment to an id of it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from scripts.checks.built.site import BuiltSite
from scripts.content import Problem


def check(built: BuiltSite) -> Iterator[Problem]:
    """Follow each address that stays on the site."""
    for page in built.pages:
        for _, url in dict.fromkeys(page.urls):
            target = built.target(page, url)
            if target is None:
                continue
            path, fragment = target
            other = built.by_path.get(path)
            if other is None and not (built.folder / path).is_file():
                yield page.problem("built-links", f"{url} leads to no file of the site", url)
            elif fragment and other is not None and fragment not in other.ids and not fragment.startswith("__"):
                yield page.problem("built-links", f"{url}: no id {fragment!r} on that page", f"#{fragment}")
        for path in sorted(built.on_demand(page)):
            if not (built.folder / path).is_file():
                name = PurePosixPath(path).stem
                yield page.problem(
                    "built-links", f"the script {path} is no file of the site", f"data-interactive={name}"
                )
