"""A lab is executed to its end, and a lab that fails says in which file, line and cell, and why."""

from pathlib import Path

import pytest

from scripts.content import Problem
from scripts.evidence.notebooks import ExperimentError, code_of, run

HEAD = "# ---\n# description: A lab.\n# jupyter: {}\n# ---\n\n# %% [markdown]\n# # A lab\n\n"
DRAWING = "# %%\n# alt: A.\n# caption: B.\nfrom IPython.display import SVG\nSVG('<svg></svg>')\n"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    path = tmp_path / "docs/labs/lab.py"
    path.parent.mkdir(parents=True)
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/doubling.py").write_text("def double(x: int) -> int:\n    return 2 * x\n", encoding="utf-8")
    (tmp_path / "scripts").symlink_to(Path(__file__).parents[2] / "scripts")
    return path


def problem_of(lab: Path, code: str) -> Problem:
    lab.write_text(HEAD + code, encoding="utf-8")
    with pytest.raises(ExperimentError) as error:
        run(lab.parents[2], lab)
    return error.value.problem


def test_outputs_figures_and_measured_values_are_collected(lab: Path) -> None:
    printing = 'from snippets.doubling import double\n\nprint("\\x1b[31mred\\x1b[0m", double(2))\ndouble(3)\n'
    measuring = "import numpy as np\nmeasured = {'loss': np.array([1.0, 2.0]), 'count': {8: 3}}\n"
    lab.write_text(f"{HEAD}# %%\n{printing}\n{DRAWING}\n# %%\n{measuring}", encoding="utf-8")
    results = run(lab.parents[2], lab)
    printed, drawn = results.outputs
    assert (printed.code, printed.text, printed.figure) == (code_of(printing), "red 4\n6", "")
    assert (drawn.text, drawn.name, drawn.figure) == ("", "cell-3.svg", "<svg/>")
    assert {name: value.runs for name, value in results.values.items()} == {"loss": (1.0, 2.0), "count.8": (3,)}


def test_the_words_about_a_figure_do_not_change_the_code_of_its_cell() -> None:
    assert code_of("# alt: A.\n# caption: B.\nx = 1") == code_of("# alt: C.\n# caption: D.\nx = 1") == code_of("x = 1")
    assert code_of("x = 2") != code_of("x = 1")


def test_a_cell_that_raises_is_a_problem_with_file_line_and_number_of_the_cell(lab: Path) -> None:
    problem = problem_of(lab, "# %%\nx = 1\n\n# %%\nx = 2\nassert x == 1, 'the claim is wrong'\n\n# %%\nx = 3\n")
    assert (problem.file, problem.line) == ("docs/labs/lab.py", 14)
    assert problem.message.startswith("cell 3 raised AssertionError: the claim is wrong; ")


def test_a_figure_without_caption_is_a_problem(lab: Path) -> None:
    problem = problem_of(lab, DRAWING.replace("# caption: B.\n", ""))
    assert problem.line == 9
    assert problem.message.startswith("the figure of cell 2 has no caption; ")


def test_a_value_that_is_no_number_is_a_problem_at_the_line_of_measured(lab: Path) -> None:
    problem = problem_of(lab, "# %%\nx = 1\n\n# %%\nmeasured = {'x': 'text'}\n")
    assert problem.line == 13
    assert problem.message.startswith("`measured` raised ValueError: x is 'text'; a finite number")


def test_what_cannot_be_shown_is_a_problem_at_its_line(lab: Path) -> None:
    warning = problem_of(lab, "# %%\nx = 1\n\n# %%\nimport numpy as np\n\nnp.log(0.0 * x)\n")
    assert warning.line == 15
    assert warning.message.startswith("cell 3 warns: RuntimeWarning: divide by zero encountered in log; mend")
    assert "ipykernel" not in warning.message


def test_a_figure_of_pyplot_that_is_never_shown_is_a_problem(lab: Path) -> None:
    code = "# %%\nimport matplotlib.pyplot as plt\n\n# %%\nlines = plt.plot([1, 2])\nplt.show()\n"
    problem = problem_of(lab, code)
    assert problem.line == 14
    assert problem.message.startswith("1 figure of pyplot would not be shown; draw with new_figure")


def test_a_lab_with_a_byte_order_mark_and_lines_of_windows_is_read_as_any_other(lab: Path) -> None:
    text = f"{HEAD}# %%\nprint('θ')\n\n{DRAWING}"
    lab.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    printed, drawn = run(lab.parents[2], lab).outputs
    assert (printed.text, drawn.figure) == ("θ", "<svg/>")
