"""The experiments of the repository: labs, and the modules that compute the numbers of a topic page.

    docs/labs/dropout.py                        experiment `labs/dropout`
    scripts/numbers/training/batch_size.py      experiment `training/batch-size`, of the page of that name
    scripts/numbers/training/batch_size_torch.py    `training/batch-size-torch`, of the same page, with PyTorch

A record is good as long as the code is the one that it was made by. After a change the experiment is run again, once,
and its results are held against the record (`running.py`). What needs PyTorch is run where PyTorch is installed, as the
tests of the twins are.
"""

import hashlib
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.content import ContentError, lab_as_markdown, own_files, read_text
from scripts.content.code import local_imports, without_words
from scripts.evidence import records
from scripts.evidence.records import TWIN, Results
from scripts.evidence.values import agree

CELL_COMMENT = re.compile(r"# (alt|caption): (.*)\n")
"""Text alternative and caption of the figure that a cell of a lab draws, at its top."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\binf\b|\bnan\b")


@dataclass(frozen=True, order=True)
class Experiment:
    """One experiment: its name, which is its page's path without the ending or has `-torch` behind it; its script."""

    name: str
    path: Path

    @property
    def is_lab(self) -> bool:
        """Whether it is a notebook of its own rather than the numbers of a topic page."""
        return self.name.startswith("labs/")

    @property
    def page(self) -> str:
        """The page that quotes it, as a path without the ending."""
        return self.name if self.is_lab else self.name.removesuffix(TWIN)

    @property
    def can_run(self) -> bool:
        """Whether what it needs is installed."""
        return self.page == self.name or importlib.util.find_spec("torch") is not None


def experiments(root: Path) -> list[Experiment]:
    """All experiments, sorted by name."""
    labs = [Experiment(f"labs/{path.stem}", path) for path in own_files(root / "docs" / "labs", "*.py")]
    folder = root / "scripts" / "numbers"
    modules = [
        Experiment(path.relative_to(folder).with_suffix("").as_posix().replace("_", "-"), path)
        for path in own_files(folder, "*/*.py")
    ]
    return sorted(labs + modules)


def fingerprint(root: Path, experiment: Experiment) -> str:
    """A key of the code that an experiment runs, its own and that of the modules that it imports.

    Words do not count: comments, docstrings, the Markdown of a lab.
    """
    digest = hashlib.sha256()
    try:
        sources = sorted(local_imports(root, experiment.path))
    except (ContentError, SyntaxError):  # running it will show the error with its line
        sources = [experiment.path]
    for source in sources:
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update(_code(source, experiment).encode())
    return digest.hexdigest()[:16]


def is_stale(root: Path, experiment: Experiment) -> bool:
    """Whether the code has changed since the experiment was recorded, or nothing is recorded."""
    record = records.read(root, experiment.name)
    return record is None or record.fingerprint != fingerprint(root, experiment)


def differences(root: Path, experiment: Experiment, new: Results) -> Iterator[str]:
    """What is not as recorded: values beyond their spread, and outputs that differ in more than numbers."""
    record = records.read(root, experiment.name)
    if record is None:
        yield "nothing is recorded for this experiment"
        return
    old = record.results
    for name in sorted(old.values.keys() | new.values.keys()):
        before, after = old.values.get(name), new.values.get(name)
        if before is None or after is None:
            yield f"{name} is measured but not recorded" if before is None else f"{name} is no longer measured"
        elif not agree(after, before):
            yield f"{name} was {before} and is {after}"
    codes = [output.code for output in old.outputs]
    if codes != [output.code for output in new.outputs]:
        yield "cells that print or draw have changed since they were recorded"
        return
    for before_, after_ in zip(old.outputs, new.outputs, strict=True):
        if _words(before_.text) != _words(after_.text) or bool(before_.figure) != bool(after_.figure):
            yield f"the output “{after_.text.split(chr(10))[0]}” differs from the recorded one in more than numbers"


def _text(source: Path) -> str:
    """The text of a file, even if it is none."""
    try:
        return read_text(source, source.as_posix())
    except ContentError:
        return source.read_bytes().decode("utf-8", "replace")


def _words(text: str) -> list[str]:
    return _NUMBER.sub("0", text).split()


def _code(source: Path, experiment: Experiment) -> str:
    """The code of a file, for the fingerprint of an experiment; of its own lab, without the words about figures."""
    text = _text(source)
    if not (source == experiment.path and experiment.is_lab):
        try:
            return without_words(source)
        except ContentError:  # running it will show the error with its line
            return text
    return _cells(text)


def _cells(script: str) -> str:
    words = lab_as_markdown(script).split("\n")
    lines = script.split("\n")
    kept = [line for line, word in zip(lines, words, strict=True) if not word and not line.startswith("# %%")]
    return "\n".join(line for line in kept if line.strip("# ") and not CELL_COMMENT.match(line + "\n"))
