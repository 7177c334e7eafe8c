"""The address of the site, `SITE_URL` or that of `mkdocs.yml`, is one that a browser can open, or there is none."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from scripts.content import Problem, Site, line_at, read_text

_SAFE = "/%:@!$&'()*+,;=~-._"
"""Characters that the path of an address may have as they are, RFC 3986, apart from letters and digits."""


def check(site: Site) -> Iterator[Problem]:
    """Look at `site_url` as MkDocs will read it."""
    address = str(site.mkdocs.get("site_url") or "")
    if address and (message := problem_of(address)):
        text = read_text(site.root / "mkdocs.yml", "mkdocs.yml")
        line = line_at(text, max(0, text.find("site_url:")))
        yield Problem("mkdocs.yml", line, "address", f"the site's address (SITE_URL) {message}")


def problem_of(address: str) -> str:
    """What is wrong with an address of the site and what to do, `""` if it is right."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        parts, named = urlsplit(""), False
    if parts.scheme not in ("http", "https") or not named:
        return f"is {address!r}; write it as https://example.org/folder/"
    if parts.username is not None or parts.password is not None:
        return "would publish a name or a password; leave out what is before the @"
    if parts.query or parts.fragment:
        return f"is {address!r}, but pages stand below it; leave out what begins with ? or #"
    if (written := quote(parts.path, safe=_SAFE)) != parts.path or parts.netloc != parts.netloc.strip():
        return f"is {address!r}; write {parts.scheme}://{parts.netloc.strip()}{written}"
    return ""
