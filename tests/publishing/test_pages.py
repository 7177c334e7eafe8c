"""What takes long to import is imported where it is used."""

import subprocess
import sys

from scripts.content import ROOT

PROGRAM = """\
import sys
from mkdocs.config import load_config
from scripts.publishing.pages import import_late

import_late("mkdocs_jupyter.convert")
load_config("mkdocs.yml")
print("nbconvert" in sys.modules)
from mkdocs_jupyter import convert
print(callable(convert.nb2md), "nbconvert" in sys.modules)
"""


def test_a_build_does_without_nbconvert_until_something_asks_for_it() -> None:
    command = [sys.executable, "-c", PROGRAM]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert answer.stdout.split("\n")[:2] == ["False", "True True"]
