"""The formulas of the pages by their tag, `% executed: module.function` or `% checked: module.function`."""

import importlib.util
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.content import Formula, Page, current_site, own_files


@dataclass(frozen=True)
class Printed:
    """A display formula on its page; `tex` is without comments, `instead` what is checked if it cannot be executed."""

    page: Page
    formula: Formula
    nth: int

    @property
    def tag(self) -> str:
        """`executed`, `checked` or `definition`."""
        return self.formula.tag

    @property
    def function(self) -> str:
        """The function that the tag names."""
        return self.formula.tagged

    def line(self, at: int | None) -> int:
        """The line in the file of a position in the TeX; without a position, the formula's first line."""
        tex = self.formula.tex
        return self.formula.line + 1 + (tex.count("\n", 0, at) if at is not None else _comments(tex))


def _comments(tex: str) -> int:
    lines = tex.split("\n")
    return next((count for count, line in enumerate(lines) if not line.lstrip().startswith("%")), 0)


def printed(root: Path) -> dict[tuple[str, int], Printed]:
    """All tagged display formulas by function and, from 1, by their order among those of the function."""
    counts: dict[str, int] = defaultdict(int)
    found = {}
    for page in current_site(root).ordered_pages:
        for formula in page.formulas:
            if formula.display and formula.tagged:
                counts[formula.tagged] += 1
                nth = counts[formula.tagged]
                found[formula.tagged, nth] = Printed(page, formula, nth)
    return found


def files(root: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """The files with bindings, or those whose path has one of these words; PyTorch's only where it is installed."""
    with_torch = importlib.util.find_spec("torch") is not None
    return [
        path
        for path in own_files(root / "tests" / "formulas", "**/test_*.py")
        if (with_torch or not path.stem.endswith("_torch"))
        and (not wanted or any(name in path.relative_to(root).as_posix() for name in wanted))
    ]


def page_of(root: Path, path: Path) -> str:
    """The page whose formulas a file binds: `tests/formulas/training/test_batch_size.py` → `training/batch-size.md`."""
    folder = path.parent.relative_to(root / "tests" / "formulas").as_posix()
    return f"{folder}/{path.stem.removeprefix('test_').removesuffix('_torch')}.md".replace("_", "-")


def file_of(page: str) -> str:
    """The file in which the formulas of a page are bound."""
    folder, _, name = page.removesuffix(".md").replace("-", "_").rpartition("/")
    return f"tests/formulas/{folder}/test_{name}.py"
