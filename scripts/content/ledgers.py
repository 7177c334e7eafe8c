"""YAML of the repository as data: front matter, the ledgers of `docs/_data`, `mkdocs.yml`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.content.files import line_at, read_text
from scripts.content.problem import ContentError, Problem

_PUBLISHED = """\
# Every page and question id that was ever published. `make format` adds new ones; nothing is removed.
# Renamed or removed something? Say in `moved` where it went:
#   training/old-page.md: training/new-page.md
#   training/page.md#old-id: training/page.md#new-id
"""
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str, fast: Any = _FAST, exact: Any = yaml.SafeLoader) -> Any:
    """YAML text as data; read by libyaml where PyYAML has it, which is ten times as fast.

    Args:
        text: the YAML.
        fast: the loader that reads it.
        exact: the same in PyYAML's own words, asked for what is wrong.

    Raises:
        yaml.YAMLError: with the words of PyYAML's own parser, which are the same on every machine.
    """
    try:
        try:
            return yaml.load(text, fast)
        except yaml.YAMLError:
            return yaml.load(text, exact)
    except (ValueError, RecursionError) as error:  # a date such as 2026-13-45, lists in lists without end
        raise yaml.YAMLError(str(error)) from None


def read_ledger(path: Path, root: Path) -> dict[str, Any]:
    """A ledger as data, `{}` if there is none; each of its parts is a mapping or empty.

    Raises:
        ContentError: the file is not YAML of that form.
    """
    loaded = _mapping(path, root, load_yaml) if path.exists() else {}
    for key, part in loaded.items():
        if not isinstance(part, dict | None):
            message = f"{key!r} holds no lines of the form `name: value`; write such lines below it"
            raise ContentError(Problem(path.relative_to(root).as_posix(), 1, "yaml", message))
    return loaded


def published_text(ledger: dict[str, Any]) -> str:
    """The text of `published.yml`, which holds all addresses that ever were."""
    return _PUBLISHED + yaml.safe_dump(ledger, sort_keys=False, allow_unicode=True, width=120)


def entry_lines(path: Path) -> dict[str, int]:
    """The line on which each entry of a ledger begins, empty if there is none."""
    numbered = enumerate(read_text(path, path.as_posix()).split("\n"), 1) if path.exists() else ()
    return {line.partition(":")[0]: number for number, line in numbered if line[:1] not in ("", " ", "#")}


def read_configuration(root: Path) -> dict[str, Any]:
    """`mkdocs.yml` as data; tags such as `!ENV` become plain values."""
    return _mapping(root / "mkdocs.yml", root, lambda text: load_yaml(text, *_CONFIGURATION))


def nav_paths(nav: Any) -> Iterator[str]:
    """The paths in the navigation of `mkdocs.yml`, in order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for item in nav:
            yield from nav_paths(item)
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from nav_paths(value)


def _mapping(path: Path, root: Path, load: Callable[[str], Any]) -> dict[str, Any]:
    name = path.relative_to(root).as_posix()
    text = read_text(path, name)
    try:
        loaded = load(text) or {}
    except yaml.YAMLError as error:
        mark, place = getattr(error, "problem_mark", None), getattr(error, "position", 0)
        line = mark.line + 1 if mark else line_at(text, place)
        said = " ".join(str(getattr(error, "problem", error)).split())
        raise ContentError(
            Problem(name, line, "yaml", f"not YAML: {said}; mend the line, or the one above it")
        ) from None
    if not isinstance(loaded, dict):
        raise ContentError(
            Problem(name, 1, "yaml", "the file holds no lines of the form `name: value`; write such lines")
        )
    return loaded


def _plain_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        if suffix == "ENV":  # names of environment variables, then the default
            return next((os.environ[name] for name in values[:-1] if name in os.environ), values[-1])
        return values
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


def _without_imports(loader: Any) -> Any:
    """A loader that reads `mkdocs.yml` without importing what it names."""
    made: Any = type(f"Config{loader.__name__}", (loader,), {})
    for tag in ("!", "tag:yaml.org,2002:python/"):
        made.add_multi_constructor(tag, _plain_tag)
    return made


_CONFIGURATION = _without_imports(_FAST), _without_imports(yaml.SafeLoader)
