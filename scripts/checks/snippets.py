"""Every snippet that a page includes exists, and all code stands beside its page, its test and its figures."""

from collections.abc import Iterator
from pathlib import Path

from scripts.content import Problem, Site, own_files, read_text
from scripts.content.code import local_imports, regions, shown_lines, unbalanced_regions

LONGEST_MODULE = 150
"""Lines that are not blank; a longer module means that its page should be two."""
LONGEST_LINE = 88
"""Characters: what a page shows without scrolling."""


def check(site: Site) -> Iterator[Problem]:
    """Look at the includes of each page, then at each file of code."""
    used: dict[str, set[str]] = {}
    for page in site.pages:
        for use in page.snippet_uses:
            used.setdefault(use.file, set()).add(use.region)
            path = site.root / "snippets" / use.file
            if not path.is_file():
                yield Problem(page.file, use.line, "snippets", f"no file snippets/{use.file}")
            elif not use.region:
                message = f"name a region of snippets/{use.file}: {', '.join(regions(path))}"
                yield Problem(page.file, use.line, "snippets", message)
            elif use.region not in regions(path):
                message = f"no region {use.region!r} in snippets/{use.file} (it has: {', '.join(regions(path))})"
                yield Problem(page.file, use.line, "snippets", message)
    for path in _python(site.root / "snippets"):
        yield from _module(site, path, used.get(path.relative_to(site.root / "snippets").as_posix(), set()))
    for path in _python(site.root / "tests" / "snippets"):
        module = path.relative_to(site.root / "tests" / "snippets")
        wanted = Path("snippets") / module.parent / module.name.removeprefix("test_")
        plain = wanted.with_stem(wanted.stem.removesuffix("_torch"))  # what is compared with PyTorch needs no twin
        if path.name != "conftest.py" and not any((site.root / each).is_file() for each in (wanted, plain)):
            yield Problem(_name(site, path), 1, "snippets", f"nothing to test: there is no {wanted.as_posix()}")
    for path in _python(site.root / "scripts" / "figures"):
        page_path = page_of(path.relative_to(site.root / "scripts" / "figures"))
        if path.parent.name != "figures" and site.page(page_path) is None:
            yield Problem(_name(site, path), 1, "snippets", f"these figures have no page docs/{page_path}")


def page_of(module: Path) -> str:
    """The page that a module belongs to: `training/batch_size_torch.py` → `training/batch-size.md`."""
    stem = module.stem.removeprefix("test_").removesuffix("_torch")
    return (module.parent / f"{stem}.md").as_posix().replace("_", "-")


def _module(site: Site, path: Path, used: set[str]) -> Iterator[Problem]:
    name = _name(site, path)
    module = path.relative_to(site.root / "snippets")
    page_path = page_of(module)
    if module.parent.name == "labs":
        if not any(path in _imports(site.root, lab) for lab in own_files(site.docs / "labs", "*.py")):
            yield Problem(name, 1, "snippets", "no lab in docs/labs imports this module; use it or remove it")
    elif site.page(page_path) is None:
        yield Problem(name, 1, "snippets", f"this module has no page docs/{page_path}")
    test = Path("tests/snippets") / module.parent / f"test_{module.name}"
    if not (site.root / test).is_file():
        yield Problem(name, 1, "snippets", f"this module has no test {test.as_posix()}")
    for region, line in unbalanced_regions(path).items():
        message = f"region {region!r} needs exactly one [start:{region}] and one [end:{region}] after it"
        yield Problem(name, line, "snippets", message)
    for region, line in regions(path).items():
        if region not in used:
            message = f"no page shows the region {region!r}; show it or remove its marks"
            yield Problem(name, line, "snippets", message)
    lines = read_text(path, name).split("\n")
    written = sum(1 for line in lines if line.strip() and not line.strip().startswith("# --8<--"))
    if written > LONGEST_MODULE:
        message = f"{written} lines of code; over {LONGEST_MODULE} the page should be two"
        yield Problem(name, 1, "snippets", message)
    for number, shown in shown_lines(path):
        if len(shown) > LONGEST_LINE:
            message = f"{len(shown)} characters; shown code has at most {LONGEST_LINE}, so that nobody must scroll"
            yield Problem(name, number, "snippets", message)


def _imports(root: Path, lab: Path) -> set[Path]:
    try:
        return local_imports(root, lab)
    except SyntaxError:  # executing the lab will say so
        return set()


def _python(folder: Path) -> list[Path]:
    return [path for path in own_files(folder, "**/*.py") if path.name not in ("__init__.py", "__main__.py")]


def _name(site: Site, path: Path) -> str:
    return path.relative_to(site.root).as_posix()
