"""The files that the search consists of on the site, made before the builder runs and independent of it."""

import functools
import html
import json
from pathlib import Path

from scripts.content import ROOT, Site, own_files
from scripts.content.cache import Cache, key
from scripts.render.node import installed, run_node
from scripts.search.documents import documents

FOLDER = "assets/search"
CODE = ROOT / "docs" / "javascripts" / "search"
CACHE = Cache(ROOT / ".cache" / "search")
HERE = Path(__file__).parent
STYLES = ROOT / "docs" / "stylesheets" / "search.css"


def search_files(site: Site, address: str) -> dict[str, bytes]:
    """All files by their path on the site; `address` is where the site will be published, with a slash at the end.

    Where no address is known, no browser is told how to search the site by it.

    Raises `RuntimeError` with what Node said if the code of the search cannot be bundled.
    """
    made = _bundled(json.dumps(documents(site), ensure_ascii=False), _code())
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


def _code() -> str:
    """The code that is bundled, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in [*own_files(CODE, "**/*.js"), STYLES])


@functools.lru_cache(maxsize=2)
def _bundled(documents_json: str, code: str) -> dict[str, str]:
    """The files of these documents and this code; made again only if either has changed."""
    name = key(documents_json, code, (HERE / "build.mjs").read_bytes(), installed())
    made: dict[str, str] = json.loads(
        CACHE.remembered(name, lambda: run_node(HERE / "build.mjs", given=documents_json))
    )
    return made
