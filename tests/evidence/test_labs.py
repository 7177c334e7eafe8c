"""A lab becomes Markdown from its script and its record, without being executed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.content import ROOT
from scripts.evidence import labs, records
from scripts.evidence.notebooks import code_of
from scripts.evidence.records import Output, Results

PRINT, DRAW = 'print("red", 4)', "figure"
LAB = f"""# ---
# description: A lab.
# jupyter: {{}}
# ---

# %% [markdown]
# # A lab
#
# First words, 4<!--= four -->.

# %%
{PRINT}

# %%
# alt: A drawing of nothing at all, on a square.
# caption: There is nothing to be seen.
{DRAW}

# %%
measured = {{"four": 4}}

# %%
nothing = None
"""
OUTPUTS = (Output(code_of(PRINT), "red 4"), Output(code_of(DRAW), "", "cell-3.svg", "<svg/>"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs/labs").mkdir(parents=True)
    (tmp_path / "docs/labs/lab.py").write_text(LAB, encoding="utf-8")
    records.write(tmp_path, "labs/lab", "abc", Results({}, OUTPUTS))
    return tmp_path


def test_lab_becomes_markdown_with_its_recorded_outputs(root: Path) -> None:
    lab = labs.read(root, "labs/lab.py")
    assert labs.read_all(root) == [lab]
    assert (lab.folder, lab.meta, sorted(lab.files)) == ("labs/lab", {"description": "A lab."}, ["lab.ipynb", "lab.py"])
    parts = lab.markdown.split("\n\n")
    assert parts[:2] == ["# A lab", "First words, 4<!--= four -->."]
    assert parts[2] == "![A drawing of nothing at all, on a square.](lab/cell-3.svg)\n*There is nothing to be seen.*"
    assert parts[3].startswith("[Notebook](lab/lab.ipynb){ .lab-download download }")
    assert parts[4:6] == [f"```python\n{PRINT}\n```", "``` { .text .lab-output }\nred 4\n```"]
    assert parts[-1] == "```python\nnothing = None\n```"
    assert "# alt:" not in lab.markdown


def test_code_that_only_draws_or_only_collects_numbers_is_folded(root: Path) -> None:
    markdown = labs.read(root, "labs/lab.py").markdown
    opening = '<details class="drawing" markdown="1">\n<summary>'
    assert f"{opening}Code of the figure</summary>\n\n```python\n{DRAW}\n```\n\n</details>" in markdown
    assert f"{opening}Numbers quoted in the text</summary>\n\n```python\nmeasured = " in markdown
    assert markdown.count(opening) == 2


def test_a_cell_that_asserts_is_shown_with_its_figure(root: Path) -> None:
    proof = "assert True\nfigure"
    (root / "docs/labs/lab.py").write_text(LAB.replace(f"{DRAW}\n", f"{proof}\n"), encoding="utf-8")
    records.write(root, "labs/lab", "abc", Results({}, (Output(code_of(proof), "", "cell-3.svg", "<svg/>"),)))
    assert "Code of the figure" not in labs.read(root, "labs/lab.py").markdown


def test_a_cell_that_has_changed_shows_no_old_output(root: Path) -> None:
    (root / "docs/labs/lab.py").write_text(LAB.replace("red", "blue"), encoding="utf-8")
    markdown = labs.read(root, "labs/lab.py").markdown
    assert "red 4" not in markdown
    assert (
        markdown.split("\n\n")[2] == "This cell has changed since its output was recorded; `make measure` executes it."
    )
    assert "cell-3.svg" in markdown


def test_words_before_a_cell_leave_its_output_in_place(root: Path) -> None:
    added = LAB.replace("# %%\nprint", "# %% [markdown]\n# More words.\n\n# %%\nprint")
    (root / "docs/labs/lab.py").write_text(added, encoding="utf-8")
    assert "red 4" in labs.read(root, "labs/lab.py").markdown


def test_the_notebook_holds_the_outputs_and_no_comments_of_ours(root: Path) -> None:
    notebook = json.loads(labs.read(root, "labs/lab.py").files["lab.ipynb"])
    words, printing, drawing, *_ = notebook["cells"]
    assert "".join(words["source"]).endswith("First words, 4.")
    assert printing["outputs"][0]["text"] == ["red 4"]
    assert drawing["outputs"][0]["data"]["image/svg+xml"] == ["<svg/>"]


def test_lab_runs_as_a_script_from_the_root_as_make_lab_does() -> None:
    command = ["make", "-n", "lab", "name=batch-size-and-gradient-noise", f"BIN={Path(sys.executable).parent}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    (line,) = [line for line in shown if "docs/labs/" in line]
    run = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "updates" in run.stdout
