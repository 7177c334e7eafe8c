"""The check of external links tells dead from alive and from what refuses to be checked, politely."""

import http.server
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scripts.content import ROOT, Site
from scripts.external_links import Answer, Asker, Place, main, places

ASKER = Asker(pause=0, backoff=0, timeout=10)


@dataclass
class Server:
    """A server on localhost that misbehaves as its paths say, with what it was asked."""

    base: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def answer(self, method: str, path: str) -> tuple[int, dict[str, str]]:
        """Status and headers for one request."""
        self.asked.append((method, path))
        tries = Counter(self.asked)[method, path]
        if path == "/slow":
            time.sleep(2)
            return 200, {}
        if path == "/busy":
            return (200, {}) if tries > 1 else (429, {"Retry-After": "0"})
        if path == "/come-back-tomorrow":
            return 429, {"Retry-After": "86400"}
        if path == "/flaky":
            return (200 if len([each for each in self.asked if each[1] == path]) > 2 else 500), {}
        if path == "/no-head":
            return (405 if method == "HEAD" else 200), {}
        if path == "/lies-on-head":
            return (404 if method == "HEAD" else 200), {}
        if path.startswith("/moved"):
            return 301, {"Location": {"/moved": "/200", "/moved-to-nothing": "/404", "/moved-round": path}[path]}
        return int(path[1:4]), {}


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            made.agents.add(self.headers["User-Agent"])
            status, headers = made.answer(self.command, self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing of requests."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        made = Server(f"http://127.0.0.1:{listening.server_port}")
        threading.Thread(target=listening.serve_forever, args=[0.01], daemon=True).start()
        yield made
        listening.shutdown()


@pytest.mark.parametrize(
    ("path", "verdict", "reason", "requests"),
    [
        ("/200", "alive", "200", ["HEAD"]),
        ("/404", "dead", "404 Not Found", ["HEAD", "GET"]),
        ("/410", "dead", "410 Gone", ["HEAD", "GET"]),
        ("/flaky", "alive", "200", ["HEAD", "GET", "GET"]),
        ("/503", "unchecked", "503 Service Unavailable", ["HEAD", "GET", "GET", "GET"]),
        ("/no-head", "alive", "200", ["HEAD", "GET"]),
        ("/lies-on-head", "alive", "200", ["HEAD", "GET"]),
        ("/403", "unchecked", "403 Forbidden", ["HEAD", "GET"]),
        ("/418", "unchecked", "418 I'm a Teapot", ["HEAD", "GET"]),
        ("/busy", "alive", "200", ["HEAD", "GET", "GET"]),
        ("/429", "unchecked", "429 Too Many Requests", ["HEAD", "GET", "GET"]),
        ("/come-back-tomorrow", "unchecked", "429 Too Many Requests", ["HEAD"]),
        ("/slow", "unchecked", "no answer in time", ["HEAD", "GET", "GET"]),
        ("/moved-round", "unchecked", "redirects in a circle", None),
    ],
)
def test_verdict_and_number_of_requests(
    server: Server, path: str, verdict: str, reason: str, requests: list[str] | None
) -> None:
    asker = replace(ASKER, timeout=0.3) if path == "/slow" else ASKER
    assert asker.ask(server.base + path) == Answer(verdict, reason)
    assert requests is None or [method for method, _ in server.asked] == requests


def test_a_redirect_is_followed(server: Server) -> None:
    assert ASKER.ask(f"{server.base}/moved").verdict == "alive"
    assert ASKER.ask(f"{server.base}/moved-to-nothing").verdict == "dead"


def test_a_resolver_is_asked_only_whether_it_knows_the_identifier(server: Server) -> None:
    asker = Asker(pause=0, backoff=0, resolvers=frozenset({"127.0.0.1"}))
    assert asker.ask(f"{server.base}/moved-to-nothing") == Answer("alive", "301")
    assert asker.ask(f"{server.base}/404").verdict == "dead"


def test_a_host_that_nobody_knows_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert ASKER.ask("https://gone.example/") == Answer("dead", "nobody knows this host")


def test_a_refused_connection_and_an_impossible_address_are_no_crash() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert ASKER.ask(f"http://127.0.0.1:{port}/").verdict == "unchecked"
    assert ASKER.ask("http://[half/").verdict == "unchecked"


def test_a_host_gets_one_request_at_a_time_with_a_pause(server: Server) -> None:
    start = time.perf_counter()
    Asker(pause=0.2).ask_all([f"{server.base}/200", f"{server.base}/201", f"{server.base}/202"], lambda *_: None)
    assert time.perf_counter() - start >= 0.4
    assert server.agents == {Asker.agent}
    assert "deep-learning-checked" in Asker.agent


def test_a_host_that_refuses_three_times_is_left_alone(server: Server) -> None:
    urls = [f"{server.base}/403?{number}" for number in range(5)]
    answers = Asker(pause=0).ask_all(urls, lambda *_: None)
    assert [answer.verdict for answer in answers.values()] == ["unchecked"] * 5
    assert answers[urls[4]].reason == "403 Forbidden, the whole host"
    assert len({path for _, path in server.asked}) == 3


def test_addresses_come_from_links_and_works_with_file_and_line(repository: Path) -> None:
    page, works = repository / "docs/training/page.md", repository / "docs/_data/bibliography.bib"
    page.write_text(page.read_text() + "\nA [tool](https://b.example/x#part).\n")
    entry = "\n@misc{%s,\n  title = {T},\n  %s = {%s},\n}\n"
    entries = [("d", "doi", "10.1/d"), ("e", "eprint", "1706.1"), ("u", "url", "https://b.example/x")]
    works.write_text(works.read_text() + "".join(entry % each for each in entries))
    bibliography = "docs/_data/bibliography.bib"
    assert places(Site.read(repository)) == {
        "https://arxiv.org/abs/1706.1": [Place(bibliography, 15)],
        "https://b.example/x": [Place(bibliography, 20), Place("docs/training/page.md", 38)],
        "https://doi.org/10.1/d": [Place(bibliography, 10)],
    }


def test_every_address_of_the_site_is_found() -> None:
    site = Site.read()
    found = places(site)
    assert {work.address.partition("#")[0] for work in site.bibliography.values() if work.address} <= set(found)
    for url, written in found.items():
        for place in written:
            line = (site.root / place.file).read_text(encoding="utf-8").split("\n")[place.line - 1]
            assert url.removeprefix("https://doi.org/").removeprefix("https://arxiv.org/abs/") in line


def with_links(repository: Path, *urls: str) -> None:
    """Add links to the minimal repository, from line 38 of its page."""
    page = repository / "docs/training/page.md"
    page.write_text(page.read_text() + "".join(f"\n[x]({url})" for url in urls) + "\n")


def test_dead_addresses_are_printed_reported_and_fail(
    repository: Path, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_links(repository, f"{server.base}/404", f"{server.base}/403", f"{server.base}/200")
    report = tmp_path / "links.md"
    assert main(["--report", str(report)], repository, ASKER) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        f"docs/training/page.md:39: external-links: {server.base}/403 could not be checked (403 Forbidden);"
        " open it in a browser once in a while",
        f"docs/training/page.md:38: external-links: {server.base}/404 is dead (404 Not Found);"
        " link to where it went, or to an archived copy",
    ]
    assert "3 of 3: " in printed.err
    assert printed.err.endswith("3 addresses: 1 alive, 1 dead, 1 could not be checked\n")
    text = report.read_text(encoding="utf-8")
    assert f"- `docs/training/page.md:38` <{server.base}/404> is dead (404 Not Found)\n" in text
    assert text.index("/404") < text.index("<details>") < text.index("/403")
    heading = text.split("under “")[1].split("”")[0]
    assert f"## {heading}\n" in (ROOT / "MAINTAINING.md").read_text(encoding="utf-8")


def test_nothing_dead_is_success_without_a_report(repository: Path, server: Server, tmp_path: Path) -> None:
    with_links(repository, f"{server.base}/403", f"{server.base}/200")
    assert main(["--report", str(tmp_path / "links.md")], repository, ASKER) == 0
    assert not (tmp_path / "links.md").exists()


def test_without_a_network_nothing_is_called_dead(repository: Path, server: Server, tmp_path: Path) -> None:
    with_links(repository, f"{server.base}/404", f"{server.base}/403")
    assert main(["--report", str(tmp_path / "links.md")], repository, ASKER) == 2
    assert not (tmp_path / "links.md").exists()
