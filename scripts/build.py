"""Build the site and publish it, or change nothing: `python -m scripts.build`.

Checks on the sources, tests of the snippets, labs, MkDocs into a new folder, checks on the built HTML; only then
the new folder takes the place of `site/`. If anything fails, `site/` stays as it was and the exit code is 1.
"""

import concurrent.futures
import contextlib
import ctypes
import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts import check
from scripts.built import BuiltSite
from scripts.checks import built as built_checks
from scripts.code import fingerprint
from scripts.content import ROOT, Problem, current_site
from scripts.evidence import experiments
from scripts.evidence.formulas import changed
from scripts.katex import copy_assets
from scripts.repository import last_commit, repository_url

STALE_AFTER = 3600
"""Seconds after which a folder that a killed build left behind is removed."""


class FailedError(Exception):
    """A step found problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def build(root: Path = ROOT) -> int:
    """Build and publish; print what fails. Returns the exit code."""
    cache = root / ".cache"
    folder = None
    try:
        cache.mkdir(exist_ok=True)
        remove_leftovers(cache)
        folder = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
        make(root, folder)
        publish(folder, root / "site")
    except FailedError as failure:
        check.report(failure.problems)
        return refuse(root)
    except OSError as error:
        print(f"The site could not be written: {error}. Free some space or mend the permissions, then build again.")
        return refuse(root)
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"Published {sum(1 for _ in (root / 'site').rglob('*.html'))} pages to site/")
    return 0


def refuse(root: Path) -> int:
    """Say what became of the published site."""
    print("Nothing was published" + ("; site/ is as it was." if (root / "site").exists() else "."), file=sys.stderr)
    return 1


def make(root: Path, folder: Path) -> None:
    """Write the whole site into `folder`; raises `FailedError` at the first step that finds problems."""
    copy_assets()
    site = current_site(root)
    step("checking the sources", lambda: check.problems(site))
    step("testing the snippets", lambda: snippet_problems(root))
    step("executing the formulas", lambda: formula_problems(root))
    step("running the experiments that have changed", lambda: experiments.problems(root))
    step("building the pages", lambda: mkdocs_problems(root, folder))
    built = BuiltSite.read(folder, site)
    step("checking the pages", lambda: page_problems(built))


def page_problems(built: BuiltSite) -> list[Problem]:
    """Run the checks on the built pages side by side: one of them waits for Node."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return [problem for found in pool.map(lambda each: list(each(built)), built_checks.CHECKS) for problem in found]


def step(name: str, work: Callable[[], list[Problem]]) -> None:
    """Do one step, saying how long it took; raises `FailedError` if it finds problems."""
    print(f"{name} …", end=" ", flush=True)
    start = time.perf_counter()
    found = work()
    print(f"{time.perf_counter() - start:.1f} s", flush=True)
    if found:
        raise FailedError(sorted(found))


def snippet_problems(root: Path) -> list[Problem]:
    """Run the tests of snippets that have changed since they last passed.

    Tests of the PyTorch twins need PyTorch, which is not part of the site build; `make test` runs them.
    """
    with_torch = importlib.util.find_spec("torch") is not None
    tests = sorted((root / "tests" / "snippets").rglob("test_*.py"))
    stamps = {}
    for test in tests:
        if with_torch or not test.stem.endswith("_torch"):
            with contextlib.suppress(SyntaxError):
                stamps[test] = root / ".cache" / "tests" / fingerprint(root, test)
    stale = [test for test in tests if test in stamps and not stamps[test].exists()]
    if not stale:
        return []
    found = run_tests(root, stale)
    failed = {problem.file for problem in found}
    for test in stale:
        if test.relative_to(root).as_posix() not in failed:
            stamps[test].parent.mkdir(parents=True, exist_ok=True)
            stamps[test].touch()
    return found


def run_tests(root: Path, tests: list[Path]) -> list[Problem]:
    """Run test files with pytest; each failure is a problem."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
        command += [f"--junitxml={report}", *map(str, tests)]
        answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if not report.exists():
            return [Problem("tests/snippets", 1, "tests", f"pytest stopped: {answer.stdout}{answer.stderr}")]
        found = []
        for case in etree.parse(report).iter("testcase"):
            for failure in case.xpath("failure | error"):
                file = case.get("file") or case.get("classname", "").replace(".", "/") + ".py"
                message = (failure.get("message") or "").split("\n")[0]
                line = int(case.get("line", 0)) + 1
                if message == "collection failure":  # the cause is the last line of the error, the place a line before
                    causes = re.findall(r"^E +(.+)$", failure.text or "", re.MULTILINE)
                    places = re.findall(rf"^{re.escape(file)}:(\d+): ", failure.text or "", re.MULTILINE)
                    message, line = causes[-1] if causes else message, int(places[-1]) if places else line
                found.append(Problem(file, line, "tests", f"{case.get('name')}: {message}"))
    if answer.returncode != 0 and not found:
        found.append(Problem("tests/snippets", 1, "tests", f"pytest: exit code {answer.returncode}"))
    return found


def formula_problems(root: Path) -> list[Problem]:
    """Hold the formulas of pages that have changed against their snippets, in a process of its own."""
    stamps = changed.stamps(root)
    if changed.stamp_of_all(root, stamps).exists():
        return []
    command = [sys.executable, "-m", "scripts.evidence.formulas", "--changed"]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    lines = (re.fullmatch(r"([^:]+):(\d+): ([\w-]+): (.*)", line) for line in answer.stdout.split("\n"))
    found = [Problem(match[1], int(match[2]), match[3], match[4]) for match in lines if match]
    if answer.returncode != 0 and not found:
        said = (answer.stderr.strip() or answer.stdout.strip()).split("\n")[-1]
        found.append(Problem("tests/formulas", 1, "formulas", f"the formulas could not be executed: {said}"))
    return found


def mkdocs_problems(root: Path, folder: Path) -> list[Problem]:
    """Run MkDocs; its warnings and errors are problems."""
    set_environment(root)
    with collected_warnings() as messages:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
        except OSError:
            raise
        except Abort:
            messages = messages or ["MkDocs stopped"]
        except Exception as error:
            messages.append(f"{type(error).__name__}: {error}")
    return [Problem("mkdocs.yml", 1, "mkdocs", message) for message in messages]


def set_environment(root: Path) -> None:
    """Tell MkDocs by its environment which repository is known, if any, and the time of the last commit."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit(root) or "0")
    os.environ["REPOSITORY_URL"] = repository_url(root)


@contextlib.contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """The messages that MkDocs and its plugins log as warnings or errors."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    collector = Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(collector)


def publish(new: Path, site: Path) -> None:
    """Put `new` in the place of `site`, in one rename where the system can exchange two folders."""
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        shutil.rmtree(new)
    else:
        old = new.with_name(new.name + "-old")
        site.rename(old)
        try:
            new.rename(site)
        except OSError:
            old.rename(site)
            raise
        shutil.rmtree(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux: renameat2, macOS: renamex_np); False if the system cannot."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, 0x2) == 0)  # RENAME_SWAP
        here = -100  # AT_FDCWD
        return bool(library.renameat2(here, paths[0], here, paths[1], 0x2) == 0)  # RENAME_EXCHANGE
    except (AttributeError, OSError, TypeError):
        return False


def remove_leftovers(cache: Path) -> None:
    """Remove what killed builds left behind; a `site/` that was moved aside and never replaced comes back."""
    site = cache.parent / "site"
    for folder in sorted(cache.glob("site-*")):
        if folder.name.endswith("-old") and not site.exists():
            folder.rename(site)
        elif time.time() - folder.stat().st_mtime > STALE_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(build())
