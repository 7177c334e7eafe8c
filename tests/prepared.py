"""A process that has imported what a command imports and is forked for each one: nine tenths of what a refused build
takes is the start of Python.

Modules of `scripts` know the folder in which they stand. So a repository stands in the one folder that the process
knows while a command runs, and a fork whose `scripts` are other files than those imported imports them itself.
Tests of what a new interpreter is for (other languages, full disks, other orders of hashes) start one.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

SECONDS = 120
"""A command that takes longer is killed."""
LISTED = "modules.txt"
LISTING = f"""
import os, runpy, sys
if sys.platform == "linux":
    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
try:
    runpy.run_module("scripts.build", run_name="__main__", alter_sys=True)
finally:
    names = [name for name in sys.modules if name.partition(".")[0] not in ("snippets", "tests", "__main__")]
    with open({LISTED!r}, "w", encoding="utf-8") as file:
        file.write(" ".join(names))
"""
"""A build that lists in a file of the repository what it has imported, all in one process: on one processor."""
OURS = "scripts"


class Command(NamedTuple):
    """What a fork does: a module with its arguments; what it prints goes into a file."""

    module: list[str]
    environment: dict[str, str]
    output: str


class Prepared:
    """The process that waits; it ends with the one that started it."""

    def __init__(
        self, modules: str, folder: Path, environment: Mapping[str, str], before: Callable[[], None] | None = None
    ) -> None:
        place = tempfile.TemporaryDirectory(dir=folder)
        self._place = Path(place.name) / "repository"
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(self._place), modules],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )
        atexit.register(place.cleanup)
        atexit.register(self._process.communicate)

    def run(self, root: Path, module: str, environment: Mapping[str, str]) -> tuple[int, str]:
        """The exit code of `python -m module arguments` in a folder, and all that it printed.

        Meanwhile the folder stands elsewhere, in the same file system.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile() as output:
            command = Command(module.split(), dict(environment), output.name)
            root.rename(self._place)
            try:
                self._process.stdin.write(json.dumps(command) + "\n")
                self._process.stdin.flush()
                code = int(self._process.stdout.readline())
            finally:
                self._place.rename(root)
            return code, Path(output.name).read_text(encoding="utf-8")


def wait(root: str, modules: Iterable[str]) -> Command:
    """Import the modules, then fork for each line of the input; returns in the forks, with what they are to do."""
    for number, line in enumerate(sys.stdin):
        if number == 0:  # now there is a repository
            sys.path.insert(0, root)
            os.chdir(root)
            for name in modules:
                with contextlib.suppress(Exception):  # some are parts of others, which they alone can import
                    importlib.import_module(name)
            imported = own_files(root)
            gc.freeze()  # looking for garbage would write to memory that all forks share
        child = os.fork()
        if child == 0:
            if own_files(root) != imported:
                forget(OURS)
            return Command(*json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    sys.exit()


def own_files(root: str) -> dict[str, tuple[int, ...]]:
    """The files of the modules of `scripts` that are imported, each with what tells it from any other file."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    status = {file: os.stat(file) for file in files if file and file.startswith(f"{root}/") and os.path.exists(file)}
    return {file: (each.st_dev, each.st_ino, each.st_mtime_ns, each.st_size) for file, each in status.items()}


def forget(package: str) -> None:
    """Have a package imported again."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def become(command: Command) -> None:
    """Be the process that `python -m` would start."""
    signal.alarm(SECONDS)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    printed = os.open(command.output, os.O_WRONLY | os.O_APPEND)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    os.environ.clear()
    os.environ.update(command.environment)
    os.chdir(sys.path[0])  # the folder of the first was another one
    sys.argv[1:] = command.module[1:]
    importlib.invalidate_caches()
    sys.modules.pop(command.module[0], None)
    code: int | str | None = 0
    try:
        runpy.run_module(command.module[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    atexit._run_exitfuncs()
    if isinstance(code, str):  # Python prints it
        sys.stderr.write(f"{code}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))  # to take everything apart takes as long as a refused build


if __name__ == "__main__":
    become(wait(sys.argv[1], sys.argv[2].split()))
