"""The weekly link check opens one issue, keeps it up to date, and closes it; `gh` is a stand-in that takes notes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.content import ROOT
from tests.workflows.audit import steps

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")

GH = """\
#!/usr/bin/env bash
echo "$1 $2" "${3:-}" >> "$NOTES"
if [ "$1 $2" = "issue list" ]; then echo "$OPEN"; fi
"""


@pytest.mark.parametrize(
    ("links", "open_issue", "done"),
    [
        ("failure", "", "issue create --title"),
        ("failure", "7", "issue edit 7"),
        ("success", "7", "issue close 7"),
        ("success", "", None),
    ],
)
def test_what_becomes_of_the_issue(tmp_path: Path, links: str, open_issue: str, done: str | None) -> None:
    script = next(step["run"] for _, step in steps(ROOT) if "GH_TOKEN" in step.get("env", {}))
    gh, notes = tmp_path / "gh", tmp_path / "notes"
    gh.write_text(GH)
    gh.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NOTES": str(notes), "OPEN": open_issue, "LINKS": links}
    subprocess.run(["bash", "-e", "-c", script], env=environment, cwd=tmp_path, check=True)
    prepared = ["label create dead-links", "issue list --label"]
    assert notes.read_text().splitlines() == prepared + ([done] if done else [])


def test_only_the_step_that_needs_it_gets_the_token() -> None:
    texts = [(step.get("name"), str(step)) for _, step in steps(ROOT)]
    found = [name for name, text in texts if "github.token" in text]
    assert found == ["Open, update or close the issue", "Push the labs as notebooks", "Attach them to the release"]
    assert not any("secrets." in text for _, text in texts)
