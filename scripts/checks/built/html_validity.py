"""The built pages are valid HTML, says html-validate."""

import concurrent.futures
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.checks.built.site import BuiltSite
from scripts.content import ROOT, Problem
from scripts.render.node import node

SCRIPT = Path(__file__).with_suffix(".mjs")


def check(built: BuiltSite) -> Iterator[Problem]:
    """Run the validator over all pages at once."""
    files = {str(built.folder / page.path): page for page in built.pages}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        reports = pool.map(_validate, (list(files)[::2], list(files)[1::2]))
    for found in (found for report in reports for found in report):
        page = files[found["file"]]
        rest = page.markup.split("\n")[found["line"] - 1][found["column"] - 1 :]
        tag, bracket, text = rest.partition(">")
        shown = (tag + bracket + text.partition("<")[0])[:40].strip()
        message = f"{found['message']} ({found['rule']}) at “{shown}”"
        yield page.problem("built-html", message, shown)


def _validate(files: list[str]) -> list[dict[str, Any]]:
    """What html-validate finds in the files, in one process."""
    answer = subprocess.run([node(), str(SCRIPT), *files], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise RuntimeError(f"html-validate stopped: {answer.stderr.strip()}")
    return list(json.loads(answer.stdout))
