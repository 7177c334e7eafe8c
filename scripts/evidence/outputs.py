"""What a cell of a lab printed and drew, as its page shows it. What a page cannot show, or not twice alike, is said.

A page shows text and one drawing (SVG) for each cell. Other pictures, widgets and objects without a text of their own
would be published as `<IPython.core.display.Image object>`; a warning would name a file of the kernel and its process;
an address of memory differs at each run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXT, DRAWING = "text/plain", "image/svg+xml"
BESIDE_TEXT = {TEXT, "text/html", "text/latex"}
"""Forms in which an object may show itself if its text says the same, as tables of pandas do."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NO_TEXT = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"[^\n]*\bat 0x[0-9a-fA-F]{4,}[^\n]*")
_WARNING = re.compile(r"^(?P<file>\S.*?):(?P<line>\d+): (?P<what>\w*Warning: .*)$", re.MULTILINE)
_CELL = re.compile(r"[/\\]ipykernel_\d+[/\\]")


@dataclass(frozen=True)
class Unshowable:
    """What a page cannot show of a cell: the line of its code, 0 if it is not known, what and what to do.

    `file` is a module of the repository, relative to its root, that the line belongs to instead.
    """

    line: int
    message: str
    file: str = ""


def clean(text: str) -> str:
    """Text as a terminal would leave it: no colors, links and bells; of a line that was written over, what was last."""
    lines = []
    for line in _ESCAPES.sub("", text).replace("\r\n", "\n").rstrip().split("\n"):
        last = [part for part in line.split("\r") if part.strip()][-1:]
        lines.append(_CONTROL.sub("", "".join(last)).rstrip())
    return "\n".join(lines)


def shown(cell: Any) -> tuple[str, str]:
    """The text that a cell has printed, and the drawing that it has shown, `""` each if there is none.

    What libraries write to the standard error is about the machine (a cache of fonts is made) and is left out.
    """
    texts, drawing = [], ""
    for output in cell.outputs:
        data = output.get("data", {})
        if DRAWING in data:
            drawing = data[DRAWING]
        elif output.get("name") != "stderr":
            texts.append(clean(output.get("text") or data.get(TEXT, "")))
    return "\n".join(text for text in texts if text), drawing


def unshowable(root: Path, cell: Any) -> Iterator[Unshowable]:
    """What is wrong with the outputs of a cell that has run."""
    drawings = 0
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        text = output.get("text") or data.get(TEXT, "")
        if output.get("name") == "stderr":
            yield from _warnings(root, _ESCAPES.sub("", text))
            continue
        drawings += DRAWING in data
        if DRAWING in data:
            continue
        if others := sorted(data.keys() - BESIDE_TEXT):
            what = f"shows {others[0]}, and a page has text and drawings only"
            yield Unshowable(0, f"{what}; print text, or draw with new_figure of scripts.figures.style")
        elif data and _NO_TEXT.fullmatch(text.strip()):
            what = f"shows {text.strip()}, which says nothing on a page"
            yield Unshowable(0, f"{what}; print text, write words in a markdown cell, or end in the name of a figure")
        elif match := _ADDRESS.search(text):
            what = f"prints an address of memory, which differs at each run: “{match[0].strip()[:60]}”"
            yield Unshowable(0, f"{what}; print something else, or give the last line a name: _ = …")
        elif str(root) in text:
            yield Unshowable(0, f"prints a path of this machine, {root}; print what is below it")
    if drawings > 1:
        yield Unshowable(0, f"shows {drawings} drawings, and only the last would be seen; one for each cell")


def _warnings(root: Path, text: str) -> Iterator[Unshowable]:
    """The warnings of Python that code of a cell or of the repository has caused; those inside libraries are theirs."""
    for match in _WARNING.finditer(text):
        path = Path(match["file"])
        message = f"{match['what'].strip()}; mend the cause, or expect it: np.errstate, warnings.catch_warnings"
        if _CELL.search(match["file"]):
            yield Unshowable(int(match["line"]), f"warns: {message}")
        elif path.is_relative_to(root) and ".venv" not in path.parts:
            yield Unshowable(int(match["line"]), f"warns in a lab: {message}", path.relative_to(root).as_posix())
