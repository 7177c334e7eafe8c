"""What a page cannot show of a lab's cell, or not twice alike, is said; the rest is text and one drawing."""

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_output

from scripts.evidence.outputs import clean, shown, unshowable

ROOT = Path("/somewhere/checkout")
KERNEL = "/tmp/ipykernel_14581/572254774.py"


def ran(*outputs: Any) -> Any:
    return new_code_cell("x", outputs=list(outputs))


def printed(text: str, name: str = "stdout") -> Any:
    return new_output("stream", name=name, text=text)


def displayed(**data: Any) -> Any:
    return new_output("display_data", data={kind.replace("__", "/"): value for kind, value in data.items()})


def said(cell: Any) -> list[tuple[str, int, str]]:
    return [(each.file, each.line, each.message) for each in unshowable(ROOT, cell)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\x1b[31mred\x1b[0m \x1b[2K\x1b[1A moved", "red  moved"),
        ("\x1b]8;;https://x.y\x07link\x1b]8;;\x1b\\ bell\x07 \x08", "link bell"),
        ("\rprogress 0%\rprogress 50%\rprogress 99%\nend\r\n", "progress 99%\nend"),
        ("   a\n0  1\t2  \n\n", "   a\n0  1\t2"),
        ("\x1b(Bθ ± 1", "θ ± 1"),
    ],
)
def test_text_is_what_a_terminal_would_leave(raw: str, text: str) -> None:
    assert clean(raw) == text


def test_text_and_drawing_of_a_cell() -> None:
    cell = ran(printed("red\n"), displayed(text__plain="<Picture>", **{"image/svg+xml": "<svg/>"}), printed("4"))
    assert shown(cell) == ("red\n4", "<svg/>")
    assert said(cell) == []


def test_a_table_of_pandas_is_shown_as_its_text() -> None:
    cell = ran(displayed(text__html="<table></table>", text__plain="   a\n0  1"))
    assert shown(cell) == ("   a\n0  1", "")
    assert said(cell) == []


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (displayed(text__markdown="**b**", text__plain="<IPython.core.display.Markdown object>"), "text/markdown"),
        (displayed(image__png="aGk=", text__plain="<IPython.core.display.Image object>"), "image/png"),
        (
            displayed(**{"application/vnd.jupyter.widget-view+json": {}}, text__plain="FloatSlider()"),
            "widget-view+json",
        ),
        (displayed(text__html="<b>x</b>", text__plain="<IPython.core.display.HTML object>"), "display.HTML object>"),
        (displayed(text__latex="$x$", text__plain="<IPython.core.display.Math object>"), "display.Math object>"),
        (displayed(text__plain="<Figure size 640x480 with 1 Axes>"), "<Figure size 640x480 with 1 Axes>"),
        (displayed(text__plain="[<matplotlib.lines.Line2D at 0x7fa654ccde10>]"), "address of memory"),
        (printed("a\nthe function <function f at 0x7fa654ccde10>\n"), "address of memory"),
        (printed(f"read {ROOT}/docs\n"), "a path of this machine"),
    ],
)
def test_what_a_page_cannot_show_is_said_with_what_to_do(output: Any, what: str) -> None:
    ((file, line, message),) = said(ran(output))
    assert (file, line) == ("", 0)
    assert what in message.split(";")[0]
    assert "; " in message


def test_two_drawings_of_one_cell_are_said() -> None:
    drawing = displayed(**{"image/svg+xml": "<svg/>"})
    assert "shows 2 drawings" in said(ran(drawing, drawing))[0][2]


def test_a_warning_is_said_with_its_line_and_never_published() -> None:
    text = f"{KERNEL}:4: RuntimeWarning: divide by zero encountered in log\n  np.log(0.0)\n"
    cell = ran(printed("1", "stdout"), printed(text, "stderr"))
    ((file, line, message),) = said(cell)
    assert (file, line) == ("", 4)
    assert message.startswith("warns: RuntimeWarning: divide by zero encountered in log; ")
    assert shown(cell) == ("1", "")


def test_a_warning_in_code_of_the_repository_is_said_there() -> None:
    text = f"{ROOT}/snippets/training/page.py:12: RuntimeWarning: overflow encountered in exp\n"
    ((file, line, _),) = said(ran(printed(text, "stderr")))
    assert (file, line) == ("snippets/training/page.py", 12)


@pytest.mark.parametrize(
    "text",
    [
        "Matplotlib is building the font cache; this may take a moment.\n",
        f"{ROOT}/.venv/lib/python3.11/site-packages/x/y.py:3: DeprecationWarning: old\n",
        "/usr/lib/python3/dist-packages/x.py:3: FutureWarning: new\n",
    ],
)
def test_what_libraries_say_of_the_machine_is_left_out(text: str) -> None:
    cell = ran(printed(text, "stderr"))
    assert (said(cell), shown(cell)) == ([], ("", ""))
