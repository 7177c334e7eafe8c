"""Ask every external address whether it is still alive: `python -m scripts.external_links [--report links.md]`.

The addresses are those of the works in the bibliography and of the links on the pages. A host gets one request at a
time, with a pause after each; a failure that may pass is tried again. Dead is what says so: 404, 410, or a host whose
name nobody knows. Everything else that is not an answer (a publisher that refuses robots, a timeout, a server error)
could not be checked, which is reported but no failure; a host that goes on like this is left alone. The exit code is 1
if an address is dead, 2 if not one answered.

Where works have an arXiv number or a DOI, title and year are held against what is registered there; what differs is
reported like a dead address.
"""

import argparse
import concurrent.futures
import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scripts.checks.citations import FILE as BIBLIOGRAPHY
from scripts.content import ROOT, Problem, Reference, Site, read_text
from scripts.evidence.lookup import differences

GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
MAY_PASS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
UNKNOWN_HOST = "nobody knows this host"
ENOUGH = 3
"""How many addresses of a host that does not answer are asked for, one after the other, before it is left alone."""
LONGEST_WAIT = 60
"""Seconds that a `Retry-After` may ask for before the address is given up."""


@dataclass(frozen=True, order=True)
class Place:
    """Where an address is written."""

    file: str
    line: int


@dataclass(frozen=True)
class Answer:
    """What became of asking for an address: `alive`, `dead` or `unchecked`, and why."""

    verdict: str
    reason: str


def places(site: Site) -> dict[str, list[Place]]:
    """Every external address of the site without its fragment, with the places where it is written."""
    found: dict[str, set[Place]] = {}
    for page in site.pages:
        for link in page.links:
            if link.target.startswith(("https://", "http://")):
                found.setdefault(link.target.partition("#")[0], set()).add(Place(page.file, link.line))
    path = site.data / "bibliography.bib"
    lines = read_text(path, BIBLIOGRAPHY).split("\n") if path.exists() else []
    for work in site.bibliography.values():
        if work.address:
            found.setdefault(work.address.partition("#")[0], set()).add(Place(BIBLIOGRAPHY, _line(work, lines)))
    return {url: sorted(found[url]) for url in sorted(found)}


def _line(work: Reference, lines: list[str]) -> int:
    """The line of the entry that holds the work's identifier."""
    identifier = next(value for name in ("doi", "eprint", "url") if (value := work.field(name)))
    numbered = enumerate(lines[work.line - 1 :], work.line)
    return next((number for number, line in numbered if identifier in line), work.line)


@dataclass(frozen=True)
class Asker:
    """Asks for addresses, politely.

    `pause` is the time in seconds between two requests to a host, `backoff` that before the second try (doubled
    before each further one). The `resolvers` are asked only whether they know an identifier: where a DOI leads to is
    the publisher's affair, and publishers refuse robots.
    """

    agent: str = "deep-learning-checked (checks its links once a week)"
    pause: float = 3
    timeout: float = 20
    tries: int = 3
    backoff: float = 5
    resolvers: frozenset[str] = frozenset({"doi.org"})

    def ask_all(self, urls: Iterable[str], told: Callable[[str, Answer], None]) -> dict[str, Answer]:
        """Ask for all addresses, several hosts at a time; `told` hears of each answer as it comes."""
        by_host: dict[str, list[str]] = {}
        for url in urls:
            by_host.setdefault(_host(url), []).append(url)
        answers: dict[str, Answer] = {}

        def ask_host(host: str) -> None:
            silent = 0
            answer = Answer("unchecked", "not asked")
            for number, url in enumerate(by_host[host]):
                if silent < ENOUGH:
                    time.sleep(self.pause if number else 0)
                    answer = self.ask(url)
                    silent = silent + 1 if answer.verdict == "unchecked" or answer.reason == UNKNOWN_HOST else 0
                answers[url] = answer if silent < ENOUGH else replace(answer, reason=f"{answer.reason}, the whole host")
                told(url, answers[url])

        with concurrent.futures.ThreadPoolExecutor(max_workers=8) as pool:
            longest_first = sorted(by_host, key=lambda host: -len(by_host[host]))
            for done in [pool.submit(ask_host, host) for host in longest_first]:
                done.result()
        return answers

    def ask(self, url: str) -> Answer:
        """Ask for one address; what may pass is tried again."""
        answer, again_after = self._try(url, "HEAD")
        wait = self.backoff
        for _ in range(self.tries - 1):
            if again_after is None or again_after > LONGEST_WAIT:
                break
            time.sleep(max(wait, again_after))
            wait *= 2
            answer, again_after = self._try(url, "GET")
        return answer

    def fetch(self, url: str, accept: str) -> bytes | None:
        """What stands at an address, for looking works up; None if nothing comes."""
        time.sleep(self.pause)
        request = Request(url, headers={"User-Agent": self.agent, "Accept": accept})
        try:
            with build_opener().open(request, timeout=self.timeout) as response:
                return bytes(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None

    def _try(self, url: str, method: str) -> tuple[Answer, float | None]:
        """One try; the second part is the time after which another makes sense, None if none does."""
        resolver = _host(url) in self.resolvers
        try:
            status, retry_after = self._status(url, method, resolver)
            if status >= 400 and method == "HEAD" and status not in MAY_PASS:  # many servers answer HEAD wrongly
                status, retry_after = self._status(url, "GET", resolver)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _failure(error)
        if status < (400 if resolver else 300):
            return Answer("alive", str(status)), None
        reason = f"{status} {http.client.responses.get(status, '')}".strip()
        if status < 400:
            reason = "redirects in a circle"
        if status in GONE:
            return Answer("dead", reason), None
        may_pass = status in MAY_PASS or status >= 500
        return Answer("unchecked", reason), retry_after if may_pass else None

    def _status(self, url: str, method: str, resolver: bool) -> tuple[int, float]:
        """The status of the answer to one request, and the seconds that its `Retry-After` asks for."""
        opener = build_opener(_NoRedirects) if resolver else build_opener()
        address = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
        request = Request(address, method=method, headers={"User-Agent": self.agent, "Accept": "*/*"})
        try:
            with opener.open(request, timeout=self.timeout) as response:
                return int(response.status), 0
        except HTTPError as error:
            with error:
                wait = error.headers.get("Retry-After", "")
                return error.code, float(wait) if wait.isdecimal() else 0


class _NoRedirects(HTTPRedirectHandler):
    """Takes a redirect as the answer."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def _host(url: str) -> str:
    """The host that an address names, `""` if it is malformed."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _failure(error: Exception) -> tuple[Answer, float | None]:
    """What it means that no answer came."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
        return Answer("dead", UNKNOWN_HOST), 0
    if isinstance(cause, TimeoutError):
        return Answer("unchecked", "no answer in time"), 0
    return Answer("unchecked", str(cause) or type(cause).__name__), 0 if isinstance(cause, OSError) else None


def problems(found: dict[str, list[Place]], answers: dict[str, Answer], verdict: str) -> Iterator[Problem]:
    """A problem for each place of each address with this verdict."""
    advice = {
        "dead": "is dead ({}); link to where it went, or to an archived copy",
        "unchecked": "could not be checked ({}); open it in a browser once in a while",
    }[verdict]
    for url, written in found.items():
        if answers[url].verdict == verdict:
            for place in written:
                message = f"{url} {advice.format(answers[url].reason)}"
                yield Problem(place.file, place.line, "external-links", message)


def report(dead: list[Problem], unchecked: list[Problem], differing: Sequence[Problem] = ()) -> str:
    """The Markdown of the issue."""
    lines = ["These addresses are dead:", "", *(f"- {_item(problem)}" for problem in dead), ""] if dead else []
    if differing:
        works = (f"- `{problem.file}:{problem.line}` {problem.message}" for problem in differing)
        lines += ["These works are registered otherwise:", "", *works, ""]
    lines += ["What to do is written in MAINTAINING.md, under “The weekly link check opened an issue”."]
    if unchecked:
        lines += ["", "<details><summary>These could not be checked.</summary>", ""]
        lines += [*(f"- {_item(problem)}" for problem in unchecked), "", "</details>"]
    return "\n".join(lines) + "\n"


def _item(problem: Problem) -> str:
    url, _, rest = problem.message.partition(" ")
    return f"`{problem.file}:{problem.line}` <{url}> {rest.partition(';')[0]}"


def main(arguments: list[str], root: Path = ROOT, asker: Asker | None = None) -> int:
    """Ask for all addresses of the site, print what is wrong, and write the report if one is wanted and needed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.external_links", description="Find dead external links.")
    parser.add_argument("--report", type=Path, help="write what is dead to this file, as Markdown")
    options = parser.parse_args(arguments)
    site = Site.read(root)
    asker = asker or Asker(agent=f"{Asker.agent} {site.repository}".strip())
    found = places(site)
    count = 0

    def told(url: str, answer: Answer) -> None:
        nonlocal count
        count += 1
        print(f"{count} of {len(found)}: {answer.verdict} ({answer.reason}): {url}", file=sys.stderr, flush=True)

    answers = asker.ask_all(found, told)
    if found and all(answer.verdict != "alive" for answer in answers.values()):
        print("Not one address answered, so nothing is known: is there a network?", file=sys.stderr)
        return 2
    dead, unchecked = (sorted(problems(found, answers, verdict)) for verdict in ("dead", "unchecked"))
    differing = sorted(differences(site, BIBLIOGRAPHY, asker.fetch))
    for problem in [*unchecked, *dead, *differing]:
        print(problem)
    verdicts = [answer.verdict for answer in answers.values()]
    print(
        f"{len(verdicts)} addresses: {verdicts.count('alive')} alive, {verdicts.count('dead')} dead,"
        f" {verdicts.count('unchecked')} could not be checked",
        file=sys.stderr,
    )
    if options.report and (dead or differing):
        options.report.write_text(report(dead, unchecked, differing), encoding="utf-8")
    return 1 if dead or differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
