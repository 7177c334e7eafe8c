"""No page makes the browser ask another host for anything."""

import re
from collections.abc import Iterator

from scripts.checks.built.site import BuiltPage, BuiltSite, Found
from scripts.content import Problem

_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_LINKS_THAT_LOAD = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}


def check(built: BuiltSite) -> Iterator[Problem]:
    """Look at what loads by itself: scripts, styles, images, frames, fonts."""
    yield from built.of_each_page("built-requests", _found)
    for path in sorted(built.folder.rglob("*.css")):
        name = path.relative_to(built.folder).as_posix()
        for url in _css_urls(path.read_text(encoding="utf-8")):
            if _foreign(url):
                yield Problem(f"site/{name}", 1, "built-requests", f"loads {url}; serve it from this site")
            elif not url.startswith(("data:", "#")) and not (path.parent / url.split("?")[0].split("#")[0]).is_file():
                yield Problem(f"site/{name}", 1, "built-requests", f"loads {url}, which does not exist")


def _found(page: BuiltPage) -> Iterator[Found]:
    for tag, url in page.urls:
        if tag not in ("a", "area", "link") and _foreign(url):
            yield f"<{tag}> loads {url}; serve it from this site", url
    for link in page.tree.iter("link"):
        if _foreign(link.get("href", "")) and _LINKS_THAT_LOAD & set(link.get("rel", "").lower().split()):
            yield f"<link> loads {link.get('href')}; serve it from this site", ""
    for style in page.tree.iter("style"):
        for url in _css_urls(style.text or ""):
            if _foreign(url):
                yield f"a style loads {url}; serve it from this site", ""


def _foreign(url: str) -> bool:
    return url.startswith(("http://", "https://", "//"))


def _css_urls(css: str) -> Iterator[str]:
    return (match[1] or match[2] for match in _CSS_URL.finditer(css))
