"""The files of a finished site that are kept for reading offline, and the worker that keeps them."""

import hashlib
import json
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".js")
NAME = "sw.js"
KEPT = (".html", ".css", ".js", ".woff2", ".svg", ".webmanifest")
"""Endings of what pages need; drawings stand in the pages, apart from the mark."""


def write_worker(folder: Path) -> None:
    """Write the worker of the site in `folder`; its bytes change with those of any page, which browsers notice."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in KEPT and name != NAME and (path.suffix != ".svg" or name.startswith("assets/")):
            address = name.removesuffix("index.html") if name != "index.html" else ""
            files[address] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    listed = json.dumps(files, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(listed.encode()).hexdigest()[:12]
    text = SCRIPT.read_text(encoding="utf-8")
    text = text.replace("const FILES = {};", f"const FILES = {listed};").replace("site-VERSION", f"site-{version}")
    (folder / NAME).write_text(text, encoding="utf-8")
