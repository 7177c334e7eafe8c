"""Tests that do not run, or look at something else than the code that a page shows, are found."""

import ast

import pytest

from scripts.evidence.asserts import problems

MODULE = """\
import numpy as np
import pytest
from snippets.training.page import mean

{top}

{decorator}
def test_claim(x=1):
    assert mean(x) == 2
"""
DECORATORS = [
    "@pytest.mark.skip(reason='x')",
    "@unittest.skip('x')",
    "@unittest.skipIf(True, 'x')",
    "@unittest.expectedFailure",
    "@pytest.mark.parametrize('x', [1, 2][:0])",
    "@pytest.mark.parametrize('x', list())",
    "@pytest.mark.parametrize('x', ())",
    "@pytest.mark.parametrize('x', '')",
    "@pytest.mark.parametrize('x', {})",
    "@pytest.mark.parametrize('x', [] + [])",
    "@pytest.mark.parametrize('x', np.arange(0))",
    "@pytest.mark.parametrize('x', filter(None, []))",
    "@pytest.mark.parametrize('x', map(str, []))",
    "@pytest.mark.parametrize('x', iter([]))",
    "@pytest.mark.parametrize('x', reversed([]))",
    "@pytest.mark.parametrize('x', (i for i in ()))",
    "@pytest.mark.parametrize('x', [i for i in [1, 2] if False])",
    "@pytest.fixture",
    "@pytest.mark.no_such",
    "@lambda f: None",
    "@staticmethod",
    "@property",
    "@functools.partial",
    "@given(st.nothing())",
    "@settings(max_examples=0)",
    "@hypothesis.settings(phases=[])",
    "@pytest.mark.slow",
    "@only_if(False)",
    "@mock.patch('snippets.training.page.mean', lambda x: 2.5)",
    "@patch('snippets.training.page.mean')",
    "@pytest.mark.run(False)",
    "@disabled",
]
TOPS = [
    "pytestmark = [pytest.mark.skip]",
    "pytestmark = [pytest.mark.xfail(reason='x')]",
    "pytest.importorskip('nosuch')",
    "pytest.skip('x', allow_module_level=True)",
    "collect_ignore = ['x']",
    "def pytest_collection_modifyitems(items):\n    items.clear()",
    "def pytest_runtest_call(item):\n    pass",
    "class Example:\n    def test_x(self):\n        assert 1 == mean([2])",
    "import unittest.mock",
    "raise SystemExit",
    "class TestX:\n    __test__ = False\n    def test_x(self):\n        assert mean([1]) == 1",
    "def setup_module():\n    pytest.skip('x')",
    "@pytest.fixture(autouse=True)\ndef stop():\n    pytest.skip('x')",
    "test_claim = None",
    "if False:\n    def test_b():\n        assert mean([2]) == 2",
    "if True:\n    pass\nelse:\n    def test_b():\n        assert mean([2]) == 2",
    "def check_it():\n    assert mean([2]) == 2",
    "def _test_it():\n    assert mean([2]) == 2",
    "async def test_it():\n    assert mean([2]) == 2",
    "def Test_it():\n    assert mean([2]) == 2",
    "import snippets.training.page as page\npage.mean = lambda x: 2.5",
    "@pytest.fixture\ndef test_b():\n    assert mean([2]) == 2",
    "from unittest import mock",
    "from snippets.training.page import *",
    "AssertionError = ValueError",
    "np.isclose = lambda *_: True",
    "class Any:\n    def __eq__(self, other):\n        return True",
    "all = any",
    "abs = lambda x: 0",
    "len = lambda x: 2",
]


def found(decorator: str = "", top: str = "") -> list[str]:
    return [message for _, message in problems(ast.parse(MODULE.format(decorator=decorator, top=top)))]


@pytest.mark.parametrize("decorator", DECORATORS)
def test_what_may_keep_a_test_from_running_is_found(decorator: str) -> None:
    assert found(decorator=decorator) != []


@pytest.mark.parametrize("top", TOPS)
def test_what_stands_in_for_code_or_hides_tests_is_found(top: str) -> None:
    assert found(top=top) != []


def test_without_any_of_these_it_runs() -> None:
    assert found("@pytest.mark.parametrize('x', [1])", "RATE = 0.1") == []


def test_every_problem_says_what_to_do() -> None:
    said = [message for each in DECORATORS for message in found(decorator=each)]
    said += [message for each in TOPS for message in found(top=each)]
    assert [message for message in said if ";" not in message] == []
