"""Draw the figures of the topic pages: `python -m scripts.figures [training/batch_size …]`, `--changed` of what has.

`scripts/figures/training/batch_size.py` draws `docs/training/batch-size/*.svg`: every public function that the
module defines returns one Matplotlib figure, saved under the function's name in kebab-case. The ledger of figures
(`scripts/evidence/drawings.py`) keeps what drew them.
"""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from matplotlib.figure import Figure

from scripts.content import Problem, own_files, raised, report, told, write_text
from scripts.content.ledgers import read_ledger
from scripts.evidence.drawings import LEDGER, digest_of, is_stale, written
from scripts.figures.style import save

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs"


def modules() -> list[str]:
    """Every figure module as `section/page`, sorted."""
    return sorted(path.relative_to(HERE).with_suffix("").as_posix() for path in own_files(HERE, "*/*.py"))


def drawings(module: str) -> Iterator[tuple[Path, Callable[[], Figure]]]:
    """The SVG files that a module such as `training/batch_size` draws, each with its function."""
    source = importlib.import_module("scripts.figures." + module.replace("/", "."))
    folder = DOCS / module.replace("_", "-")
    for name, function in inspect.getmembers(source, inspect.isfunction):
        if function.__module__ == source.__name__ and not name.startswith("_"):
            yield folder / f"{name.replace('_', '-')}.svg", function


@told()
def main(wanted: list[str]) -> int:
    """Draw the figures of the modules in `wanted`, or of all; print each file, and say which look otherwise now."""
    root = DOCS.parent
    before = read_ledger(root / LEDGER, root).get("figures") or {}
    if wanted == ["--changed"]:
        wanted = [module for module in modules() if is_stale(root, module.replace("_", "-"), before)]
        if not wanted:
            return 0
    unknown = sorted(set(wanted) - set(modules()))
    if unknown:
        print(f"no figure module {', '.join(unknown)} in scripts/figures (there are: {', '.join(modules())})")
        return 1
    drawn: dict[str, list[Path]] = {}
    failed: list[Problem] = []
    for module in wanted or modules():
        page = module.replace("_", "-")
        try:
            for path, draw in drawings(module):
                save(draw(), path)
                drawn.setdefault(page, []).append(path)
                same = (before.get(page) or {}).get(path.name) == digest_of(path)
                size = f"{path.stat().st_size / 1000:.1f} kB"
                print(f"{path.relative_to(root).as_posix()}: {size}{', as it was' if same else '; look at it'}")
        except OSError:
            raise
        except Exception as error:  # of whatever kind: it is the contributor's code, and what it asserts of the data
            drawn.pop(page, None)
            failed.append(raised(error, root, HERE / f"{module}.py", "figures"))
    write_text(root / LEDGER, written(root, drawn, before))
    return report(failed) if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
