"""Labs run when something that they depend on has changed, fail with file and line, and become Markdown."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import labs
from scripts.content import ROOT, Problem, Site

SNIPPET = "def double(x: int) -> int:\n    return 2 * x\n"
HEAD = "# ---\n# description: A lab.\n# jupyter: {}\n# ---\n\n# %% [markdown]\n# # A lab\n#\n# First words.\n\n"
LAB = f"""{HEAD}# %%
from IPython.display import SVG, display

from snippets.doubling import double

print("\\x1b[31mred\\x1b[0m", double(2))

# %% [markdown]
# ## More
#
# A formula $`x`$.

# %%
# alt: A drawing of nothing at all, on a square.
# caption: There is nothing to be seen.
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'></svg>"))
double(3)

# %%
nothing = None
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"snippets/doubling.py": SNIPPET, "snippets/other.py": "", "docs/labs/lab.py": LAB}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def problem_of(root: Path, code: str) -> Problem:
    (root / "docs/labs/lab.py").write_text(HEAD + code, encoding="utf-8")
    (problem,) = labs.problems(Site(root, ()), progress=False)
    return problem


def test_lab_becomes_markdown_with_its_outputs_and_runs_only_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = labs.read(root, "labs/lab.py")
    monkeypatch.setattr(labs, "NotebookClient", None)  # whoever runs a lab now, fails
    assert labs.read_all(root) == [lab]
    assert labs.problems(Site(root, ())) == []
    assert (lab.folder, lab.meta) == ("labs/lab", {"description": "A lab."})
    assert sorted(lab.files) == ["cell-4.svg", "lab.ipynb", "lab.py"]
    assert lab.files["cell-4.svg"].startswith(b"<svg")
    parts = lab.markdown.split("\n\n")
    assert parts[:2] == ["# A lab", "First words."]
    assert parts[2] == "![A drawing of nothing at all, on a square.](lab/cell-4.svg)\n*There is nothing to be seen.*"
    assert parts[3].startswith("[Notebook](lab/lab.ipynb){ .lab-download download }")
    assert "``` { .text .lab-output }\nred 4\n```" in parts
    assert parts[-2:] == ["``` { .text .lab-output }\n6\n```", "```python\nnothing = None\n```"]
    assert "# alt:" not in lab.markdown


def test_code_that_only_draws_is_folded_below_its_figure(root: Path) -> None:
    draw = "# %%\n# alt: A.\n# caption: B.\nfrom IPython.display import SVG\nSVG('<svg></svg>')\n\n"
    proof = draw.replace("SVG('", "assert True\nSVG('")
    (root / "docs/labs/lab.py").write_text(HEAD + draw * 2 + proof, encoding="utf-8")
    markdown = labs.read(root, "labs/lab.py").markdown
    code = "```python\nfrom IPython.display import SVG\nSVG('<svg></svg>')\n```"
    folded = f'<details class="drawing" markdown="1">\n<summary>Code of the figure</summary>\n\n{code}\n\n</details>'
    assert markdown.count(folded) == 2
    assert f"![A.](lab/cell-3.svg)\n*B.*\n\n{folded}" in markdown
    assert markdown.endswith("![A.](lab/cell-4.svg)\n*B.*\n\n" + code.replace("SVG('", "assert True\nSVG('"))


def test_cell_that_raises_is_a_problem_with_file_line_and_number_of_the_cell(root: Path) -> None:
    problem = problem_of(root, "# %%\nx = 1\n\n# %%\nx = 2\nassert x == 1, 'the claim is wrong'\n\n# %%\nx = 3\n")
    assert problem.file == "docs/labs/lab.py"
    assert problem.line == 16
    assert problem.message.startswith("cell 3 raised AssertionError: the claim is wrong; ")
    assert not list((root / ".cache").rglob("*.ipynb"))


def test_figure_without_caption_is_a_problem(root: Path) -> None:
    problem = problem_of(root, "# %%\n# alt: A drawing.\nfrom IPython.display import SVG\nSVG('<svg></svg>')\n")
    assert problem.line == 11
    assert problem.message.startswith("the figure of cell 2 has no caption; ")


def key(root: Path) -> Path:
    return labs._cached(root, root / "docs/labs/lab.py")


@pytest.mark.parametrize("name", ["snippets/doubling.py", "docs/labs/lab.py"])
def test_change_of_the_lab_or_of_what_it_imports_makes_it_run_again(root: Path, name: str) -> None:
    before = key(root)
    (root / name).write_text((root / name).read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert key(root) != before


def test_change_of_what_an_imported_module_imports_makes_it_run_again(root: Path) -> None:
    (root / "snippets/doubling.py").write_text("from snippets import other\n" + SNIPPET, encoding="utf-8")
    before = key(root)
    (root / "snippets/other.py").write_text("x = 1\n", encoding="utf-8")
    assert key(root) != before


def test_change_of_a_module_that_is_not_imported_changes_nothing(root: Path) -> None:
    before = key(root)
    (root / "snippets/other.py").write_text("x = 1\n", encoding="utf-8")
    (root / "docs/labs/another.py").write_text("# %%\n", encoding="utf-8")
    assert key(root) == before


def test_lab_that_is_not_python_still_has_a_key_of_its_own(root: Path) -> None:
    (root / "docs/labs/lab.py").write_text("# %%\n%matplotlib\n", encoding="utf-8")
    before = key(root)
    (root / "docs/labs/lab.py").write_text("# %%\n%matplotlib inline\n", encoding="utf-8")
    assert key(root) != before


def test_lab_runs_as_a_script_from_the_root_as_make_lab_does() -> None:
    command = ["make", "-n", "lab", "name=batch-size-and-gradient-noise", f"BIN={Path(sys.executable).parent}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    (line,) = [line for line in shown if "docs/labs/" in line]
    run = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "updates" in run.stdout
