"""Keeps the Python that Jinja makes of the templates: making it takes as long as filling them for a dozen pages."""

from importlib.metadata import version
from typing import Any

from jinja2 import Environment

from scripts.content import ROOT
from scripts.content.cache import Cache, key

CACHE = Cache(ROOT / ".cache" / "templates")


def keep_templates(env: Environment) -> None:
    """Have an environment of MkDocs translate only the templates that have changed.

    Jinja's own cache keeps bytecode, which may not be loaded from a damaged file, and a template by its place.
    """
    translate = env.compile
    maker = [*map(version, ("jinja2", "mkdocs")), *sorted(env.extensions)]

    def compile_changed(source: Any, name: str | None = None, filename: str | None = None) -> Any:
        if not isinstance(source, str):
            return translate(source, name, filename)
        code = CACHE.remembered(key(*maker, str(name), source), lambda: translate(source, name, filename, raw=True))
        return compile(code, filename or "<template>", "exec")

    env.__dict__["compile"] = compile_changed
