"""Addresses that a page may lead to: https, mailto, and files beside it; nothing that runs, hides or climbs.

Every function returns what is wrong and what to do, `""` where nothing is.
"""

import functools
import re
from urllib.parse import unquote, urlsplit

from scripts.safety.allowed import KNOWN_HOSTS, SCHEMES

_READ_OTHERWISE = re.compile(r"[\x00-\x20\x7f\\<>\"`]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_LOOKS_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", ""))
"""What the eye takes for one another in the name of a host."""
_SAME_SITE = 2
"""Labels at the end of a host that one owner holds: `pytorch.org`."""


@functools.lru_cache(20_000)
def address_problem(target: str) -> str:
    """What is wrong with the target of a link or image."""
    if _READ_OTHERWISE.search(target) or _READ_OTHERWISE.search(unquote(target).replace(" ", "")):  # %20 is clear
        return "a space, quote, backslash, < > or control character, which browsers read in their own way; remove it"
    if match := _SCHEME.match(target):
        scheme = match[1].lower()
        if scheme == "http":
            return "http: can be changed on its way; write https:"
        if scheme not in SCHEMES:
            return f"{scheme}: runs, reads or opens something at the reader's; link by https:, mailto: or to a file"
        return host_problem(target) if scheme == "https" else _mail_problem(target)
    if target.startswith("//"):
        return "an address of another host without its scheme; write https:"
    return path_problem(target)


def host_problem(address: str) -> str:
    """What is wrong with the host of an https address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "this is no address; write https://host/path"
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "a name or password stands in the address; remove it (and change the password: it was published)"
    host = parts.hostname or ""
    if not host.isascii() or "xn--" in host:
        return f"the host {host!r} has letters that look like others; write the host in ASCII"
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not labels[-1].isalpha():
        return f"{host!r} is no name of a public host; write https://host/path"
    if port not in (None, 443):
        return f"port {port} is not where public pages are; write the address without it"
    if known := resembles(host):
        return f"the host {host} looks like {known} and is another; write {known}, or add {host} to KNOWN_HOSTS"
    return ""


@functools.cache
def resembles(host: str) -> str:
    """The known host that `host` can be mistaken for, `""` if none: one letter differs, or the name stands inside."""
    host = host.removeprefix("www.")
    if any(host == known or host.endswith(f".{known}") for known in KNOWN_HOSTS):
        return ""
    own = ".".join(host.split(".")[-_SAME_SITE:])
    for known in sorted(KNOWN_HOSTS):
        site = ".".join(known.split(".")[-_SAME_SITE:])
        if own == site:
            continue
        if own.removeprefix("www") == site:
            return known
        inside = f".{known}." in f".{host}." or host.startswith(f"{known.replace('.', '-')}")
        if inside or (len(site) >= 7 and (_skeleton(own) == _skeleton(site) or _one_edit_apart(own, site))):
            return known
    return ""


def path_problem(target: str) -> str:
    """What is wrong with a relative target: it goes up first, then down, and enters nothing hidden."""
    path = unquote(target).partition("#")[0].partition("?")[0]
    parts = path.split("/")
    while parts and parts[0] == "..":
        del parts[0]
    if ".." in parts:
        return "the path climbs up again after it went down; write the shortest way to the file"
    if any(part.startswith(".") and part != "." for part in parts):
        return "the path enters a hidden file or folder, which is not published; link to a page or to code"
    return ""


def text_problem(text: str, target: str) -> str:
    """What is wrong with a link whose words are an address: they must name the host that the link leads to."""
    said = re.match(r"\s*(?:https?://|www\.)([^\s/?#]+)", text)
    host = (urlsplit(target).hostname or "").removeprefix("www.")
    if said and said[1].lower().removeprefix("www.") != host:
        return f"the words say {said[1]} and the link leads to {host or target}; say where it leads"
    return ""


def _mail_problem(target: str) -> str:
    if not re.fullmatch(r"mailto:[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", target, re.ASCII | re.IGNORECASE):
        return "mailto: has one plain address and nothing behind it; write mailto:name@host"
    return ""


def _skeleton(host: str) -> str:
    for seen, taken_for in _LOOKS_ALIKE:
        host = host.replace(seen, taken_for)
    return host


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out, or two neighbors were exchanged."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, remaining = one[start:], other[start:]
    if rest[:2] == remaining[1::-1] and rest[2:] == remaining[2:]:
        return True
    return rest[1:] == remaining[1:] or rest[1:] == remaining or rest == remaining[1:]
