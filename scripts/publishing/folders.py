"""Puts a finished site in the place of the published one, at once; whatever goes wrong, one of the two is there.

One build at a time does so: a second one of the same folder waits for the first.
"""

import contextlib
import ctypes
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

STALE_AFTER = 3600
"""Seconds after which a folder that a build left behind is removed where nothing tells whether it still runs."""
LOCK = "build.lock"
_LOOK_EVERY = 0.2
"""Seconds between two looks whether the other build has ended, where the system cannot wait."""


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[bool]:
    """Wait until no other build of this folder runs; whether that is certain: some network drives have no locks.

    The system frees the lock of a process that is killed.
    """
    with (cache / LOCK).open("w") as file:
        try:
            if not _locked(file):
                print("Another build of this folder is running; this one begins when it has ended …", flush=True)
                _wait(file)
            certain = True
        except OSError:
            certain = False
        yield certain


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _wait(file: IO[str]) -> None:
        while not _locked(file):
            time.sleep(_LOOK_EVERY)

else:
    import fcntl

    def _locked(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


def publish(new: Path, site: Path) -> None:
    """Put `new` in the place of `site`, in one rename where the system can exchange two folders."""
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        shutil.rmtree(new, ignore_errors=True)  # what is left goes at the next build
    else:
        old = new.with_name(new.name + "-old")
        site.rename(old)
        try:
            new.rename(site)
        except OSError:
            old.rename(site)
            raise
        shutil.rmtree(old, ignore_errors=True)


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


def remove_leftovers(cache: Path, older_than: float = 0) -> None:
    """Remove what killed builds left behind; a `site/` that was moved aside and never replaced comes back.

    Args:
        cache: where builds make their sites.
        older_than: seconds since the last change of a folder that goes.
    """
    site = cache.parent / "site"
    for folder in sorted(cache.glob("site-*")):
        if folder.name.endswith("-old") and not site.exists():
            folder.rename(site)
        elif not older_than or time.time() - folder.stat().st_mtime > older_than:
            shutil.rmtree(folder, ignore_errors=True)
