"""What slow functions of a text returned, kept between runs: the checks look again only at what has changed.

    recalled(lambda: names_in(text), "tested", text)

The second call with the same text, in this process or in a later one, reads the answer. It is another one as soon as
the code of the checks, the versions of libraries or of Python have changed.
"""

import functools
import json
import pickle
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from scripts.content.cache import Cache, key
from scripts.content.files import ROOT

Made = TypeVar("Made")

_CACHE = Cache(ROOT / ".cache" / "checks")
_ROOMS = ("content", "render", "safety", "evidence", "checks")
_VERSIONS = ("requirements.txt", "package-lock.json")


def recalled(make: Callable[[], Any], *given: str | bytes) -> Any:
    """What `make` returns, as JSON knows it: whatever can be gone through is a list.

    It depends on `given`, the first of which is its name, and on the code of the checks and of the rooms below alone.
    """
    return json.loads(_CACHE.remembered(key(code_of(_ROOMS), *given), lambda: json.dumps(make(), default=list)))


def recalled_objects(make: Callable[[], Made], *given: str | bytes) -> Made:
    """The same for objects of this code's own classes; nobody but this code has written what is read here."""
    name = key(code_of(_ROOMS), *given)
    made: Made = pickle.loads(_CACHE.remembered_bytes(name, lambda: pickle.dumps(make())))
    return made


@functools.cache
def code_of(rooms: tuple[str, ...]) -> str:
    """A key of all the code in some rooms of `scripts`, of Python and of the libraries that are asked for."""
    folders = [ROOT / "scripts" / room for room in rooms]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if _is_code(path)]
    versions = [path.read_bytes() for path in (ROOT / name for name in _VERSIONS) if path.exists()]
    return key(
        platform.python_version(), *versions, *(part for path in paths for part in (path.name, path.read_bytes()))
    )


def _is_code(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"
