"""The files that the search consists of on the site, made before the builder runs and independent of it."""

import html
import json
from pathlib import Path

from scripts.content import ROOT, Site, own_files
from scripts.content.cache import Cache
from scripts.render.node import made_by
from scripts.search.documents import documents

FOLDER = "assets/search"
LATER = f"{FOLDER}/terms.js"
"""What the terms of the glossary mean: shown with a result that is a term, fetched behind the first results."""
CODE = ROOT / "docs" / "javascripts" / "search"
CACHE = Cache(ROOT / ".cache" / "search")
HERE = Path(__file__).parent
STYLES = ROOT / "docs" / "stylesheets" / "search.css"


def search_files(site: Site, address: str) -> dict[str, bytes]:
    """All files by their path on the site; `address` is where the site will be published, with a slash at the end.

    Where no address is known, no browser is told how to search the site by it.

    Raises `NodeError` with what Node said if the code of the search cannot be bundled.
    """
    given = json.dumps(documents(site), ensure_ascii=False)
    made = made_by(HERE / "build.mjs", [*own_files(CODE, "**/*.js"), STYLES], CACHE, given)
    files = {name: text.encode() for name, text in made.items()}
    if address:
        files["opensearch.xml"] = open_search(str(site.mkdocs.get("site_name", "")), address).encode()
    return files


def open_search(name: str, address: str) -> str:
    """The description by which a browser offers the site as a search engine (OpenSearch 1.1)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{html.escape(name[:16].strip())}</ShortName>\n"
        f"  <Description>{html.escape(f'Questions answered by {name}')}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Image type="image/svg+xml">{html.escape(address)}assets/mark.svg</Image>\n'
        f'  <Url type="text/html" template="{html.escape(address)}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )
