"""The modules of the search without a page pass their own tests, run by Node."""

import subprocess

from scripts.content import ROOT
from scripts.render.node import node


def test_modules_pass_their_tests_in_node() -> None:
    command = [node(), "--test", "--test-reporter=tap", "tests/search/words.test.mjs"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "# pass 0" not in answer.stdout
