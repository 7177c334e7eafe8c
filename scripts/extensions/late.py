"""Keeps bulky HTML (formulas, figures) out of a page until the search index has been made.

The search plugin parses the HTML of every page. Formulas and figures are most of that HTML and none of the words,
so extensions hand them in here and get a stand-in: one element with words for the index. `scripts/hooks.py` puts
the HTML in its place when the page is finished. Where hooks do not run, `put` returns the HTML itself and pages
come out the same, only more slowly and with a larger index.
"""

import hashlib
import html
import re

_STAND_IN = re.compile(r'<(span|div) data-late="([0-9a-f]{16})">[^<]*</\1>')
_kept: dict[str, str] | None = None


def enable() -> None:
    """Called by the hook that will call `fill`: from now on `put` returns stand-ins."""
    global _kept
    if _kept is None:
        _kept = {}


def put(markup: str, words: str, *, block: bool = False) -> str:
    """A stand-in for `markup` that reads `words`, or `markup` itself if nothing will fill it in later."""
    if _kept is None:
        return markup
    key = hashlib.sha256(markup.encode()).hexdigest()[:16]
    _kept[key] = markup
    tag = "div" if block else "span"
    return f'<{tag} data-late="{key}">{html.escape(words, quote=False)}</{tag}>'


def fill(page: str) -> str:
    """The page with every stand-in replaced by its HTML."""
    kept = _kept or {}
    return _STAND_IN.sub(lambda match: kept[match[2]], page)
