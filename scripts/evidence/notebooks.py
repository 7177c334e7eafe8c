"""Runs a lab: a jupytext percent script, executed as a notebook with the repository's root as working directory."""

import asyncio
import concurrent.futures
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import jupytext
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

from scripts.content import Problem
from scripts.content.code import PARSING
from scripts.evidence.experiments import CELL_COMMENT
from scripts.evidence.records import Output, Results
from scripts.evidence.values import values_of

TIMEOUT = 300
"""Seconds that one cell may take."""
ONE_THREAD = {f"{library}_THREADS": "1" for library in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}
"""Experiments run side by side, one on each core: NumPy must not start a thread per core in each of them."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_MEASURED = """\
import json as _json
from scripts.evidence.values import flatten as _flatten
print(_json.dumps(_flatten(globals().get("measured", {}))))"""


class ExperimentError(Exception):
    """An experiment that did not run to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def environment(root: Path) -> dict[str, str]:
    """The environment in which experiments run."""
    return dict(os.environ, PYTHONPATH=str(root), MPLBACKEND="agg", **ONE_THREAD)


def cells(path: Path) -> Any:
    """The notebook of a lab, without its front matter."""
    with PARSING:
        notebook = jupytext.read(path)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
    return notebook


def code_of(source: str) -> str:
    """The fingerprint of a cell's code; the words about its figure do not count."""
    return hashlib.sha256(CELL_COMMENT.sub("", source).strip().encode()).hexdigest()[:8]


def run(root: Path, path: Path) -> Results:
    """Execute a lab and collect what its cells printed and drew, and its dictionary `measured`.

    Raises:
        ExperimentError: a cell raised, took longer than `TIMEOUT`, or drew a figure without alternative or caption.
    """
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
        if missing := _missing_comments(cell):
            message = f"the figure of cell {index + 1} has no {missing}; begin the cell with # alt: … and # caption: …"
            raise ExperimentError(Problem(name, _first_line(path, index), "labs", message))
    outputs = [_output(number, cell) for number, cell in enumerate(executed, 1) if cell.cell_type == "code"]
    values = values_of(json.loads(measured.outputs[0].text))
    return Results(values, tuple(output for output in outputs if output.text or output.figure))


def _output(number: int, cell: Any) -> Output:
    """What a cell printed and drew."""
    texts, figure = [], ""
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/svg+xml" in data:
            figure = data["image/svg+xml"]
        else:
            text = _ANSI.sub("", output.get("text") or data.get("text/plain", ""))
            texts.append("\n".join(line.rstrip() for line in text.rstrip().split("\n")))
    name = f"cell-{number}.svg" if figure else ""
    return Output(code_of(cell.source), "\n".join(text for text in texts if text), name, figure)


def _problem(
    name: str, path: Path, notebook: Any, error: CellExecutionError | CellTimeoutError | DeadKernelError
) -> Problem:
    """Name the cell that failed, which is the last one that has run, and the line if the error tells it."""
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
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    return starts[index] if index < len(starts) else 1


def _last_line(path: Path, word: str) -> int:
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    return max((number for number, line in lines if line.startswith(word)), default=1)


def _missing_comments(cell: Any) -> str:
    """What the figure that a cell has drawn, if it has, lacks: `alt`, `caption`, both or nothing."""
    if not any("image/svg+xml" in output.get("data", {}) for output in cell.get("outputs", [])):
        return ""
    comments = dict(CELL_COMMENT.findall(cell.source))
    return " and no ".join(key for key in ("alt", "caption") if not comments.get(key, "").strip())


def _started(cell: Any) -> bool:
    return bool(cell.execution_count) or "execution" in cell.metadata
