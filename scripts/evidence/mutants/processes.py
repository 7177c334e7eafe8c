"""Forked processes, a few at a time."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Task = TypeVar("Task")


def in_processes(
    tasks: Iterable[Task], run_of: Callable[[Task], Callable[[], int]], workers: int
) -> Iterator[tuple[Task, int]]:
    """Run each task in a forked process, `workers` at a time; yields each with 0 or 1 as it ends.

    1 stands for any other exit code and for a process that a signal ended. What a process prints is lost.
    """
    running: dict[int, Task] = {}
    for task in tasks:
        if len(running) >= workers:
            yield _ended(running)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os._exit(_quietly(run_of(task)))
        running[child] = task
    while running:
        yield _ended(running)


def _ended(running: dict[int, Task]) -> tuple[Task, int]:
    while True:
        child, status = os.waitpid(-1, 0)
        if child in running:
            return running.pop(child), 1 if status else 0


def _quietly(run: Callable[[], int]) -> int:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    try:
        return run()
    except BaseException:  # a child must never go on with the work of its parent
        return 1
