"""Puts a finished site in the place of the published one, at once; whatever goes wrong, one of the two is there."""

import ctypes
import os
import shutil
import sys
import time
from pathlib import Path

STALE_AFTER = 3600
"""Seconds after which a folder that a killed build left behind is removed."""


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
