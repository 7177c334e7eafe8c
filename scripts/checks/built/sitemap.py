"""The sitemap names every page, and nothing else; without an address of the site there is none."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from scripts.checks.built.site import BuiltSite
from scripts.content import Problem


def check(built: BuiltSite) -> Iterator[Problem]:
    """Compare sitemap.xml with the pages."""
    path = built.folder / "sitemap.xml"
    if not built.site.mkdocs.get("site_url"):
        if path.is_file():
            yield Problem(
                "mkdocs.yml", 1, "built-sitemap", "a sitemap.xml though no site_url is set; remove one of them"
            )
        return
    if not path.is_file():
        yield Problem("mkdocs.yml", 1, "built-sitemap", "no sitemap.xml; build the site again")
        return
    base = str(built.site.mkdocs["site_url"]).rstrip("/") + "/"
    listed = {unquote(str(url).removeprefix(base)) for url in etree.parse(path).xpath("//*[local-name()='loc']/text()")}
    wanted = {page.source.url for page in built.pages if page.source is not None and page.path != "404.html"}
    for url in sorted(wanted - listed):
        yield Problem("mkdocs.yml", 1, "built-sitemap", f"sitemap.xml does not name {url or 'the home page'}")
    for url in sorted(listed - wanted):
        yield Problem("mkdocs.yml", 1, "built-sitemap", f"sitemap.xml names {url}, which is no page")
