"""Show the site on localhost, after every edit as it is then: `python -m scripts.serve`.

What the checks find is printed after each edit, when the page is there; unlike `make build`, the preview goes on all
the same.
"""

import logging
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from scripts.content import ROOT, ContentError, Site, told
from scripts.evidence.recording import Background
from scripts.publishing.pages import set_environment
from scripts.publishing.preview import Preview, readable
from scripts.publishing.watching import Watcher
from scripts.render.katex import copy_assets

WATCHED = ("docs", "snippets", "tests/snippets", "scripts/numbers", "mkdocs.yml")
"""What a page is made from."""


class Server(LiveReloadServer):
    """Serves the preview; each file is written when it is asked for."""

    def __init__(self, preview: Preview, host: str, port: int, folder: str) -> None:
        super().__init__(self.show, host, port, folder)
        self.build_delay = 0.02
        self.observer: Any = Watcher()
        self._preview = preview
        self._checks = Checks()
        self._experiments = Background(ROOT)

    def show(self) -> None:
        """Show the sources as they are now."""
        start = time.perf_counter()
        self._checks.stop()
        try:
            changed = self._preview.update()
        except ContentError as error:
            tell(f"Not shown, the pages stay as they were: {error}")
            return
        except Exception as error:
            tell(f"Not shown, the pages stay as they were: {' '.join(str(error).split())}")
        else:
            what = changed[0] if len(changed) == 1 else f"{len(changed)} pages" if changed else "all"
            tell(f"{what}: shown after {time.perf_counter() - start:.1f} s")
        self.check()

    def check(self) -> None:
        """Start what takes longer than an edit: the checks, and experiments whose code has changed."""
        self._checks.start()
        self._experiments.start()

    def serve_request(self, environ: Any, start_response: Any) -> Any:
        """Write the file that is asked for, then serve it."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore").lstrip("/")
        try:
            for address in (f"{path}index.html", "404.html") if path.endswith("/") or not path else (path, "404.html"):
                self._preview.write(address)
            self._preview.write(f"{path}/index.html")
        except Exception as error:  # of whatever kind: what was written before is there
            tell(f"Shown as it was: {' '.join(str(error).split())}")
        return super().serve_request(environ, start_response)


class Checks:
    """The checks on the sources, in a process of their own, which the next edit ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Check the sources as they are now."""
        self._process = subprocess.Popen([sys.executable, "-m", "scripts.check"], cwd=ROOT)

    def stop(self) -> None:
        """End the checks on sources that are no longer there."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@told()
def main(port: int = 8000) -> int:
    """Serve until interrupted."""
    copy_assets()
    set_environment(readable(Site.read(ROOT)))
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("mkdocs.commands.build").setLevel(logging.CRITICAL)  # what it says is in the error that it raises
    start = time.perf_counter()
    address = f"http://localhost:{port}/"
    try:
        socket.create_server(("localhost", port)).close()
    except OSError as error:
        tell(f"Port {port} cannot be used: {error.strerror}. Another one: make serve port={port + 1}")
        return 1
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        try:
            preview = Preview(lambda: configuration(folder, address), progress)
        except Exception as error:
            tell(f"The site cannot be shown: {error}\nMend the problems above, then start again.")
            return 1
        server: Any = Server(preview, "localhost", port, folder)
        for name in WATCHED:
            server.watch(str(ROOT / name))
        tell(f"{address} shows the site, after {time.perf_counter() - start:.1f} s; Ctrl+C ends it.")
        server.check()
        try:
            server.serve()
        except KeyboardInterrupt:
            return 0
        finally:
            server.shutdown()
    return 0


def progress(text: str) -> None:
    """Show what is under way, in a terminal and there on one line."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)


def tell(text: str) -> None:
    """Print a line in the place of the progress."""
    progress("")
    print(text, flush=True)


def configuration(folder: str | Path, address: str) -> Any:
    """`mkdocs.yml` for the preview."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=False)
    config.site_url = address
    config.plugins.on_startup(command="serve", dirty=False)
    return config


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
