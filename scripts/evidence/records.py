"""What an experiment printed, drew and measured when it was last recorded: `record.yml` in the folder of its page.

    docs/labs/dropout/record.yml              outputs of the cells, values; their figures stand beside it
    docs/training/batch-size/record.yml       values of `scripts/numbers/training/batch_size.py`
    docs/training/batch-size/record_torch.yml values of `scripts/numbers/training/batch_size_torch.py`, if there is one

`make measure` writes records. A record names the code that it was made by, and is sealed: what is changed by hand is
noticed. The pages of labs, the figures and the numbers on pages are made from records alone, so that every machine
publishes the same; `make test` measures again and holds the new values against the recorded ones.
"""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scripts.content import ROOT, ContentError, Problem, read_text, write_text
from scripts.content.recall import recalled
from scripts.evidence.values import Value, runs_of, values_of

TWIN = "-torch"
"""Behind the name of a page: what needs PyTorch, which the build does without, is an experiment of its own."""
HEAD = "# What was measured and when it was last recorded. `make measure` writes this file; never change it by hand.\n"


@dataclass(frozen=True)
class Output:
    """What one cell of a lab printed and drew; `code` is the fingerprint of the cell, `name` the file of the figure."""

    code: str
    text: str = ""
    name: str = ""
    figure: str = field(default="", repr=False)


@dataclass(frozen=True)
class Results:
    """What an experiment found."""

    values: Mapping[str, Value]
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True)
class Record:
    """Results with the fingerprint of the code that they were made by; `intact` unless somebody edited the file."""

    fingerprint: str
    results: Results = field(hash=False)
    intact: bool = True


@functools.lru_cache(maxsize=1024)
def record_path(root: Path, name: str) -> Path:
    """Where the record of an experiment such as `labs/dropout` or `training/batch-size-torch` stands."""
    page = name.removesuffix(TWIN)
    return root / "docs" / page / ("record.yml" if page == name else "record_torch.yml")


def of_page(root: Path, page: str) -> dict[str, Record]:
    """The records of a page such as `training/batch-size`, by experiment: its own, and that of the twin in PyTorch.

    Raises:
        ContentError: a file is not a record.
    """
    found = {name: read(root, name) for name in (page, page + TWIN)}
    return {name: record for name, record in found.items() if record is not None}


def read(root: Path, name: str) -> Record | None:
    """The record of an experiment, None if there is none; read again only after the file has changed.

    Raises:
        ContentError: the file is not a record.
    """
    path = record_path(root, name)
    return _read(path, root, path.stat().st_mtime_ns) if path.exists() else None


def write(root: Path, name: str, fingerprint: str, results: Results) -> None:
    """Record results; figures that are no longer drawn are removed."""
    path = record_path(root, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {output.name for output in results.outputs}
    for old in path.parent.glob("*.svg") if results.outputs else ():
        if old.name not in kept:
            old.unlink()
    for output in results.outputs:
        if output.figure:
            write_text(path.parent / output.name, output.figure)
    outputs = [{"code": output.code} | _shown(output) for output in results.outputs]
    data: dict[str, Any] = {"fingerprint": fingerprint, "seal": _seal(fingerprint, results)}
    data |= {"outputs": outputs} if outputs else {}
    data["values"] = runs_of(results.values)
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    write_text(path, HEAD + text)


def recorded(name: str, root: Path = ROOT) -> Mapping[str, Value]:
    """The recorded values of an experiment, for scripts that draw them.

    Raises:
        LookupError: nothing is recorded yet.
    """
    record = read(root, name)
    if record is None:
        raise LookupError(f"nothing is recorded for {name}; run `make measure`")
    return record.results.values


@functools.lru_cache(maxsize=256)
def _read(path: Path, root: Path, _changed: int) -> Record:
    name = path.relative_to(root).as_posix()
    try:
        text = read_text(path, name)
        data = recalled(lambda: yaml.load(text, _Loader), "yaml", text)
        outputs = tuple(_output(path, **each) for each in data.get("outputs") or [])
        results = Results(values_of(data.get("values") or {}), outputs)
        fingerprint = str(data["fingerprint"])
        return Record(fingerprint, results, data["seal"] == _seal(fingerprint, results))
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, OSError) as error:
        message = f"this is no record ({type(error).__name__}: {error}); run `make measure`"
        raise ContentError(Problem(name, 1, "measured", " ".join(message.split()))) from None


def _output(path: Path, code: str, text: str = "", figure: str = "") -> Output:
    if figure and not (path.parent / figure).is_file():
        raise KeyError(f"the drawing {figure} is missing")
    drawing = read_text(path.parent / figure, (path.parent / figure).as_posix()) if figure else ""
    return Output(code, text, figure, drawing)


def _shown(output: Output) -> dict[str, str]:
    return {key: value for key, value in (("text", output.text), ("figure", output.name)) if value}


def _seal(fingerprint: str, results: Results) -> str:
    outputs = [[output.code, output.text, output.name, output.figure] for output in results.outputs]
    parts = [fingerprint, outputs, runs_of(results.values)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as such, and runs on one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _runs(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    flat = not any(isinstance(item, dict) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _runs)
