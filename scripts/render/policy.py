"""The Content-Security-Policy of the site: nothing from other hosts, and no script that stands in a page but those that
are named by their hash.

KaTeX places symbols by `style` attributes, with heights and shifts that are no finite set of classes. So attributes may
hold styles, but `<style>` elements and other hosts' sheets are refused. `style-src` itself allows what attributes need,
because browsers older than `style-src-attr` (2022) would otherwise pile up the symbols of every formula.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

EXECUTED = ("", "module", "text/javascript")
"""Types of scripts that a browser executes; others are data."""


def policy(scripts: Iterable[str], *, header: bool = False) -> str:
    """The policy for pages with these scripts in them; as a header it also says who may frame a page: nobody."""
    hashes = sorted({f"'{digest(script)}'" for script in scripts})
    directives = [
        "default-src 'self'",
        " ".join(["script-src 'self'", *hashes]),
        "style-src 'self' 'unsafe-inline'",
        "style-src-elem 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",  # the theme's icons are in its style sheet
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
    return "; ".join([*directives, "frame-ancestors 'none'"] if header else directives)


def digest(script: str) -> str:
    """The hash by which a policy names a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def inline_scripts(page: Any) -> list[str]:
    """The scripts that stand in a parsed page and would be executed."""
    return [
        str(script.text or "")
        for script in page.iter("script")
        if script.get("src") is None and script.get("type", "").lower() in EXECUTED
    ]
