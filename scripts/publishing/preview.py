"""The site as it is being written: after an edit, what is looked at is made anew, and the rest when it is asked for.

MkDocs' own functions make every page; here is decided which. A page is converted again if its text has changed or the
answer to a question that it asked of the site (`conversions.py`), and put into the theme again if that changed it, or
if the title or front matter of any page has changed, for the navigation names them all. When files come or go, or the
configuration or a template changes, everything begins anew.
"""

import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from scripts.content import ROOT, ContentError, Site, current_site, hold, read_text
from scripts.content import Page as Source
from scripts.evidence import labs
from scripts.publishing.conversions import CONVERSIONS
from scripts.publishing.generated import bundled_files, code_that_is_copied, generated_files
from scripts.render.katex import macros_of
from scripts.safety.files import linked

ON_SCREEN = 3
"""As many pages that were asked for last are made anew at once."""
TEMPLATES = "overrides"
"""The folder of `docs/` whose files take part in every page."""


class Preview:
    """All files of the site, each made when it is asked for; safe to share between threads.

    `configure` reads `mkdocs.yml`; the files are written to the folder that it names.
    """

    def __init__(self, configure: Callable[[], Any], progress: Callable[[str], None] = lambda text: None) -> None:
        self._configure = configure
        self._progress = progress
        self._lock = threading.RLock()
        self._asked: deque[str] = deque(maxlen=ON_SCREEN)
        site = hold(Site.read(ROOT))
        self._structure = _structure(site)
        self._made = Made(configure(), progress)

    @property
    def addresses(self) -> list[str]:
        """The addresses of all files, relative to the root of the site."""
        return [*self._made.by_address, *self._made.config.theme.static_templates]

    def update(self) -> list[str]:
        """Read the sources again; the pages whose text has changed.

        Whatever it raises, the site stays as it was, and the next update begins where this one did.
        """
        with self._lock:
            before, site = current_site(), readable(Site.read(ROOT))
            hold(site)
            structure = _structure(site)
            changed = [page.path for page in site.pages if before.page(page.path) is not page]
            if structure != self._structure:
                self._made, self._structure = Made(self._configure(), self._progress), structure
            else:
                self._made.update()
            for address in list(self._asked):
                self._made.write(address)
            return changed

    def write(self, address: str) -> None:
        """Write the file at an address as it should be now, if there is one."""
        with self._lock:
            if self._made.write(address) and address not in self._asked:
                self._asked.append(address)


class Made:
    """What has been made since the last beginning: MkDocs' objects, and of which edition of the sources they are."""

    def __init__(self, config: Any, progress: Callable[[str], None]) -> None:
        self.config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        for name, message in linked(Path(config.docs_dir)):
            raise PluginError(f"docs/{name}: {message}")  # MkDocs would follow it, out of the site or round and round
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        self._files = config.plugins.on_files(files, config=config)
        set_exclusions(self._files, config)
        navigation = get_navigation(self._files, config)
        self._navigation = config.plugins.on_nav(navigation, config=config, files=self._files)
        self._documents = self._files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self._pages = {file.src_uri: file for file in self._documents}
        published = [file for file in self._files if file.inclusion.is_in_serve()]
        self.by_address = {_address(file, config.site_dir): file for file in published}
        self._edition = 0
        self._titles = 0
        """Counts the changes that show on all pages."""
        self._current: dict[str, int] = {}
        """The edition in which a page was last found to be as its sources are."""
        self._source: dict[str, Source | None] = {}
        """The page of the site that was converted."""
        self._version: dict[str, int] = {}
        self._written: dict[str, tuple[int, int]] = {}
        self._generated: tuple[int, dict[str, bytes]] = 0, {}
        """An edition, and what has been generated of it."""
        for number, file in enumerate(self._documents, 1):
            progress(f"page {number} of {len(self._documents)}: {file.src_uri}")
            if file.page is None:
                Page(None, file, config)
            self._convert(file)
        self._env = config.plugins.on_env(env, config=config, files=self._files)

    def update(self) -> None:
        """Convert the pages whose text has changed; others are looked at when they are asked for."""
        self._edition += 1
        for file in self._documents:
            if self._text_has_changed(file):
                self._convert(file)

    def write(self, address: str) -> bool:
        """Write the file at an address as it should be now; whether it is a page."""
        file = self.by_address.get(address)
        if file is None:
            if address in self.config.theme.static_templates and self._written.get(address) != (self._titles, 0):
                _build_theme_template(address, self._env, self._files, self.config, self._navigation)
                self._written[address] = self._titles, 0
            return False
        if file.src_uri in self._pages:
            self._write_page(file)
            return True
        self._write_file(file)
        return False

    def _text_has_changed(self, file: File) -> bool:
        path = file.src_uri
        if path not in self._current:  # it could not be converted
            return True
        if path.endswith(".py"):
            lab, page = labs.read(ROOT, path, current_site().repository), _page(file)
            return (lab.markdown, lab.meta) != (page.markdown, page.meta)
        return current_site().page(path) is not self._source.get(path)

    def _convert(self, file: File) -> None:
        """Read a page and convert it, if anything of it has changed; its title may stand on all pages."""
        path, page = file.src_uri, _page(file)
        self._current.pop(path, None)
        shown = (page.title, page.meta) if path in self._version else None
        _populate_page(page, self.config, self._files)
        if shown != (page.title, page.meta):
            self._titles += 1
        self._version[path] = self._version.get(path, 0) + 1
        self._source[path] = current_site().page(path)
        self._current[path] = self._edition

    def _write_page(self, file: File) -> None:
        path = file.src_uri
        if self._current.get(path) != self._edition:
            if not CONVERSIONS.is_current(file.page, self.config, self._files):
                self._convert(file)
            self._current[path] = self._edition
        wanted = self._titles, self._version[path]
        if self._written.get(path) != wanted:
            _build_page(_page(file), self.config, self._documents, self._navigation, self._env)
            self._written[path] = wanted

    def _write_file(self, file: File) -> None:
        if file.generated_by and self._written.get(file.src_uri) != (self._edition, 0):
            file.content_bytes = self._content(file.dest_uri)
            self._written[file.src_uri] = self._edition, 0
        file.copy_file()

    def _content(self, address: str) -> bytes:
        """What a generated file has in it: all of a kind are made at once, and once in each edition."""
        edition, made = self._generated
        if edition != self._edition:
            made = {}
        if address not in made:
            made |= generated_files(current_site())
        if address not in made:
            made |= bundled_files(current_site(), self.config.site_url)
        self._generated = self._edition, made
        return made[address]


def readable(site: Site) -> Site:
    """The site, if nothing that all pages are made with is broken: an edit that is half done changes nothing.

    Raises:
        ContentError: a page, the configuration, the bibliography, a ledger or the macros cannot be read.
    """
    for problem in site.problems:
        raise ContentError(problem)
    abbreviations = site.data / "abbreviations.md"
    if abbreviations.exists():
        read_text(abbreviations, "docs/_data/abbreviations.md")
    _ = site.mkdocs, site.bibliography, site.ledger("published.yml"), site.ledger("verified.yml"), macros_of(site.root)
    return site


def _page(file: File) -> Any:
    """MkDocs' page of a file."""
    return file.page


def _address(file: File, folder: str) -> str:
    return Path(file.abs_dest_path).relative_to(folder).as_posix()


def _structure(site: Site) -> tuple[Any, ...]:
    """What only a new beginning can follow: which files there are; the configuration and the templates."""
    documents, templates = [], []
    for folder, _, names in os.walk(site.docs):
        paths = [Path(folder, name) for name in names]
        documents += paths
        if Path(folder).relative_to(site.docs).parts[:1] == (TEMPLATES,):
            templates += [(path, path.stat().st_mtime_ns) for path in paths]
    configuration = (site.root / "mkdocs.yml").read_bytes()
    moved = [old for old in site.moved.items() if "#" not in old[0]]
    return sorted(documents), sorted(templates), configuration, site.repository, moved, code_that_is_copied()
