"""A lab becomes Markdown from its script and its record, without being executed."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from lxml import html
from markdown import Markdown
from mkdocs.config import load_config
from nbclient import NotebookClient

from scripts.content import ROOT
from scripts.content.code import imported_names, local_imports
from scripts.evidence import labs, records
from scripts.evidence.notebooks import code_of
from scripts.evidence.records import Output, Results
from tests.prepared import Prepared

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


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    """The Markdown of the site, with all its extensions."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def test_lab_becomes_markdown_with_its_recorded_outputs(root: Path) -> None:
    lab = labs.read(root, "labs/lab.py")
    assert labs.read_all(root) == [lab]
    assert (lab.folder, lab.meta, sorted(lab.files)) == ("labs/lab", {"description": "A lab."}, ["lab.ipynb", "lab.py"])
    parts = lab.markdown.split("\n\n")
    assert parts[:2] == ["# A lab", "First words, 4<!--= four -->."]
    assert parts[2] == "![A drawing of nothing at all, on a square.](lab/cell-3.svg)\n*There is nothing to be seen.*"
    assert parts[3].startswith("[Notebook](lab/lab.ipynb){ .lab-download download }")
    assert parts[4] == f"```python\n{PRINT}\n```"
    assert html.fromstring(parts[5]).text_content() == "red 4\n"
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


PRINTED = (
    "```",
    "````\nfour ticks\n````",
    "~~~",
    '--8<-- "training/batch_size.py:gradient_variance"',
    "::: questions",
    '!!! note\n\n    indented\n\n=== "tab"',
    "# not a heading\n<script>alert(1)</script> **bold** &amp; <!--= x -->\n\n$`x`$ [@key] { #id }\n---\n- item",
    "   a\n0  1",
)


@pytest.mark.parametrize("text", PRINTED)
def test_what_a_lab_prints_is_never_read_as_markdown(root: Path, markdown: Markdown, text: str) -> None:
    records.write(root, "labs/lab", "abc", Results({}, (Output(code_of(PRINT), text),)))
    page = html.fromstring(f"<main>{markdown.reset().convert(labs.read(root, 'labs/lab.py').markdown)}</main>")
    (block,) = page.xpath("//div[contains(@class, 'lab-output')]")
    assert block.text_content() == f"{text}\n"
    assert len(page.xpath("//h1")) == 1
    assert not page.xpath("//script")


@pytest.mark.parametrize("line", ['print("```")', 'x = """\n--8<-- "training/batch_size.py:gradient_variance"\n"""'])
def test_code_that_looks_like_markdown_is_shown_as_it_is(root: Path, markdown: Markdown, line: str) -> None:
    (root / "docs/labs/lab.py").write_text(LAB.replace("nothing = None", line), encoding="utf-8")
    page = html.fromstring(f"<main>{markdown.reset().convert(labs.read(root, 'labs/lab.py').markdown)}</main>")
    assert page.xpath("//div[contains(@class, 'language-python')]")[-1].text_content().strip() == line


IMPORTS = LAB.replace("nothing = None", "from snippets.labs.evidence import wins")


@pytest.mark.parametrize("where", ["https://example.org/me/it", ""])
def test_a_downloaded_lab_says_first_what_it_needs(root: Path, tmp_path: Path, where: str) -> None:
    (root / "docs/labs/lab.py").write_text(IMPORTS, encoding="utf-8")
    files = labs.read(root, "labs/lab.py", where).files
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "lab.py").write_bytes(files["lab.py"])
    run = subprocess.run([sys.executable, "lab.py"], cwd=alone, capture_output=True, text=True, check=False)
    needs = f"This lab imports code of {where or 'the repository of this site'}."
    assert run.stderr == f"{needs} In a clone of it, `make lab name=lab` runs it.\n"
    assert run.returncode == 1
    first = json.loads(files["lab.ipynb"])["cells"][0]
    assert (first["cell_type"], "".join(first["source"])) == ("markdown", run.stderr.strip())
    cells = jupytext.reads(files["lab.py"].decode(), fmt="py:percent").cells
    assert [cell.cell_type for cell in cells[:4]] == ["raw", "markdown", "code", "markdown"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A repository on this machine with the code of this one; its address."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("scripts", "snippets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    person = ["-c", "user.name=me", "-c", "user.email=me@example.invalid", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "--all"], [*person, "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder.as_uri()


QUICK = "quantization"
"""The lab that is done soonest; it prints and draws."""
ELSEWHERE = {**{name: value for name, value in os.environ.items() if name != "PYTHONPATH"}, "MPLBACKEND": "agg"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A process that has imported the libraries of labs, and knows nothing of this repository."""
    return Prepared("matplotlib.pyplot lxml.html", tmp_path_factory.getbasetemp(), ELSEWHERE)


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "docs/labs").glob("*.py"))])
def test_a_notebook_fetches_what_it_imports(name: str, clone: str, elsewhere: Prepared, tmp_path: Path) -> None:
    notebook = json.loads(labs.read(ROOT, f"labs/{name}.py", clone).files[f"{name}.ipynb"])
    codes = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    imports = [
        line for code in codes[1:] for line in ast.parse(code).body if isinstance(line, ast.Import | ast.ImportFrom)
    ]
    (tmp_path / "run.py").write_text("\n".join([codes[0], *map(ast.unparse, imports)]), encoding="utf-8")
    code, said = elsewhere.run(tmp_path, "run", ELSEWHERE)
    assert code == 0, said
    assert (tmp_path / labs.CLONE / "snippets").is_dir()
    needed = {module.split(".")[0] for module in _modules(ROOT / f"docs/labs/{name}.py")}
    assert needed - set(sys.stdlib_module_names) <= {*labs.LIBRARIES, "cycler", "scripts", "snippets"}


def _modules(path: Path) -> set[str]:
    """All that a lab imports, and what its modules import; cycler comes with Matplotlib."""
    return {name for source in local_imports(ROOT, path) for name in imported_names(source.read_text(encoding="utf-8"))}


def test_a_whole_notebook_runs_outside_of_the_repository(clone: str, tmp_path: Path) -> None:
    notebook = nbformat.reads(labs.read(ROOT, f"labs/{QUICK}.py", clone).files[f"{QUICK}.ipynb"].decode(), 4)
    expected = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=ELSEWHERE)
    drawn = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]
    assert len(drawn) == len(expected) > 0


def test_labs_can_be_opened_where_notebooks_run_if_the_repository_is_at_github(root: Path) -> None:
    opened = labs.read(root, "labs/lab.py", "https://github.com/me/it").markdown
    assert "[Colab](https://colab.research.google.com/github/me/it/blob/notebooks/lab.ipynb){ .lab-download }" in opened
    assert "[Binder](https://mybinder.org/v2/gh/me/it/notebooks?urlpath=lab/tree/lab.ipynb){ .lab-download }" in opened
    for other in ("", "https://example.org/me/it"):
        assert "Colab" not in labs.read(root, "labs/lab.py", other).markdown


def test_a_lab_that_needs_nothing_is_downloaded_as_it_is(root: Path) -> None:
    files = labs.read(root, "labs/lab.py").files
    assert files["lab.py"].decode() == LAB
    assert "needs" not in files["lab.ipynb"].decode()


def test_lab_runs_as_a_script_from_the_root_as_make_lab_does() -> None:
    command = ["make", "-n", "lab", f"name={QUICK}", f"BIN={Path(sys.executable).parent}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    (line,) = [line for line in shown if "docs/labs/" in line]
    run = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "cost per tensor" in run.stdout
