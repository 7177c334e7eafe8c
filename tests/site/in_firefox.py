"""The self-test, formulas, the search and offline reading in Firefox: `make firefox`, which the workflow runs, too.

It is not part of `make test`, for not every machine has a Firefox; the variable FIREFOX may name it.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.content import ROOT
from scripts.render.node import node

SCRIPT = str(Path(__file__).with_name("firefox.mjs"))
NAMES = ("firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox")
SCENARIOS = json.loads(subprocess.run([node(), SCRIPT], cwd=ROOT, capture_output=True, check=True).stdout)


@pytest.fixture(scope="session")
def firefox() -> str:
    named = os.environ.get("FIREFOX")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    assert found, "there is no Firefox; install it, or name it: FIREFOX=/path make firefox"
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_in_firefox(scenario: str, base: str, firefox: str) -> None:
    command = [node(), SCRIPT, firefox, base, scenario]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert answer.returncode == 0, answer.stdout + answer.stderr
