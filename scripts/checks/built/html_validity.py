"""The built pages are valid HTML, says html-validate; it is asked again about pages that have changed."""

import concurrent.futures
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.checks.built.site import BuiltSite
from scripts.content import ROOT, Problem
from scripts.content.cache import Cache, key
from scripts.render.node import installed, run_node

SCRIPT = Path(__file__).with_suffix(".mjs")
CACHE = Cache(ROOT / ".cache" / "html")


def check(built: BuiltSite) -> Iterator[Problem]:
    """Run the validator over all pages that it has not found valid before."""
    names = {page.path: key(page.markup, SCRIPT.read_bytes(), installed()) for page in built.pages}
    files = {str(built.folder / page.path): page for page in built.pages if CACHE.read(names[page.path]) is None}
    wrong: set[str] = set()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        reports = pool.map(_validate, (list(files)[::2], list(files)[1::2]))
    for found in (found for report in reports for found in report):
        page = files[found["file"]]
        wrong.add(page.path)
        rest = page.markup.split("\n")[found["line"] - 1][found["column"] - 1 :]
        tag, bracket, text = rest.partition(">")
        shown = (tag + bracket + text.partition("<")[0])[:40].strip()
        message = f"{found['message']} ({found['rule']}) at “{shown}”"
        yield page.problem("built-html", message, shown)
    for page in files.values():
        if page.path not in wrong:
            CACHE.write(names[page.path], "valid")


def _validate(files: list[str]) -> list[dict[str, Any]]:
    """What html-validate finds in the files, in one process."""
    if not files:
        return []
    return list(json.loads(run_node(SCRIPT, *files)))
