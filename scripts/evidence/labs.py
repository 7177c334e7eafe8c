"""Turns the labs of `docs/labs` into Markdown for the site, from their scripts and what is recorded of their outputs.

Nothing is executed here. A cell that has changed since it was recorded says so in the place of its output.
"""

import functools
import json
import re
from collections import deque
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output

from scripts.content import BINDING, ROOT, read_page
from scripts.content.cache import Cache, key
from scripts.evidence import records
from scripts.evidence.experiments import CELL_COMMENT
from scripts.evidence.notebooks import cells, code_of
from scripts.evidence.records import Output, Record

_FOLDED = '<details class="drawing" markdown="1">\n<summary>{}</summary>\n\n{}\n\n</details>'
_NOT_YET = "This cell has changed since its output was recorded; `make measure` executes it."
_MEASURED = re.compile(r"^measured\b", re.MULTILINE)


@dataclass(frozen=True)
class Lab:
    """A lab, ready for the site.

    `files` are what is published beside the page, by name: the notebook and the script.
    """

    folder: str
    markdown: str
    files: dict[str, bytes]
    meta: dict[str, Any] = field(default_factory=dict)


def read_all(root: Path) -> list[Lab]:
    """All labs."""
    return [read(root, f"labs/{path.name}") for path in sorted((root / "docs" / "labs").glob("*.py"))]


def read(root: Path, relative: str) -> Lab:
    """The lab at `relative` (to `docs/`) with its recorded outputs."""
    path = root / "docs" / relative
    return _lab(path, path.read_bytes(), relative, records.read(root, relative.removesuffix(".py")))


@functools.lru_cache(maxsize=128)
def _lab(path: Path, script: bytes, relative: str, record: Record | None) -> Lab:
    """The lab of this script and this record, however often it is asked for, and in whichever process."""
    cache = Cache(path.parents[2] / ".cache" / "labs")
    figures = [output.figure for output in record.results.outputs] if record else []
    name = f"{path.stem}-{key(_code(), script, repr(record), *figures)}"
    if (kept := cache.read(name)) is not None:
        folder, markdown, meta, texts = json.loads(kept)
        return Lab(folder, markdown, {file: text.encode() for file, text in texts.items()}, meta)
    lab = _made(path, script, relative, record)
    texts = {file: content.decode() for file, content in lab.files.items()}
    cache.write(name, json.dumps([lab.folder, lab.markdown, lab.meta, texts], ensure_ascii=False, default=str))
    return lab


@functools.cache
def _code() -> str:
    """A key of the code that makes Markdown of a lab."""
    files = [path for room in ("content", "evidence") for path in sorted((ROOT / "scripts" / room).glob("*.py"))]
    return key(*(path.read_bytes() for path in files), *map(version, ("jupytext", "nbformat")))


def _made(path: Path, script: bytes, relative: str, record: Record | None) -> Lab:
    notebook = cells(path)
    recorded: dict[str, deque[Output]] = {}
    for output in record.results.outputs if record else ():
        recorded.setdefault(output.code, deque()).append(output)
    outputs: list[Output | None] = []
    for cell in notebook.cells:
        waiting = recorded.get(code_of(cell.source)) if cell.cell_type == "code" else None
        outputs.append(waiting.popleft() if waiting else None)
    markdown = _markdown(notebook.cells, outputs, path.stem, stale=any(recorded.values()))
    meta = {key: value for key, value in read_page(path, relative).meta.items() if key != "jupyter"}
    files = {f"{path.stem}.ipynb": _notebook(notebook, outputs), f"{path.stem}.py": script}
    return Lab(f"{Path(relative).parent.as_posix()}/{path.stem}", markdown, files, meta)


def _markdown(notebook: list[Any], outputs: list[Output | None], stem: str, stale: bool) -> str:
    """The notebook as Markdown of this site.

    The first figure shows the verdict and stands below it, before any code. Code that does nothing but draw, or collect
    the numbers that the text quotes, is folded.
    """
    parts: list[str] = []
    headline = ""
    for cell, output in zip(notebook, outputs, strict=True):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            comments = dict(CELL_COMMENT.findall(cell.source))
            code = f"```python\n{CELL_COMMENT.sub('', cell.source).strip()}\n```"
            figure = _figure(comments, output, stem) if output and output.figure else ""
            text = f"``` {{ .text .lab-output }}\n{output.text}\n```" if output and output.text else ""
            if figure and not text and "assert" not in cell.source:
                code = _FOLDED.format("Code of the figure", code)
            elif _MEASURED.search(cell.source) and not text:
                code = _FOLDED.format("Numbers quoted in the text", code)
            if figure and not headline:
                headline, figure = figure, ""
            parts += [figure, code, text]
    notice = _NOT_YET if stale else ""
    downloads = (
        f"[Notebook]({stem}/{stem}.ipynb){{ .lab-download download }}"
        f" [Python script]({stem}/{stem}.py){{ .lab-download download }}"
    )
    return "\n\n".join(part for part in [*parts[:1], notice, headline, downloads, *parts[1:]] if part)


def _figure(comments: dict[str, str], output: Output, stem: str) -> str:
    return f"![{comments.get('alt', '')}]({stem}/{output.name})\n*{comments.get('caption', '')}*"


def _notebook(notebook: Any, outputs: list[Output | None]) -> bytes:
    """The notebook with its recorded outputs, for download; the same bytes every time."""
    for number, (cell, output) in enumerate(zip(notebook.cells, outputs, strict=True), 1):
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = BINDING.sub("", cell.source)
        if output is not None:
            shown = [new_output("stream", name="stdout", text=output.text)] if output.text else []
            if output.figure:
                data = {"image/svg+xml": output.figure, "text/plain": output.name}
                shown.append(new_output("display_data", data=data))
            cell.outputs = shown
    return str(nbformat.writes(notebook)).encode()
