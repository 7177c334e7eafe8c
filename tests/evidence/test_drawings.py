"""Where the script of a drawing is."""

from pathlib import Path

import pytest

from scripts.checks.snippets import page_of
from scripts.evidence.drawings import script_of


@pytest.mark.parametrize(
    ("drawing", "script"),
    [
        ("training/batch-size/x.svg", "scripts/figures/training/batch_size.py"),
        ("language-models/fine-tuning/x-y.svg", "scripts/figures/language_models/fine_tuning.py"),
    ],
)
def test_dashes_of_section_and_page_are_underscores_of_the_script(drawing: str, script: str) -> None:
    assert script_of(drawing) == Path(script)
    module = Path(script).relative_to("scripts/figures")
    assert page_of(module) == f"{Path(drawing).parent}.md"
