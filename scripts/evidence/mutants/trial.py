"""Runs the tests of a snippet against changed versions of it, each in a process of its own.

pytest collects the tests of a snippet once; then a process is forked for each change, puts the changed code in the
place of the snippet's, and runs the tests that call the changed function until one fails, quick ones before slow ones.
What a test has computed before it runs (a parameter, say) still comes from the snippet as it is, and what calls the
function unseen is left out. So a change that seems to survive is tried again in a process that imports everything anew,
from the changed file, and runs all tests.
"""

import importlib
import importlib.util
import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from threadpoolctl import threadpool_limits

from scripts.content import ROOT
from scripts.evidence.mutants.changes import Mutant
from scripts.evidence.mutants.processes import in_processes

LIBRARIES = (
    "numpy.testing",
    "torch",
    "torch._dynamo",
    "sklearn.metrics",
    "scripts.checks.sources",
    "scripts.evidence.formulas.__main__",
)
"""What tests need and what takes long to import, at once or at the first step of an optimizer.

Whoever lacks one has no tests that need it.
"""
SECONDS = 10
"""Of computing, which any test may take beyond five times what it takes: what runs longer is endless, and noticed."""
MEMORY = 4 << 30
"""Bytes that a change may take beyond what is taken without it: a length that has become huge is noticed."""


@dataclass
class Trials:
    """What came of the changes of one snippet.

    `seconds` says how long each test takes, `reached` which functions of the snippet it calls, `imported` which modules
    tests import as they run, `alive` which changes, by number, seem to survive. `ran` is false if the tests fail before
    anything is changed.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    reached: dict[str, list[str]] = field(default_factory=dict)
    imported: list[str] = field(default_factory=list)
    alive: list[int] = field(default_factory=list)
    ran: bool = False

    def key(self, item: pytest.Item, function: str) -> tuple[bool, int]:
        """Where a test stands in the order: those that call the function, then in tenfold steps of their time."""
        seconds = self.seconds.get(item.nodeid, 0)
        reached = function in self.reached.get(item.nodeid, ())
        return not reached, sum(seconds > step for step in (0.1, 1, 10))

    def callers(self, items: Sequence[pytest.Item], function: str) -> list[pytest.Item]:
        """The tests in this order: those that call the function, or all where nothing does, as a class body."""
        called = [item for item in items if function in self.reached.get(item.nodeid, ())]
        return sorted(called or items, key=lambda item: self.key(item, function))


def load_libraries() -> None:
    """Import what takes long, once for all trials."""
    _load(LIBRARIES)
    threadpool_limits(1)  # trials share the cores; one thread each is fastest


def _load(names: Sequence[str]) -> None:
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:  # the tests that need it are not among those that can run here
            continue


def try_changes(path: Path, tests: Sequence[Path], born: Sequence[Mutant], answer: Path, workers: int) -> int:
    """Try all changes of a snippet in this process and write `Trials` to a file; 0 if that could be done."""
    collected = _Collected(path, born, answer.with_suffix(".baseline"), workers)
    _pytest(tests, collected)
    answer.write_text(json.dumps(vars(collected.trials)), encoding="utf-8")
    return 0 if collected.trials.ran else 1


def try_anew(path: Path, tests: Sequence[Path], mutant: Mutant, trials: Trials) -> int:
    """Import a changed snippet, then its tests, in this process, and run them: 0 if they pass, 1 if not."""
    _limit_memory()
    try:
        module = _changed(path, mutant)
    except Exception:  # whatever it is: a module that cannot be imported is noticed
        return 1
    sys.modules[module.__name__] = module
    package, _, last = module.__name__.rpartition(".")
    setattr(importlib.import_module(package), last, module)
    return 1 if _pytest(tests, _Ordered(mutant.function, trials)) else 0


@dataclass
class _Collected:
    """A plugin of pytest that runs the collected tests once as they are, then once for each change."""

    path: Path
    born: Sequence[Mutant]
    baseline: Path
    workers: int
    trials: Trials = field(default_factory=Trials)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run nothing in this process, which stays as it was after the collection."""
        ((_, failed),) = in_processes([()], lambda _: lambda: self._record(session), 1)
        if session.testsfailed or failed:
            return True
        recorded = json.loads(self.baseline.read_text(encoding="utf-8"))
        self.trials = Trials(**recorded, ran=True)
        _load(self.trials.imported)
        for number, noticed in in_processes(
            range(len(self.born)), lambda n: lambda: self._try(session, n), self.workers
        ):
            if not noticed:
                self.trials.alive.append(number)
        return True

    def _record(self, session: pytest.Session) -> int:
        trials, before = Trials(), set(sys.modules)
        for item, following in zip_longest(session.items, session.items[1:]):
            names: set[str] = set()

            def watch(frame: FrameType, _event: str, _argument: object, names: set[str] = names) -> None:
                if frame.f_code.co_filename == str(self.path):
                    names.add(frame.f_code.co_qualname.partition(".<locals>")[0])

            start = time.process_time()
            sys.settrace(watch)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.settrace(None)
            trials.seconds[item.nodeid] = time.process_time() - start
            trials.reached[item.nodeid] = sorted(names)
        imported = sorted(
            name for name, module in sys.modules.items() if name not in before and hasattr(module, "__file__")
        )
        measured = {"seconds": trials.seconds, "reached": trials.reached, "imported": imported}
        self.baseline.write_text(json.dumps(measured), encoding="utf-8")
        return 1 if session.testsfailed else 0

    def _try(self, session: pytest.Session, number: int) -> int:
        mutant = self.born[number]
        _limit_memory()
        try:
            changed = _changed(self.path, mutant)
        except Exception:  # a module that cannot be imported is noticed
            return 1
        original = sys.modules.get(changed.__name__)
        if original is None:
            return 0
        _replace(vars(original), vars(changed), str(self.path))
        items = self.trials.callers(session.items, mutant.function)
        for item, following in zip_longest(items, items[1:]):
            _limit_time(self.trials, item)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return 1
        return 0


@dataclass
class _Ordered:
    """A plugin of pytest that runs the tests in the order of `Trials.key` and ends those that are endless."""

    function: str
    trials: Trials

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.trials.key(item, self.function))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        _limit_time(self.trials, item)


def _changed(path: Path, mutant: Mutant) -> ModuleType:
    """The module of a snippet with the change; nobody else knows of it yet."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None
    module = importlib.util.module_from_spec(specification)
    before = sys.modules.get(name)
    sys.modules[name] = module  # dataclasses look for their module there
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(mutant.source, str(path), "exec"), vars(module))
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before
    return module


def _replace(originals: dict[str, Any], changed: Any, file: str) -> None:
    """Give functions and methods that stand in the file the code of the changed ones, wherever they are known."""
    for name, original in originals.items():
        other = changed.get(name)
        if isinstance(original, type) and isinstance(other, type):
            if original.__module__ == other.__module__:
                _replace(dict(vars(original)), vars(other), file)
            continue
        if hasattr(original, "cache_clear"):
            original.cache_clear()
        before, after = _function(original), _function(other)
        if before and after and before.__code__.co_filename == file and _fits(before.__code__, after.__code__):
            before.__code__ = after.__code__
            before.__defaults__ = after.__defaults__
            before.__kwdefaults__ = after.__kwdefaults__


def _function(value: Any) -> FunctionType | None:
    """The function inside of what a module or a class has, without what decorators put around it."""
    inner: Any = value.fget if isinstance(value, property) else value
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    return inner if isinstance(inner, FunctionType) else None


def _fits(before: CodeType, after: CodeType) -> bool:
    """Python refuses code with other variables of the surrounding function: such a change is tried anew."""
    return len(before.co_freevars) == len(after.co_freevars)


def _limit_memory() -> None:
    status = Path("/proc/self/statm")
    if status.exists():  # Linux; elsewhere a huge length is left to the system
        size = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit_time(trials: Trials, item: pytest.Item) -> None:
    """End this process when it computes for longer than the test should."""
    signal.signal(signal.SIGPROF, lambda *_: os._exit(1))
    signal.setitimer(signal.ITIMER_PROF, SECONDS + 5 * trials.seconds.get(item.nodeid, 0))


def _pytest(tests: Sequence[Path], plugin: object) -> int:
    options = ["-x", "-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler", "--tb=no"]
    return int(pytest.main([*options, *map(str, tests)], plugins=[plugin]))
