"""Turns the labs of `docs/labs` into Markdown for the site, from their scripts and what is recorded of their outputs.

Nothing is executed here. A cell that has changed since it was recorded says so in the place of its output.
"""

import functools
import html
import json
import re
from collections import deque
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from scripts.content import BINDING, ROOT, own_files, read_page, read_text
from scripts.content.cache import Cache, key
from scripts.content.code import imported_names
from scripts.evidence import records
from scripts.evidence.experiments import CELL_COMMENT
from scripts.evidence.notebooks import cells, code_of
from scripts.evidence.records import Output, Record

_FOLDED = '<details class="drawing" markdown="1">\n<summary>{}</summary>\n\n{}\n\n</details>'
_NOT_YET = "This cell has changed since its output was recorded; `make measure` executes it."
_MEASURED = re.compile(r"^measured\b", re.MULTILINE)
_INCLUDE = re.compile(r"(?<![;-])(?=;*-+8<-)")
_HEADER = re.compile(r"\A# ---\n(?:.*\n)*?# ---\n")
_NEEDS = "This lab imports code of {}. In a clone of it, `make lab name={}` runs it."
_GUARD = """\
from importlib.util import find_spec

if not find_spec("snippets"):
    raise SystemExit({})"""
_FETCH = """\
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

if not find_spec("snippets"):  # outside of the repository: its code is fetched, and what that needs is installed
    place = Path("{folder}").resolve()
    if not place.exists():
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", "{repository}", str(place)], check=True)
    sys.path.insert(0, str(place))
    if missing := [name for name in {libraries} if not find_spec(name)]:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *missing], check=True)"""
"""What a notebook does first where the repository is known."""
LIBRARIES = ("numpy", "matplotlib", "lxml")
"""What labs and the modules that they import need; `tests/evidence/test_labs.py` holds that it is all."""
CLONE = "lab-code"
"""The folder into which a notebook fetches the repository."""
BRANCH = "notebooks"
"""The branch from which Colab and Binder take notebooks."""


@dataclass(frozen=True)
class Lab:
    """A lab, ready for the site.

    `files` are what is published beside the page, by name: the notebook and the script.
    """

    folder: str
    markdown: str
    files: dict[str, bytes]
    meta: dict[str, Any] = field(default_factory=dict)


def read_all(root: Path, repository: str = "") -> list[Lab]:
    """All labs; what is downloaded names the address of the repository, if it is known."""
    return [read(root, f"labs/{path.name}", repository) for path in own_files(root / "docs" / "labs", "*.py")]


def read(root: Path, relative: str, repository: str = "") -> Lab:
    """The lab at `relative` (to `docs/`) with its recorded outputs."""
    path = root / "docs" / relative
    script = read_text(path, f"docs/{relative}")
    return _lab(path, script, relative, records.read(root, relative.removesuffix(".py")), repository)


@functools.lru_cache(maxsize=128)
def _lab(path: Path, script: str, relative: str, record: Record | None, repository: str) -> Lab:
    """The lab of this script and this record, however often it is asked for, and in whichever process."""
    cache = Cache(path.parents[2] / ".cache" / "labs")
    figures = [output.figure for output in record.results.outputs] if record else []
    name = f"{path.stem}-{key(_code(), script, repr(record), repository, *figures)}"
    if (kept := cache.read(name)) is not None:
        folder, markdown, meta, texts = json.loads(kept)
        return Lab(folder, markdown, {file: text.encode() for file, text in texts.items()}, meta)
    lab = _made(path, script, relative, record, repository)
    texts = {file: content.decode() for file, content in lab.files.items()}
    cache.write(name, json.dumps([lab.folder, lab.markdown, lab.meta, texts], ensure_ascii=False, default=str))
    return lab


@functools.cache
def _code() -> str:
    """A key of the code that makes Markdown of a lab."""
    files = [path for room in ("content", "evidence") for path in sorted((ROOT / "scripts" / room).glob("*.py"))]
    return key(*(path.read_bytes() for path in files), *map(version, ("jupytext", "nbformat")))


def _made(path: Path, script: str, relative: str, record: Record | None, repository: str) -> Lab:
    notebook = cells(path)
    recorded: dict[str, deque[Output]] = {}
    for output in record.results.outputs if record else ():
        recorded.setdefault(output.code, deque()).append(output)
    outputs: list[Output | None] = []
    for cell in notebook.cells:
        waiting = recorded.get(code_of(cell.source)) if cell.cell_type == "code" else None
        outputs.append(waiting.popleft() if waiting else None)
    runs = _links_to_run(path.stem, repository)
    markdown = _markdown(notebook.cells, outputs, path.stem, runs, stale=any(recorded.values()))
    meta = {name: value for name, value in read_page(path, relative).meta.items() if name != "jupyter"}
    needs = _needs(path.stem, script, repository)
    opening = [new_markdown_cell(needs), new_code_cell(_first_code(needs, repository))] if needs else []
    files = {f"{path.stem}.ipynb": _notebook(notebook, outputs, opening), f"{path.stem}.py": _script(script, needs)}
    return Lab(f"{Path(relative).parent.as_posix()}/{path.stem}", markdown, files, meta)


def _markdown(notebook: list[Any], outputs: list[Output | None], stem: str, runs: str, stale: bool) -> str:
    """The notebook as Markdown of this site; `runs` are links to where it can be run.

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
            code = _fenced(CELL_COMMENT.sub("", cell.source).strip())
            figure = _figure(comments, output, stem) if output and output.figure else ""
            text = _printed(output.text) if output and output.text else ""
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
        f" [Python script]({stem}/{stem}.py){{ .lab-download download }}{runs}"
    )
    return "\n\n".join(part for part in [*parts[:1], notice, headline, downloads, *parts[1:]] if part)


def _figure(comments: dict[str, str], output: Output, stem: str) -> str:
    return f"![{comments.get('alt', '')}]({stem}/{output.name})\n*{comments.get('caption', '')}*"


def _fenced(code: str) -> str:
    """Code in a fence that it does not end; what would include a file stays as it is written."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{fence}python\n{_INCLUDE.sub(';', code)}\n{fence}"


def _printed(text: str) -> str:
    """The output of a cell as the HTML of a block of code, in which no Markdown is read: no fence, no `:::`."""
    escaped = html.escape(text, quote=False)
    for character in "`~:":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return f'<div class="language-text lab-output highlight"><pre><span></span><code>{escaped}\n</code></pre></div>'


def _needs(stem: str, script: str, repository: str) -> str:
    """What somebody must know who runs the lab elsewhere than in the repository, `""` if it needs nothing of that."""
    try:
        names = imported_names(script)
    except SyntaxError:  # running the lab will show the error with its line
        return ""
    if not {name.split(".")[0] for name in names} & {"scripts", "snippets"}:
        return ""
    return _NEEDS.format(repository or "the repository of this site", stem)


def _links_to_run(stem: str, repository: str) -> str:
    """Links that open the notebook at Colab and Binder, `""` where the repository is not at GitHub.

    Both read it from the branch `notebooks`, which is published with the site (`scripts/notebooks.py`).
    """
    name = repository.removeprefix("https://github.com/")
    if name == repository:
        return ""
    colab = f"https://colab.research.google.com/github/{name}/blob/{BRANCH}/{stem}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{name}/{BRANCH}?urlpath=lab/tree/{stem}.ipynb"
    links = (f" [{label}]({address}){{ .lab-download }}" for label, address in (("Colab", colab), ("Binder", binder)))
    return "".join(links)


def _first_code(needs: str, repository: str) -> str:
    """The code of a notebook's first cell: it fetches what the lab needs, or says what that is and ends."""
    if not repository:
        return _GUARD.format(repr(needs))
    return _FETCH.format(folder=CLONE, repository=repository, libraries=LIBRARIES)


def _script(script: str, needs: str) -> bytes:
    """The script for download: it says what it needs before it fails for the lack of it."""
    if not needs:
        return script.encode()
    header = match[0] if (match := _HEADER.match(script)) else ""
    opening = f"# %% [markdown]\n# {needs}\n\n# %%\n{_GUARD.format(repr(needs))}\n\n"
    return (header + opening + script.removeprefix(header)).encode()


def _notebook(notebook: Any, outputs: list[Output | None], opening: list[Any]) -> bytes:
    """The notebook with its recorded outputs, for download, behind its first cells; the same bytes every time."""
    notebook.cells = opening + notebook.cells
    outputs = [*(None for _ in opening), *outputs]
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
