"""Two programs that a test runs in a repository and tells by lines on their input what to do; see `test_preview.py`.

`preview FOLDER` keeps a preview; for each line it takes the sources as they are and writes every file to the folder.
`clean FOLDER` makes the whole site for each line, in the folder that the line names, and knows nothing from before.
"""

import os
import sys
from pathlib import Path

from scripts.content import ROOT, Site
from scripts.publishing import pages
from scripts.publishing.conversions import CONVERSIONS
from scripts.publishing.pages import mkdocs_problems, set_environment
from scripts.publishing.preview import Preview
from scripts.serve import configuration

ADDRESS = "http://localhost:8000/"


def preview(folder: Path) -> None:
    """Keep a preview."""
    set_environment(Site.read(ROOT))
    kept = Preview(lambda: configuration(folder, ADDRESS))
    for _ in sys.stdin:
        kept.update()
        addresses = set(kept.addresses)
        for address in sorted(addresses):
            kept.write(address)
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix().removesuffix(".gz") not in addresses:
                path.unlink()
        print("done", flush=True)


def clean(folder: Path) -> None:
    """Make the whole site, each time in a new process that starts with what is imported here."""
    pages.__dict__["finish"] = lambda *_: None  # the preview goes without what is done to a built site
    configuration(folder, ADDRESS)  # imports what MkDocs imports
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            target = Path(line.strip())
            CONVERSIONS.__init__(target.with_suffix(".cache"))  # type: ignore[misc] # as if nothing had been converted
            problems = mkdocs_problems(Site.read(ROOT), target)
            print(*problems, sep="\n", file=sys.stderr)
            os._exit(len(problems))
        _, status = os.waitpid(child, 0)
        print("done" if status == 0 else "failed", flush=True)


if __name__ == "__main__":
    (preview if sys.argv[1] == "preview" else clean)(Path(sys.argv[2]))
