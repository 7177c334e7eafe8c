"""What commands print never ends them, whatever the machine thinks that a pipe can hold."""

import os
import subprocess
import sys

import pytest

from scripts.content import ROOT

WORDS = "no file nofile-θ.md; “write” η ± σ … 中\udcff"
CODE = f"from scripts.content import Problem, report\nreport([Problem('docs/x.md', 1, 'links', {WORDS!a})])"


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_problem_is_printed_whole(environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", CODE]
    answer = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False)
    assert answer.stderr.decode() == "1 problem\n"
    assert answer.stdout.decode() == f"docs/x.md:1: links: {WORDS}\n".replace("\udcff", "\\udcff")
