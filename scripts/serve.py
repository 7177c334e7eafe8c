"""Show the site on localhost and build it again after every edit: `python -m scripts.serve`.

The problems that the checks find are printed at each build; unlike `make build`, the preview goes on all the same.
"""

import logging
import sys

from mkdocs.commands.serve import serve

from scripts.content import ROOT, Site
from scripts.publishing.pages import set_environment
from scripts.render.katex import copy_assets

WATCHED = ("docs", "snippets", "scripts/numbers", "mkdocs.yml")
"""What a page is made from."""


def main() -> int:
    """Serve until interrupted."""
    copy_assets()
    set_environment(Site.read(ROOT))
    watch = [str(ROOT / name) for name in WATCHED]
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(str(ROOT / "mkdocs.yml"), livereload=True, watch=watch, strict=False)
    except Exception as error:
        print(f"The site cannot be shown: {error}\nMend the problems above, then start again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
