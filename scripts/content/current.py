"""The site of the build that is under way: read once and held here for all that has no other way to be given it.

Markdown extensions and hooks are called by the builder, which knows nothing of a `Site`. Commands read the site
themselves and hand it down.
"""

from pathlib import Path

from scripts.content.files import ROOT
from scripts.content.site import Site

_held: Site | None = None


def hold(site: Site) -> Site:
    """Make `site` the current one until another is held; the preview does so at each build."""
    global _held
    _held = site
    return site


def current_site(root: Path | None = None) -> Site:
    """The site that is held; where none is, or one of another folder than `root`, it is read and held."""
    if _held is not None and root in (None, _held.root):
        return _held
    return hold(Site.read(root or ROOT))
