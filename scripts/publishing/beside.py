"""Work in a process of its own while this one goes on, so that a build uses two processors."""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from scripts.content import ContentError, Problem

Work = Callable[[], list[Problem]]


@contextlib.contextmanager
def beside(work: Work) -> Iterator[Work]:
    """Do some work while the block runs, which is given a function that waits for the result; ended with the block.

    On Linux the work begins at once, in a copy of this process, if there is a second processor for it. Elsewhere it is
    done when its result is asked for: other systems cannot copy a process safely, and a new one would have to import
    and read everything again.

    The function raises what the work raised, if that was an `OSError`, or a `ChildProcessError` if the process ended
    in another way.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        yield work
        return
    context = multiprocessing.get_context("fork")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, answer), daemon=True)
    process.start()
    answer.close()

    def result() -> list[Problem]:
        try:
            found: list[Problem] | OSError = answers.recv()
        except EOFError:
            process.join()
            raise ChildProcessError(f"a process of the build ended with {process.exitcode}") from None
        if isinstance(found, OSError):
            raise found
        return found

    try:
        yield result
    finally:
        process.terminate()
        process.join()
        answers.close()


def _do(work: Work, answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, too, and ends this one
    found: list[Problem] | OSError
    try:
        found = work()
    except ContentError as error:
        found = [error.problem]
    except OSError as error:
        found = error
    with contextlib.suppress(BrokenPipeError):  # the first process was killed
        answer.send(found)
