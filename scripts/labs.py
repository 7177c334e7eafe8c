"""Executes the labs of `docs/labs` and turns each into Markdown for the site.

A lab is a jupytext percent script. It runs once, with the repository's root as working directory; the executed
notebook is kept in `.cache/labs` under a key made of the lab, every module of the repository that it imports, and
the versions of Python and the numeric libraries. A cell that raises is a problem with file and line.
"""

import asyncio
import concurrent.futures
import hashlib
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from scripts.code import PARSING, fingerprint
from scripts.content import Problem, Site, read_page

TIMEOUT = 300
"""Seconds that one cell may take."""

ONE_THREAD = {f"{library}_THREADS": "1" for library in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}
"""Labs run side by side, one on each core: NumPy must not start a thread per core in each of them."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_FOLDED = '<details class="drawing" markdown="1">\n<summary>Code of the figure</summary>\n\n{}\n\n</details>'
_CELL_COMMENT = re.compile(r"# (alt|caption): (.*)\n")


@dataclass(frozen=True)
class Lab:
    """An executed lab, ready for the site.

    `files` are what is published beside the page, by name: the notebook, the script, the pictures.
    """

    folder: str
    markdown: str
    files: dict[str, bytes]
    meta: dict[str, Any] = field(default_factory=dict)


class LabError(Exception):
    """A lab that did not run to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def paths(root: Path) -> list[Path]:
    """The labs, sorted."""
    return sorted((root / "docs" / "labs").glob("*.py"))


def read_all(root: Path) -> list[Lab]:
    """All labs, those that are stale executed first."""
    return [read(root, path.relative_to(root / "docs").as_posix()) for path in paths(root)]


def read(root: Path, relative: str) -> Lab:
    """The lab at `relative` (to `docs/`), executed if it is stale; raises `LabError`."""
    path = root / "docs" / relative
    notebook_path = execute(root, path)
    notebook = nbformat.read(notebook_path, as_version=4)
    meta = read_page(path, relative).meta
    meta = {key: value for key, value in meta.items() if key != "jupyter"}
    files = {f"{path.stem}.ipynb": notebook_path.read_bytes(), f"{path.stem}.py": path.read_bytes()}
    markdown = _markdown(notebook, path.stem, files)
    return Lab(f"{Path(relative).parent.as_posix()}/{path.stem}", markdown, files, meta)


def problems(site: Site, progress: bool = True) -> list[Problem]:
    """Execute every stale lab, as many at a time as there are cores; what went wrong."""
    stale = [path for path in paths(site.root) if not _cached(site.root, path).exists()]
    found = []
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = {pool.submit(execute, site.root, path): path for path in stale}
        for number, done in enumerate(concurrent.futures.as_completed(running), 1):
            if progress:
                seconds = time.perf_counter() - start
                print(f"\n  lab {number} of {len(stale)}: {running[done].stem}, {seconds:.0f} s", end="", flush=True)
            if isinstance(error := done.exception(), LabError):
                found.append(error.problem)
            elif error is not None:
                raise error
    if progress and stale:
        print("\n ", end=" ", flush=True)
    return found


def execute(root: Path, path: Path) -> Path:
    """The executed notebook of a lab, from the cache if nothing that it depends on has changed.

    Raises:
        LabError: a cell raised, took longer than `TIMEOUT`, or drew a figure without a text alternative or caption.
    """
    cached = _cached(root, path)
    if cached.exists():
        return cached
    name = path.relative_to(root).as_posix()
    with PARSING:
        notebook = jupytext.read(path)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]  # the front matter
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(root)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    try:
        run = client.async_execute(env=dict(os.environ, PYTHONPATH=str(root), MPLBACKEND="agg", **ONE_THREAD))
        with concurrent.futures.ThreadPoolExecutor(1) as own_thread:  # the caller's may have an event loop running
            own_thread.submit(asyncio.run, run).result()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise LabError(_cell_problem(name, path, notebook, error)) from None
    for index, cell in enumerate(notebook.cells):
        if missing := _missing_comments(cell):
            message = f"the figure of cell {index + 1} has no {missing}; begin the cell with # alt: … and # caption: …"
            raise LabError(Problem(name, _first_line(path, index), "labs", message))
    cached.parent.mkdir(parents=True, exist_ok=True)
    for old in cached.parent.glob(f"{path.stem}-*.ipynb"):
        old.unlink()
    partial = cached.with_suffix(".partial")
    partial.write_text(nbformat.writes(_without_times(notebook)), encoding="utf-8")
    partial.replace(cached)
    return cached


def _cached(root: Path, path: Path) -> Path:
    try:
        key = fingerprint(root, path)
    except SyntaxError:
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]  # executing it will show the error with its line
    return root / ".cache" / "labs" / f"{path.stem}-{key}.ipynb"


def _cell_problem(
    name: str, path: Path, notebook: Any, error: CellExecutionError | CellTimeoutError | DeadKernelError
) -> Problem:
    """Name the cell that failed, which is the last one that has run, and the line if the error tells it."""
    ran = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code" and _started(cell)]
    index = ran[-1] if ran else 0
    line = _first_line(path, index)
    if isinstance(error, CellExecutionError):
        what = f"raised {error.ename}: {_ANSI.sub('', error.evalue).strip()}".rstrip(": ")
        if inside := _LINE.search(_ANSI.sub("", error.traceback)):
            line += int(inside[1])
    elif isinstance(error, DeadKernelError):
        what = "ended its process"
    else:
        what = f"took longer than {TIMEOUT} s"
    return Problem(name, line, "labs", f"cell {index + 1} {what}; the lab's claim or code must be mended")


def _first_line(path: Path, index: int) -> int:
    """The line of the `# %%` that begins a cell."""
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    return starts[index] if index < len(starts) else 1


def _missing_comments(cell: Any) -> str:
    """What the figure that a cell has drawn, if it has, lacks: `alt`, `caption`, both or nothing."""
    if not any("image/svg+xml" in output.get("data", {}) for output in cell.get("outputs", [])):
        return ""
    comments = dict(_CELL_COMMENT.findall(cell.source))
    return " and no ".join(key for key in ("alt", "caption") if not comments.get(key, "").strip())


def _started(cell: Any) -> bool:
    return bool(cell.execution_count) or "execution" in cell.metadata


def _without_times(notebook: Any) -> Any:
    """Drop what differs from run to run: the times of execution and the random ids of cells."""
    for index, cell in enumerate(notebook.cells):
        cell.metadata.pop("execution", None)
        cell["id"] = f"cell-{index + 1}"
    return notebook


def _markdown(notebook: Any, stem: str, files: dict[str, bytes]) -> str:
    """The notebook as Markdown of this site; pictures are added to `files`.

    The first figure shows the verdict and stands below it, before any code. Code that does nothing but draw is folded.
    """
    parts: list[str] = []
    headline = ""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            comments = dict(_CELL_COMMENT.findall(cell.source))
            code = f"```python\n{_CELL_COMMENT.sub('', cell.source).strip()}\n```"
            outputs = [_output(output, comments, f"{stem}/cell-{number}.svg", files) for output in cell.outputs]
            figures = [output for output in outputs if output.startswith("![")]
            others = [output for output in outputs if output not in figures]
            if figures and not any(others) and "assert" not in cell.source:
                code = _FOLDED.format(code)
            if figures and not headline:
                headline = figures.pop(0)
            parts += [*figures, code, *others]
    downloads = (
        f"[Notebook]({stem}/{stem}.ipynb){{ .lab-download download }}"
        f" [Python script]({stem}/{stem}.py){{ .lab-download download }}"
    )
    return "\n\n".join(part for part in [*parts[:1], headline, downloads, *parts[1:]] if part)


def _output(output: Any, comments: dict[str, str], picture: str, files: dict[str, bytes]) -> str:
    """One output of a cell: text in a block of its own, a picture as a figure with caption."""
    data = output.get("data", {})
    if "image/svg+xml" in data:
        files[picture.rpartition("/")[2]] = data["image/svg+xml"].encode()
        return f"![{comments.get('alt', '')}]({picture})\n*{comments.get('caption', '')}*"
    text = output.get("text") or data.get("text/plain", "")
    return f"``` {{ .text .lab-output }}\n{_ANSI.sub('', text).rstrip()}\n```" if text.strip() else ""
