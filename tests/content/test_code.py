"""Functions, regions and tests are read from Python files without importing them."""

import ast
from pathlib import Path

import pytest

from scripts.content import ContentError, code
from scripts.content.code import function_lines, local_imports, regions, unbalanced_regions

SNIPPET = """\
def first(x: float) -> float:
    return x


# --8<-- [start:second]
def second(x: float) -> float:
    def inner() -> float:
        return x

    return inner()
    # --8<-- [end:second]


class Model:
    def method(self) -> None: ...
"""

TESTS = """\
import pytest
from snippets import page
from snippets.page import asserted, compared, fails, helped, idle

def test_asserts() -> None:
    assert asserted(1) == page.attribute(1)

def test_compares() -> None:
    np.testing.assert_allclose(compared(1), 1)

def test_fails() -> None:
    with pytest.raises(ValueError):
        fails(1)

def test_runs_only() -> None:
    idle(1)

def test_uses_a_helper() -> None:
    assert helper() == 1

def helper() -> float:
    return deeper()

def deeper() -> float:
    return helped(1)

def not_a_test() -> None:
    assert unused(1)
"""


@pytest.fixture
def snippet(tmp_path: Path) -> Path:
    path = tmp_path / "page.py"
    path.write_text(SNIPPET, encoding="utf-8")
    return path


def test_functions_at_the_top_have_first_and_last_line(snippet: Path) -> None:
    assert function_lines(snippet) == {"first": (1, 2), "second": (6, 10)}


def test_missing_file_has_neither_functions_nor_regions(tmp_path: Path) -> None:
    assert function_lines(tmp_path / "none.py") == {}
    assert regions(tmp_path / "none.py") == {}


def test_region_is_named_with_the_line_of_its_start(snippet: Path) -> None:
    assert regions(snippet) == {"second": 5}
    assert unbalanced_regions(snippet) == {}


def test_region_that_is_opened_twice_or_not_closed_or_not_opened_is_named_with_its_line(tmp_path: Path) -> None:
    marks = ["start:twice", "end:twice", "start:twice", "end:twice", "end:early", "start:open"]
    (tmp_path / "page.py").write_text("".join(f"# --8<-- [{mark}]\n" for mark in marks), encoding="utf-8")
    assert unbalanced_regions(tmp_path / "page.py") == {"twice": 3, "early": 5, "open": 6}


def test_name_counts_as_tested_if_a_test_that_asserts_uses_it_even_through_helpers(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text(TESTS, encoding="utf-8")
    names = code.tested_names(tmp_path / "test_page.py")
    assert names >= {"asserted", "attribute", "compared", "fails", "helped"}
    assert names.isdisjoint({"idle", "unused"})


def test_file_that_is_not_python_is_a_problem_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text("x = 1\ndef f(:\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"page\.py:2: python: this is not Python: ") as error:
        function_lines(tmp_path / "page.py")
    assert error.value.problem.line == 2


def test_changed_file_is_read_again(snippet: Path) -> None:
    assert "first" in function_lines(snippet)
    snippet.write_text("\n\n\ndef third() -> None: ...\n", encoding="utf-8")
    assert function_lines(snippet) == {"third": (4, 4)}


def test_every_form_of_import_below_the_root_is_followed(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    for name, text in {
        "one": "import package.two",
        "two": "from package import three, missing",
        "three": "from package.four import x\nimport os.path, package.one",
        "four": "def f():\n    import numpy\n    from . import five\n    from package.six import y as z",
        "five": "",
        "six": "",
        "seven": "",
    }.items():
        (tmp_path / "package" / f"{name}.py").write_text(text + "\n", encoding="utf-8")
    found = {path.stem for path in local_imports(tmp_path, tmp_path / "package/one.py")}
    assert found == {"one", "two", "three", "four", "six"}


def test_a_name_that_a_test_only_calls_is_not_tested(tmp_path: Path) -> None:
    text = """\
def test_it() -> None:
    helper(3)
    x, y = data(), unused()
    for each in x:
        each.grow()
    assert total(x) == 3
"""
    (tmp_path / "test_x.py").write_text(text, encoding="utf-8")
    tested = code.tested_names(tmp_path / "test_x.py")
    assert {"data", "grow", "total"} <= tested
    assert not {"helper"} & tested


def test_looking_at_a_tree_leaves_it_as_it_is_for_whoever_looks_next(tmp_path: Path) -> None:
    text = "def test_it() -> None:\n    x = y = first(1)\n    for x.grad in (1, 2):\n        assert x == second(y)\n"
    path = tmp_path / "test_page.py"
    path.write_text(text, encoding="utf-8")
    assert code.tested_names(path) >= {"first", "second"}
    assert ast.dump(code.tree(path)) == ast.dump(ast.parse(text))
