"""A process that has imported the libraries of a build and is forked for each command: nine tenths of what a refused
build takes is the start of Python. The repository's own modules are imported by each fork, from its repository.

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
LISTED = "libraries.txt"
LISTING = f"""
import runpy, sys
try:
    runpy.run_module("scripts.build", run_name="__main__", alter_sys=True)
finally:
    names = [name for name in sys.modules if name.partition(".")[0] not in ("scripts", "snippets", "tests", "__main__")]
    with open({LISTED!r}, "w", encoding="utf-8") as file:
        file.write(" ".join(names))
"""
"""A build that lists in a file of the repository which libraries it has imported."""


class Command(NamedTuple):
    """What a fork does: a module with its arguments, in a repository; what it prints goes into a file."""

    root: str
    module: list[str]
    environment: dict[str, str]
    output: str


class Prepared:
    """The process that waits; it ends with the one that started it."""

    def __init__(
        self, libraries: str, environment: Mapping[str, str], before: Callable[[], None] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, libraries],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )
        atexit.register(self._process.communicate)

    def run(self, root: Path, module: str, environment: Mapping[str, str]) -> tuple[int, str]:
        """The exit code of `python -m module arguments` in a repository, and all that it printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile() as output:
            command = Command(str(root), module.split(), dict(environment), output.name)
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            return code, Path(output.name).read_text(encoding="utf-8")


def wait(libraries: Iterable[str]) -> Command:
    """Import the libraries, then fork for each line of the input; returns in the forks, with what they are to do."""
    for name in libraries:
        with contextlib.suppress(ImportError):  # some are parts of others, which they alone can import
            importlib.import_module(name)
    gc.freeze()  # looking for garbage would write to memory that all forks share
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return Command(*json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    sys.exit()


def become(command: Command) -> None:
    """Be the process that `python -m` would start."""
    signal.alarm(SECONDS)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    printed = os.open(command.output, os.O_WRONLY | os.O_APPEND)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    os.environ.clear()
    os.environ.update(command.environment)
    os.chdir(command.root)
    sys.path.insert(0, command.root)
    sys.argv[1:] = command.module[1:]
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
    become(wait(sys.argv[1].split()))
