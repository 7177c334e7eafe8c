"""What `make new` writes can be published at once."""

import subprocess
import sys

from tests.publishing.example import Repository


def test_a_new_topic_is_made_checked_and_published(repository: Repository) -> None:
    command = [sys.executable, "-m", "scripts.new", "training/label-smoothing"]
    made = subprocess.run(command, cwd=repository.root, capture_output=True, text=True, check=True)
    assert "wrote docs/training/label-smoothing.md" in made.stdout
    answer = repository.build()
    assert answer.code == 0, answer.text
    page = (repository.root / "site/training/label-smoothing/index.html").read_text(encoding="utf-8")
    assert '<h1 id="label-smoothing">' in page
    assert "formula-mark" in page
