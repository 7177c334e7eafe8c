"""Work in a process of its own: its result, what it raises, its end; with one processor, none is made."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from scripts.content import ContentError, Problem
from scripts.publishing.beside import beside

TWO = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
in_two_processes = pytest.mark.skipif(not TWO, reason="work stays in this process here")


def found(message: str) -> list[Problem]:
    return [Problem("docs/index.md", 1, "links", message)]


def stop() -> list[Problem]:
    raise PermissionError(13, "Permission denied", "site/index.html")


def misread() -> list[Problem]:
    raise ContentError(found("is no file")[0])


@pytest.fixture(params=["as many processors as there are", "one processor"])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "one processor" and sys.platform == "linux":
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})


@pytest.mark.usefixtures("processors")
def test_the_result_is_what_the_work_returns() -> None:
    with beside(lambda: found("leads nowhere")) as result:
        assert result() == found("leads nowhere")


@pytest.mark.usefixtures("processors")
def test_what_the_system_refuses_is_raised_here() -> None:
    with beside(stop) as result, pytest.raises(PermissionError) as refused:
        result()
    assert (refused.value.errno, refused.value.filename) == (13, "site/index.html")


@in_two_processes
def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    with beside(misread) as result:
        assert result() == found("is no file")


@in_two_processes
def test_the_work_is_done_meanwhile_and_ends_with_the_block(tmp_path: Path) -> None:
    def work() -> list[Problem]:
        (tmp_path / "process").write_text(str(os.getpid()), encoding="utf-8")
        (tmp_path / "process").rename(tmp_path / "begun")
        time.sleep(600)
        return []

    with beside(work):
        until = time.monotonic() + 60
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        process = int((tmp_path / "begun").read_text(encoding="utf-8"))
        assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@in_two_processes
def test_a_process_that_is_killed_is_no_result() -> None:
    def work() -> list[Problem]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    with beside(work) as result, pytest.raises(ChildProcessError, match="ended with -9"):
        result()


def test_on_one_processor_nothing_is_done_before_the_result_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    done: list[int] = []

    def work() -> list[Problem]:
        done.append(os.getpid())
        return []

    with beside(work) as result:
        assert done == []
        result()
    assert done == [os.getpid()]
