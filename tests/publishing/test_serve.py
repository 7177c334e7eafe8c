"""While the preview runs, a file that cannot be read is one message with its line; the pages stay, and come back."""

import contextlib
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from scripts.content import ROOT
from tests.publishing.example import ENVIRONMENT, Repository
from tests.publishing.faults import BIBLIOGRAPHY, LAB, PAGE, SNIPPET, Change, replaced, written

SOON = 60
"""Seconds that a busy machine may take."""
CONFIG, PUBLISHED, MACROS = "mkdocs.yml", "docs/_data/published.yml", "docs/_data/macros.json"
KEPT = "Not shown, the pages stay as they were: "


def bytes_of(file: str, content: bytes) -> Change:
    """A change that writes bytes."""
    return lambda repository: (repository.root / file).write_bytes(content)


def marked(file: str) -> Change:
    """A change that puts the mark of UTF-8 before a file, as some editors do."""

    def change(repository: Repository) -> None:
        path = repository.root / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    return change


BROKEN: dict[str, tuple[Change, str, str]] = {
    "a page in Latin-1": (bytes_of(PAGE, b"# A\n\nna\xefve\n"), PAGE, f"{KEPT}{PAGE}:3: encoding: byte 0xef"),
    "a lab in Latin-1": (bytes_of(LAB, b"# \xe9\n"), LAB, f"{KEPT}{LAB}:1: encoding: byte 0xe9"),
    "the configuration": (replaced("nav:\n", "nav: [\n", CONFIG), CONFIG, f"{KEPT}{CONFIG}:18: yaml: not YAML: "),
    "a list as configuration": (written(CONFIG, "- a\n"), CONFIG, f"{KEPT}{CONFIG}:1: yaml: the file holds no lines"),
    "the bibliography": (
        replaced(",\n  y", "\n  y", BIBLIOGRAPHY),
        BIBLIOGRAPHY,
        f"{KEPT}{BIBLIOGRAPHY}:4: citations:",
    ),
    "a ledger": (written(PUBLISHED, "- a\n"), PUBLISHED, f"{KEPT}{PUBLISHED}:1: yaml: the file holds no lines"),
    "macros": (written(MACROS, "{\n,"), MACROS, f"{KEPT}{MACROS}:2: formulas: not JSON"),
    "a macro that links": (
        written(MACROS, '{"\\\\x": "\\\\href{x}{y}"}'),
        MACROS,
        f"{KEPT}{MACROS}:1: formulas: no macro",
    ),
}
SHOWN: dict[str, tuple[Change, str, str]] = {
    "a snippet": (replaced("-> float:", "-> float", SNIPPET), SNIPPET, f"{SNIPPET}:5: python: this is not Python"),
    "a lab that raises": (replaced('print(f"measured: {average:.2f}")', "1 / 0", LAB), LAB, "cell 2 raised Zero"),
}
"""What can be shown all the same."""
MARKED = (PAGE, LAB, CONFIG, PUBLISHED, MACROS, BIBLIOGRAPHY, "docs/_data/abbreviations.md")


class Served:
    """A preview that runs: what it prints, and what it shows."""

    def __init__(self, repository: Repository, port: int, process: "subprocess.Popen[str]") -> None:
        self.repository, self._port, self._process = repository, port, process
        self._lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip())

    def said(self, words: str) -> list[str]:
        """The lines up to one that has the words."""
        lines: list[str] = []
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                lines.append(self._lines.get(timeout=0.2))
                if words in lines[-1]:
                    return lines
        raise AssertionError(f"nobody said {words!r}: {lines}")

    def answers(self) -> bool:
        """Whether somebody listens yet."""
        with contextlib.suppress(OSError), socket.create_connection(("localhost", self._port)):
            return True
        return False

    def shown(self, path: str = "training/page/") -> str:
        """The article of a page; around it stands the number of the edition."""
        with urllib.request.urlopen(f"http://localhost:{self._port}/{path}", timeout=SOON) as answer:
            return str(answer.read().decode("utf-8")).partition("<article")[2].partition("</article>")[0]


@pytest.fixture(scope="module")
def served(never_built: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    repository = never_built.copy(tmp_path_factory.mktemp("served") / "repository")
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "scripts.serve", str(port)]
    with subprocess.Popen(
        command, cwd=repository.root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        running = Served(repository, port, process)
        running.said("shows the site")
        while not running.answers():
            time.sleep(0.1)
        yield running
        process.terminate()
        running.reader.join(SOON)


def said_of(served: Served, change: Change, file: str, words: str, right: Callable[[str], bool]) -> list[str]:
    """What is said of a file that is broken and mended; what is shown is right meanwhile, and as before behind it."""
    path = served.repository.root / file
    before, page = path.read_bytes(), served.shown()
    change(served.repository)
    said = served.said(words)
    assert right(served.shown())
    path.write_bytes(before)
    said += served.said("shown after")
    assert served.shown() == page
    return said


@pytest.mark.parametrize(("change", "file", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_one_message_and_the_page_stays(
    served: Served, change: Change, file: str, words: str
) -> None:
    page = served.shown()
    said = said_of(served, change, file, words, lambda shown: shown == page)
    assert len([line for line in said if words in line]) == 1
    assert not [line for line in said if "Traceback" in line or "Error reading" in line]


@pytest.mark.parametrize(("change", "file", "words"), SHOWN.values(), ids=SHOWN)
def test_code_that_is_broken_is_named_and_its_page_comes_back(
    served: Served, change: Change, file: str, words: str
) -> None:
    said = said_of(served, change, file, words, lambda shown: shown != "")
    assert not [line for line in said if "Traceback" in line]


@pytest.mark.parametrize("file", MARKED)
def test_the_mark_of_utf8_changes_nothing(served: Served, file: str) -> None:
    path = served.repository.root / file
    before, page = path.read_bytes(), served.shown()
    marked(file)(served.repository)
    served.said("shown after")
    assert served.shown() == page
    path.write_bytes(before)
    served.said("shown after")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (replaced("nav:\n", "nav: [\n", CONFIG), "mkdocs.yml:18: yaml: not YAML: "),
        (bytes_of(PAGE, b"# A\n\nna\xefve\n"), f"{PAGE}:3: encoding: byte 0xef is not UTF-8"),
    ],
    ids=["the configuration", "a page in Latin-1"],
)
def test_what_is_broken_at_the_start_is_said_without_a_traceback(
    unbuilt: Repository, change: Change, words: str
) -> None:
    change(unbuilt)
    (unbuilt.root / "node_modules").symlink_to(ROOT / "node_modules")
    answer = unbuilt.run("scripts.serve")
    assert (words in answer.text, "Traceback" in answer.text, answer.code) == (True, False, 1)
