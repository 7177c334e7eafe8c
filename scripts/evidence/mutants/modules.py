"""Which snippets there are to change, and which tests should notice."""

from collections.abc import Sequence
from pathlib import Path

from scripts.content import ROOT, own_files
from scripts.content.code import local_imports, shown_lines
from scripts.content.repository import git


def modules(wanted: Sequence[str] = ()) -> list[Path]:
    """The snippets of which a page shows code, in the order of their names.

    `wanted` are sections or modules (`training`, `training/batch_size`, with or without `.py`); none means all.

    Raises:
        ValueError: a name that fits no snippet.
    """
    snippets = ROOT / "snippets"
    every = [path for path in own_files(snippets, "**/*.py") if next(shown_lines(path), None)]
    if not wanted:
        return every
    names = {each.strip("/").removesuffix(".py") for each in wanted}
    found: dict[str, list[Path]] = {name: [] for name in names}
    for path in every:
        own = path.relative_to(snippets).with_suffix("").as_posix()
        for name in names & {own, path.parent.name}:
            found[name].append(path)
    if nothing := sorted(name for name, paths in found.items() if not paths):
        raise ValueError(f"no snippet shows code under {', '.join(nothing)}; name it like training/batch_size")
    return sorted({path for paths in found.values() for path in paths})


def tests_of(path: Path) -> list[Path]:
    """The tests that mirror a snippet, then others that import it: the twin in PyTorch, formulas, parity, devices."""
    place = path.relative_to(ROOT / "snippets")
    page = place.stem.removesuffix("_torch")
    own = ROOT / "tests" / "snippets" / place.parent / f"test_{place.name}"
    others = [ROOT / "tests" / "snippets" / place.parent / f"test_{page}{end}.py" for end in ("", "_torch")]
    others += [ROOT / "tests" / "formulas" / place.parent / f"test_{page}.py"]
    others += sorted((ROOT / "tests" / "parity").glob("test_*.py"))
    others.append(ROOT / "tests" / "evidence" / "test_devices_torch.py")
    return [own, *(test for test in others if test != own and test.exists() and path in local_imports(ROOT, test))]


def changed(base: str) -> list[str]:
    """The modules that have changed since the commit `base`, they themselves or a test that should notice.

    Raises:
        ValueError: git does not know the commit.
    """
    if not git(ROOT, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}").strip():
        raise ValueError(f"git knows no commit {base}; fetch it, or name another: make mutants changed=main")
    names = git(ROOT, "diff", "--name-only", "--merge-base", base).split()
    files = {ROOT / name for name in names}
    return [
        path.relative_to(ROOT / "snippets").with_suffix("").as_posix()
        for path in modules()
        if files & {path, *tests_of(path)}
    ]


def pages_changed(base: str) -> list[str]:
    """The files below tests/formulas, without `test_`, whose bindings or page have changed since the commit `base`."""
    names = set(git(ROOT, "diff", "--name-only", "--merge-base", base).split())
    found = []
    for path in sorted((ROOT / "tests" / "formulas").rglob("test_*.py")):
        name = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
        if names & {path.relative_to(ROOT).as_posix(), f"docs/{name.replace('_', '-')}.md", f"snippets/{name}.py"}:
            found.append(name)
    return found
