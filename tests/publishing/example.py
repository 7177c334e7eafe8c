"""A small complete repository to build: `tests/publishing/content` under the real scripts and configuration."""

import ctypes
import datetime
import functools
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.checks import sources
from scripts.content import ROOT, Site
from scripts.evidence import readings
from scripts.evidence.drawings import LEDGER, written
from scripts.publishing.folders import LOCK
from tests.prepared import LISTED, Prepared

CONTENT = Path(__file__).parent / "content"
READ = datetime.date(2026, 11, 20)
"""The day when all of the example was read."""
SHARED = ("docs/_data/macros.json", "pyproject.toml")
QUESTION = "what-is-a-batch"
CORRECTION = "a-smaller-batch-gives-a-more-accurate-gradient"
ENVIRONMENT = {
    **{
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "COV")) and name != "PYTHONDONTWRITEBYTECODE"  # copies need not compile again
    },
    "REPOSITORY_URL": "",
    "SOURCE_DATE_EPOCH": "1700000000",
    "SITE_URL": "http://localhost:8000/",
}
"""The environment of a build."""
_DROP = 24
"""PR_CAPBSET_DROP of linux/prctl.h."""
_OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of linux/capability.h."""
BUILD = ("-m", "scripts.build")
LINKED = (".cache", "scripts", "site", "docs/assets", "docs/javascripts", "docs/overrides", "docs/stylesheets")
"""The folders whose files copies of the example share with it: hard links, a third of what copying takes."""
NAV = """\
nav:
  - Home: index.md
  - Training:
      - training/page.md
  - Labs:
      - labs/index.md
      - labs/tiny.py
  - All questions: questions.md
  - Self-test: self-test.md
  - Corrections: corrections.md
  - Glossary: glossary.md
  - References: references.md
  - Sources: sources.md

"""


@dataclass(frozen=True)
class Answer:
    """How a build ended, and all that it printed."""

    code: int
    text: str


@dataclass(frozen=True)
class Repository:
    """A copy of the example that a test may break."""

    root: Path

    def write(self, file: str, text: str) -> None:
        """Write a file, new or in the place of an old one."""
        self.write_bytes(file, text.encode())

    def write_bytes(self, file: str, content: bytes) -> None:
        """The same with bytes; an old file is replaced, not written to: it may be a link to that of the example."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(content)
        partial.replace(path)
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()  # Python would take it for that of other code of the same length, of the same second

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace `old`, which must stand once in the file."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def line(self, file: str, needle: str) -> int:
        """The line of the file on which `needle` begins."""
        text = (self.root / file).read_bytes().decode("utf-8", "replace")
        return text[: text.index(needle)].count("\n") + 1

    def start(
        self, file_limit: int | None = None, command: Sequence[str] = BUILD, **environment: str | None
    ) -> subprocess.Popen[str]:
        """Start a build or another command of Python; no file may become longer than `file_limit` bytes.

        A variable of the environment that is None is not set.
        """
        limit: Callable[[], None] = bound_by_modes
        if file_limit is not None:
            limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (file_limit, file_limit))
        variables: dict[str, str | None] = {**ENVIRONMENT, **environment}
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.root,
            env={name: value for name, value in variables.items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=limit,
        )

    def build(self, file_limit: int | None = None, **environment: str | None) -> Answer:
        """Build to the end."""
        return self.run("scripts.build", file_limit, **environment)

    def run(self, module: str, file_limit: int | None = None, **environment: str | None) -> Answer:
        """Run a command such as `scripts.measure labs/tiny` to its end."""
        with self.start(file_limit, ["-m", *module.split()], **environment) as process:
            text, _ = process.communicate(timeout=120)
        return Answer(process.returncode, text)

    def quickly(self, module: str = "scripts.build", **environment: str) -> Answer:
        """The same in a process that has imported most already; the repository stands elsewhere meanwhile."""
        waiting = _prepared((self.root / LISTED).read_text(encoding="utf-8"), self.root.parents[1])
        return Answer(*waiting.run(self.root, module, {**ENVIRONMENT, **environment}))

    def read_again(self) -> None:
        """Record short answers, corrections and captions as read in their present words, as `make format` does."""
        site = Site.read(self.root)
        (site.data / readings.LEDGER).write_text(readings.written(site, READ), encoding="utf-8")

    def copy(self, root: Path, linked: bool = True) -> "Repository":
        """The same repository, with its caches and its published site, in another folder.

        What is in `LINKED` must not be written in place, unless the copy is not linked.
        """
        shutil.copytree(self.root, root, symlinks=True, copy_function=self.put if linked else shutil.copy2)
        return Repository(root)

    def put(self, source: str, target: str) -> None:
        """Put a file of this repository into another one."""
        name = Path(source).relative_to(self.root).as_posix()
        shared = name.startswith(tuple(f"{folder}/" for folder in LINKED)) and not name.endswith(LOCK)
        (os.link if shared else shutil.copy2)(source, target)

    def published(self) -> dict[str, str]:
        """Every file of the published site with a hash of its bytes."""
        return tree(self.root / "site")


def create(root: Path) -> Repository:
    """Write the example to `root`; nothing is built yet."""
    shutil.copytree(CONTENT, root, ignore=shutil.ignore_patterns("__pycache__"))
    for shared in SHARED:
        _copy(ROOT / shared, root / shared)
    for folder in [ROOT / "scripts", *filter(_is_theme, (ROOT / "docs").iterdir())]:
        for path in folder.rglob("*"):
            name = path.relative_to(ROOT)
            of_pages = name.parts[:2] in (("scripts", "figures"), ("scripts", "numbers")) and len(name.parts) > 3
            of_pages |= name.parts[:3] == ("docs", "javascripts", "figures")
            made = path.suffix == ".pyc" or name.parts[:3] == ("docs", "assets", "katex")
            if path.is_file() and not of_pages and not made:
                _copy(path, root / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config, count = re.subn(r"^nav:\n(?:(?: .*)?\n)*", NAV, config, flags=re.MULTILINE)
    assert count == 1, "mkdocs.yml has no nav"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "docs" / "_data" / "sources.yml").write_text(_ledger(), encoding="utf-8")
    figures = {"training/page": sorted((root / "docs" / "training" / "page").glob("*.svg"))}
    (root / LEDGER).write_text(written(root, figures, {}), encoding="utf-8")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    repository = Repository(root)
    repository.read_again()
    return repository


@functools.cache
def _prepared(modules: str, folder: Path) -> Prepared:
    """The one process of this worker that waits."""
    return Prepared(modules, folder, ENVIRONMENT, bound_by_modes)


def bound_by_modes() -> None:
    """Take from a process that will start what root may do to files that it may not write; others need no such thing.

    Linux alone lets tests run as root in earnest, in containers.
    """
    if sys.platform == "linux" and os.geteuid() == 0:
        for capability in _OVERRIDES:
            ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)


def tree(folder: Path) -> dict[str, str]:
    """Every file below the folder with a hash of its bytes."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _is_theme(folder: Path) -> bool:
    """Whether a folder of `docs/` holds styles, pictures and templates, no pages."""
    return folder.is_dir() and folder.name not in ("_data", "labs") and not any(folder.rglob("*.md"))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _ledger() -> str:
    """A ledger of sources with as many entries and errata as the check demands."""
    names = [f"{document}-X{n:02}" for document, count in sources.ENTRIES.items() for n in range(1, count + 1)]
    ledger: dict[str, dict[str, object]] = {
        "entries": dict.fromkeys(names, QUESTION),
        "errata": {f"E{number:02}": [CORRECTION] for number in range(1, sources.ERRATA + 1)},
        "residue": {f"F{number:02}": "a decoration" for number in range(1, sources.RESIDUE + 1)},
    }
    return yaml.safe_dump(ledger, sort_keys=False)
