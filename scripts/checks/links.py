"""Every relative link and image leads to a file, and every fragment to an anchor of it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from scripts.content import Link, Page, Problem, Site, outside_docs, own_files
from scripts.content.by_page import Found, of_each_page
from scripts.content.code import function_lines
from scripts.safety.addresses import address_problem

_SCHEME = re.compile(r"[A-Za-z][A-Za-z+.-]*:")
_BARE = re.compile(r"https?://\S+")


def check(site: Site) -> Iterator[Problem]:
    """Look at each link, image and bare address."""
    files = {path.relative_to(site.docs).as_posix() for path in own_files(site.docs, "**/*")}
    folded = {name.casefold(): name for name in files}
    own = str(site.mkdocs.get("site_url", ""))
    for page in site.pages:
        for link in page.links:
            message = _problem(site, page, link, files, folded, own)
            if message:
                yield Problem(page.file, link.line, "links", message)
    yield from of_each_page(site, "links", _bare)


def _bare(page: Page) -> Iterator[Found]:
    """Addresses that stand in the text as they are."""
    for inline in page.inlines:
        inside = False
        for part, line in inline.lines():
            inside = part.type == "link_open" or (inside and part.type != "link_close")
            if part.type == "text" and not inside and (match := _BARE.search(part.content)):
                yield line, f"bare address {match[0]}; write [what it is]({match[0]}) or cite it"


def _problem(site: Site, page: Page, link: Link, files: set[str], folded: dict[str, str], own: str) -> str:
    target = unquote(link.target)
    if (scheme := _SCHEME.match(link.target)) and scheme[0] != scheme[0].lower():
        return f"{target} begins with capitals; write {scheme[0].lower()}"
    if target.startswith(("https://", "http://", "mailto:")):
        inside = any(own_url and target.startswith(own_url) for own_url in (own, "http://localhost:8000"))
        return f"{target} is this site; link to the file, relative to this page" if inside else ""
    if target.startswith("/"):
        return f"{target} is absolute; link to the file, relative to this page"
    if not target or target == "#":
        return f"the link “{link.text}” leads nowhere; give it a target"
    if address_problem(link.target):
        return ""  # the check `safety` says so
    if code := outside_docs(target):
        return _code_problem(site, code)
    path, fragment = site.resolve(page, re.sub(r"\?[^#]*", "", target))
    if path.startswith("../"):
        return f"{target} leaves docs/; link to a page, or to code in snippets/, scripts/ or tests/"
    if path not in files:
        return _missing(target, path, files, folded)
    if not path.endswith((".md", ".py", ".svg", ".png")):
        return f"docs/{path} is not published; link to a page, or to code in snippets/, scripts/ or tests/"
    other = site.page(path)
    if fragment and other is None:
        return f"{target} has a fragment, but {path} is no page; leave out what begins with #"
    if fragment and other is not None and fragment not in site.anchors(other):
        nearest = _nearest(fragment, site.anchors(other))
        return f"no anchor {fragment!r} in docs/{path}; link to one that it has{nearest}"
    return ""


def _missing(target: str, path: str, files: set[str], folded: dict[str, str]) -> str:
    if (other := folded.get(path.casefold())) is not None:
        return f"{target} differs in case from the file docs/{other}; use its spelling"
    for file in (f"{path}.md", f"{path}/index.md"):
        if file in files:
            return f"{target} is an address; link to the file, {file}"
    if path.count("/") == 2 and path.endswith(".svg") and not path.startswith("labs/"):
        page, _, name = path.removesuffix(".svg").replace("-", "_").rpartition("/")
        draw = f"draw it by {name}() in scripts/figures/{page}.py, then `make figures pages={page}`"
        return f"no file docs/{path}; {draw}{_nearest(path, files)}"
    return f"no file docs/{path}; add it or mend the link{_nearest(path, files)}"


def _code_problem(site: Site, target: str) -> str:
    file, _, function = target.partition("#")
    if not (site.root / file).is_file():
        return f"no file {file} in the repository; mend the link"
    if function and function not in function_lines(site.root / file):
        nearest = _nearest(function, set(function_lines(site.root / file)))
        return f"no function {function!r} in {file}; mend the link{nearest}"
    return ""


def _nearest(name: str, known: set[str] | frozenset[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
