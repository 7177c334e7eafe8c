"""What has to hold before pages are made: tests of snippets, formulas; what has held is asked again after a change.

Run by itself, as `make test-fast` does, it also runs the experiments whose code is not the one that was recorded.
"""

import concurrent.futures
import contextlib
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from itertools import repeat
from pathlib import Path

from lxml import etree

from scripts.content import ROOT, Problem, Site, own_files, report
from scripts.content.cache import stamp
from scripts.content.code import fingerprint
from scripts.evidence import running
from scripts.evidence.formulas import changed
from scripts.search import twins


def snippet_problems(root: Path) -> list[Problem]:
    """Run the tests of snippets that have changed since they last passed.

    Tests of the PyTorch twins need PyTorch, which is not part of the site build; `make test` runs them.
    """
    with_torch = importlib.util.find_spec("torch") is not None
    tests = own_files(root / "tests" / "snippets", "**/test_*.py")
    stamps = {}
    for test in tests:
        if with_torch or not test.stem.endswith("_torch"):
            with contextlib.suppress(SyntaxError):
                stamps[test] = root / ".cache" / "tests" / fingerprint(root, test)
    stale = [test for test in tests if test in stamps and not stamps[test].exists()]
    if not stale:
        return []
    cores = os.cpu_count() or 1
    parts = [part for first in range(cores) if (part := stale[first::cores])]
    with concurrent.futures.ThreadPoolExecutor(cores) as pool:
        found = [problem for problems in pool.map(run_tests, repeat(root), parts) for problem in problems]
    failed = {problem.file for problem in found}
    for test in stale:
        if test.relative_to(root).as_posix() not in failed:
            stamp(stamps[test])
    return found


def twin_problems(site: Site) -> list[Problem]:
    """Questions that ask the same as another; asked again only after the words of a question have changed."""
    said = [(key, question.title, question.short_answer) for key, (_, question) in site.questions.items()]
    digest = hashlib.sha256(repr([said, site.ledger(twins.LEDGER)]).encode()).hexdigest()[:16]
    held = site.root / ".cache" / "twins" / digest
    if held.exists():
        return []
    found = list(twins.problems(site))
    if not found:
        stamp(held)
    return found


def run_tests(root: Path, tests: list[Path]) -> list[Problem]:
    """Run test files with pytest; each failure is a problem."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
        command += [f"--junitxml={report}", *map(str, tests)]
        answer = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
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
    answer = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
    lines = (re.fullmatch(r"([^:]+):(\d+): ([\w-]+): (.*)", line) for line in answer.stdout.split("\n"))
    found = [Problem(match[1], int(match[2]), match[3], match[4]) for match in lines if match]
    if answer.returncode != 0 and not found:
        said = (answer.stderr.strip() or answer.stdout.strip()).split("\n")[-1]
        found.append(Problem("tests/formulas", 1, "formulas", f"the formulas could not be executed: {said}"))
    return found


if __name__ == "__main__":
    sys.exit(report(sorted(snippet_problems(ROOT) + formula_problems(ROOT) + running.problems(ROOT))))
