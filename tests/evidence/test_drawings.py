"""Where the script of a drawing is, and what it is fingerprinted by."""

import ast
from pathlib import Path

import pytest

from scripts.checks.snippets import page_of
from scripts.content import ROOT, own_files
from scripts.evidence import records
from scripts.evidence.drawings import fingerprint, script_of
from scripts.evidence.records import Results
from scripts.evidence.values import values_of


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


def test_every_script_says_in_quotes_whose_values_it_draws() -> None:
    """Or its fingerprint would not have them, and nobody would notice that the drawing is old."""
    calls = [
        node
        for script in own_files(ROOT / "scripts" / "figures", "*/*.py")
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "recorded"
    ]
    assert len(calls) > 20
    assert all(isinstance(call.args[0], ast.Constant) for call in calls), [ast.unparse(call) for call in calls]


def test_a_drawing_depends_on_the_values_of_its_record_and_not_on_the_code_that_measured_them(tmp_path: Path) -> None:
    drawing = script_of("training/page/x.svg")
    script = tmp_path / drawing
    script.parent.mkdir(parents=True)
    script.write_text('recorded("training/page")\n', encoding="utf-8")
    keys = [fingerprint(tmp_path, drawing)]
    for code, loss in (("of-march", 0.25), ("of-april", 0.25), ("of-april", 0.5)):
        records.write(tmp_path, "training/page", code, Results(values_of({"loss": [loss]})))
        keys.append(fingerprint(tmp_path, drawing))
    none, march, april, other = keys
    assert march == april
    assert len({none, march, other}) == 3
