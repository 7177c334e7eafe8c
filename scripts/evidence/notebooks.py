"""Runs a lab: a jupytext percent script, executed as a notebook with the repository's root as working directory."""

import asyncio
import concurrent.futures
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from scripts.content import Problem, read_text
from scripts.content.code import PARSING
from scripts.evidence.experiments import CELL_COMMENT
from scripts.evidence.outputs import shown, unshowable
from scripts.evidence.records import Output, Results
from scripts.evidence.values import values_of

TIMEOUT = 300
"""Seconds that one cell may take."""
ONE_THREAD = {f"{library}_THREADS": "1" for library in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}
"""Experiments run side by side, one on each core: NumPy must not start a thread per core in each of them."""
KEPT_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**32)}
"""The next array gets the memory of the last: glibc gives it back otherwise, and new pages take a third of the time."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_MEASURED = """\
import json as _json, sys as _sys
from scripts.evidence.values import flatten as _flatten
_pyplot = _sys.modules.get("matplotlib.pyplot")
_open = len(_pyplot.get_fignums()) if _pyplot else 0
print(_json.dumps([_flatten(globals().get("measured", {})), _open]))"""


class ExperimentError(Exception):
    """An experiment that did not run to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def environment(root: Path) -> dict[str, str]:
    """The environment in which experiments run; sets of words have the same order in each."""
    return dict(os.environ, PYTHONPATH=str(root), MPLBACKEND="agg", PYTHONHASHSEED="0", **ONE_THREAD, **KEPT_MEMORY)


def cells(path: Path) -> Any:
    """The notebook of a lab, without its front matter."""
    import jupytext  # a tenth of a second: where no lab has changed, unused

    script = read_text(path, path.as_posix())
    with PARSING:
        notebook = jupytext.reads(script, fmt="py:percent")
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
    return notebook


def code_of(source: str) -> str:
    """The fingerprint of a cell's code; the words about its figure do not count."""
    return hashlib.sha256(CELL_COMMENT.sub("", source).strip().encode()).hexdigest()[:8]


def run(root: Path, path: Path) -> Results:
    """Execute a lab and collect what its cells printed and drew, and its dictionary `measured`.

    Raises:
        ExperimentError: a cell raised, took longer than `TIMEOUT`, drew a figure without alternative or caption, or
            put out what a page cannot show.
    """
    # A tenth of a second: where no lab has changed, unused.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbformat.v4 import new_code_cell

    name = path.relative_to(root).as_posix()
    notebook = cells(path)
    notebook.cells.append(new_code_cell(_MEASURED))
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(root)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    try:
        running = client.async_execute(env=environment(root))
        with concurrent.futures.ThreadPoolExecutor(1) as own_thread:  # the caller's may have an event loop running
            own_thread.submit(asyncio.run, running).result()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise ExperimentError(_problem(name, path, notebook, error)) from None
    *executed, measured = notebook.cells
    for index, cell in enumerate(executed):
        if problem := _cannot_be_shown(root, path, index, cell):
            raise ExperimentError(problem)
    found, pyplots = json.loads(measured.outputs[0].text)
    if pyplots:
        message = (
            f"{pyplots} figure{'s' * (pyplots > 1)} of pyplot would not be shown; draw with new_figure or new_row of "
            "scripts.figures.style, and end the cell in the name of the figure"
        )
        raise ExperimentError(Problem(name, _last_line(path, "pyplot", "plt."), "labs", message))
    outputs = [_output(number, cell) for number, cell in enumerate(executed, 1) if cell.cell_type == "code"]
    return Results(values_of(found), tuple(output for output in outputs if output.text or output.figure))


def _output(number: int, cell: Any) -> Output:
    """What a cell printed and drew."""
    text, figure = shown(cell)
    return Output(code_of(cell.source), text, f"cell-{number}.svg" if figure else "", figure)


def _cannot_be_shown(root: Path, path: Path, index: int, cell: Any) -> Problem | None:
    """The first thing that is wrong with what a cell has put out."""
    name, first = path.relative_to(root).as_posix(), _first_line(path, index)
    if missing := _missing_comments(cell):
        message = f"the figure of cell {index + 1} has no {missing}; begin the cell with # alt: … and # caption: …"
        return Problem(name, first, "labs", message)
    for each in unshowable(root, cell):
        if each.file:
            return Problem(each.file, each.line, "labs", each.message)
        return Problem(name, first + each.line, "labs", f"cell {index + 1} {each.message}")
    return None


def _problem(name: str, path: Path, notebook: Any, error: Exception) -> Problem:
    """Name the cell that failed, which is the last one that has run, and the line if the error tells it."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    ran = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code" and _started(cell)]
    index = ran[-1] if ran else 0
    line = _first_line(path, index)
    what = f"cell {index + 1}"
    if index == len(notebook.cells) - 1:
        what, line = "`measured`", _last_line(path, "measured")
    if isinstance(error, CellExecutionError):
        what += f" raised {error.ename}: {_ANSI.sub('', error.evalue).strip()}".rstrip(": ")
        if line != 1 and (inside := _LINE.search(_ANSI.sub("", error.traceback))) and what.startswith("cell"):
            line += int(inside[1])
    elif isinstance(error, DeadKernelError):
        what += " ended its process"
    else:
        what += f" took longer than {TIMEOUT} s"
    return Problem(name, line, "labs", f"{what}; the lab's claim or code must be mended")


def _first_line(path: Path, index: int) -> int:
    """The line of the `# %%` that begins a cell."""
    lines = read_text(path, path.as_posix()).split("\n")
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    return starts[index] if index < len(starts) else 1


def _last_line(path: Path, *words: str) -> int:
    """The last line that begins with one of the words, or else has it."""
    lines = [*enumerate(read_text(path, path.as_posix()).split("\n"), 1)]
    begins = max((number for number, line in lines if line.startswith(words)), default=0)
    return begins or max((number for number, line in lines if any(word in line for word in words)), default=1)


def _missing_comments(cell: Any) -> str:
    """What the figure that a cell has drawn, if it has, lacks: `alt`, `caption`, both or nothing."""
    if not any("image/svg+xml" in output.get("data", {}) for output in cell.get("outputs", [])):
        return ""
    comments = dict(CELL_COMMENT.findall(cell.source))
    return " and no ".join(key for key in ("alt", "caption") if not comments.get(key, "").strip())


def _started(cell: Any) -> bool:
    return bool(cell.execution_count) or "execution" in cell.metadata
