"""`make move` renames a topic: whatever names it follows, and what only looks like it does not."""

import pytest

from scripts.move import Move, move
from tests.publishing.example import Repository

MOVE = Move("training/batch-size", "practice/size")
PLACES = {
    "docs/training/batch-size.md": "docs/practice/size.md",
    "docs/training/batch-size/x.svg": "docs/practice/size/x.svg",
    "snippets/training/batch_size.py": "snippets/practice/size.py",
    "snippets/training/batch_size_torch.py": "snippets/practice/size_torch.py",
    "tests/snippets/training/test_batch_size_torch.py": "tests/snippets/practice/test_size_torch.py",
    "tests/formulas/training/test_batch_size.py": "tests/formulas/practice/test_size.py",
    "scripts/figures/training/batch_size.py": "scripts/figures/practice/size.py",
    "scripts/numbers/training/batch_size_torch.py": "scripts/numbers/practice/size_torch.py",
}
STAY = ("docs/training/batch-size-and-hardware.md", "snippets/training/batch_size_and_hardware.py", "docs/index.md")
PAGE, OTHER, CODE = "docs/training/batch-size.md", "docs/labs/dropout.py", "tests/snippets/training/test_batch_size.py"
TEXTS = [
    (OTHER, "[x](../training/batch-size.md#id)", "[x](../practice/size.md#id)"),
    (OTHER, "[x](../training/batch-size-and-hardware.md)", "[x](../training/batch-size-and-hardware.md)"),
    (OTHER, "[x](https://example.org/training/batch_size_x)", "[x](https://example.org/training/batch_size_x)"),
    (PAGE, "[x](number-of-epochs.md) [y](#id)", "[x](../training/number-of-epochs.md) [y](#id)"),
    (PAGE, "![x](batch-size/x.svg){ data-interactive=y }", "![x](size/x.svg){ data-interactive=y }"),
    (PAGE, "[x](../labs/dropout.py)", "[x](../labs/dropout.py)"),
    (PAGE, '--8<-- "training/batch_size_torch.py:f"', '--8<-- "practice/size_torch.py:f"'),
    (PAGE, "% executed: training.batch_size.f", "% executed: practice.size.f"),
    (PAGE, "2<!--= batch-size: a.b -->, batch-size: 3", "2<!--= size: a.b -->, batch-size: 3"),
    ("docs/_data/verified.yml", "  training/batch-size/x.svg: 1", "  practice/size/x.svg: 1"),
    ("docs/_data/verified.yml", "  batch-size: 1", "  batch-size: 1"),
    (CODE, "from snippets.training.batch_size import f", "from snippets.practice.size import f"),
    (CODE, "from snippets.training import batch_size as page", "from snippets.practice import size as page"),
    (
        CODE,
        "from snippets.training import batch_size_torch",
        "from snippets.practice import size_torch as batch_size_torch",
    ),
    (
        CODE,
        "from snippets.training import batch_size_and_hardware",
        "from snippets.training import batch_size_and_hardware",
    ),
]


@pytest.mark.parametrize(("file", "place"), [*PLACES.items(), *zip(STAY, STAY, strict=True)])
def test_files_of_the_topic_move_and_no_others(file: str, place: str) -> None:
    assert MOVE.place(file) == place


@pytest.mark.parametrize(("file", "text", "after"), TEXTS)
def test_what_names_the_topic_follows(file: str, text: str, after: str) -> None:
    assert MOVE.text(file, text) == after


@pytest.mark.parametrize(
    ("page", "to", "why"),
    [
        ("training/none", "training/other", "no topic docs/training/none.md; name it as section/name"),
        ("training/page", "training/Other", "is not section/name"),
        ("training/page", "labs/other", "CONTRIBUTING.md tells how a lab is added"),
    ],
)
def test_what_cannot_be_moved_is_refused_with_the_reason(page: str, to: str, why: str, unbuilt: Repository) -> None:
    with pytest.raises(ValueError, match=why):
        move(unbuilt.root, page, to)
