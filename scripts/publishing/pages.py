"""Makes the pages with MkDocs."""

import contextlib
import importlib.util
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts.content import ContentError, Problem, Site, hold
from scripts.content.repository import last_commit
from scripts.render import katex
from scripts.render.finish import finish


def mkdocs_problems(site: Site, folder: Path) -> list[Problem]:
    """Write the finished pages of the site into `folder`; warnings and errors of MkDocs are problems."""
    set_environment(hold(site))
    found: list[Problem] = []
    with collected_warnings() as messages:
        try:
            import_late("mkdocs_jupyter.convert")
            config = load_config(str(site.root / "mkdocs.yml"), site_dir=str(folder), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
            katex.renderer().keep()  # this may be a process that ends before it would
            finish(folder, config.site_url or "")
        except OSError:
            raise
        except ContentError as error:
            found.append(error.problem)
        except Abort:
            messages = messages or ["MkDocs stopped"]
        except Exception as error:
            messages.append(f"{type(error).__name__}: {error}")
    return found + [Problem("mkdocs.yml", 1, "mkdocs", message) for message in messages]


def import_late(name: str) -> None:
    """Let a module be imported when something of it is used, not before.

    mkdocs-jupyter's has all of nbconvert, a third of a second, and labs are pages by our own conversion.
    """
    found = importlib.util.find_spec(name)
    if name in sys.modules or found is None or found.loader is None:
        return
    found.loader = importlib.util.LazyLoader(found.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    setattr(sys.modules[package], own, module)  # or `from package import …` would look at it, and so import it


def set_environment(site: Site) -> None:
    """Tell MkDocs by its environment which repository is known, if any, and the time of the last commit."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit(site.root) or "0")
    os.environ["REPOSITORY_URL"] = site.repository


@contextlib.contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """The messages that MkDocs and its plugins log as warnings or errors."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    collector = Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(collector)
