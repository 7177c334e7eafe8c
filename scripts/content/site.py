"""Everything that is written in the repository, read once."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from scripts.content.bibliography import Reference, read_bibliography
from scripts.content.files import ROOT, is_page, own_files
from scripts.content.ledgers import nav_paths, read_configuration, read_ledger
from scripts.content.page import Page
from scripts.content.parts import VERDICTS, Question
from scripts.content.problem import ContentError, Problem
from scripts.content.reading import read_page
from scripts.content.repository import days_of_change, repository_url


@dataclass(frozen=True)
class Site:
    """Everything that is written in the repository."""

    root: Path
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, root: Path = ROOT) -> Self:
        """Read all pages and labs below `root/docs`; files that cannot be read become problems."""
        pages, problems = [], []
        for path in own_files(root / "docs", "**/*"):
            relative = path.relative_to(root / "docs").as_posix()
            if not is_page(relative) or path.is_symlink():  # the check `files` says so of links
                continue
            try:
                pages.append(read_page(path, relative))
            except ContentError as error:
                problems.append(error.problem)
        return cls(root, tuple(pages), tuple(problems))

    @property
    def docs(self) -> Path:
        """The folder of the pages."""
        return self.root / "docs"

    @property
    def data(self) -> Path:
        """The folder of the ledgers."""
        return self.root / "docs" / "_data"

    def page(self, path: str) -> Page | None:
        """The page at `path`, relative to `docs/`."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.path: page for page in self.pages}

    @cached_property
    def by_stem(self) -> dict[str, Page]:
        """The pages and labs by the name of their file without its ending: `batch-size`, or, since a lab and a topic
        page may share that name, with its folder: `labs/dropout`.
        """
        names = {page.stem.rsplit("/", 1)[-1]: page for page in self.pages}
        return names | {page.stem: page for page in self.pages}

    @cached_property
    def questions(self) -> dict[str, tuple[Page, Question]]:
        """Every question that has an id, by id, in the order of the navigation."""
        return {q.id: (page, q) for page in self.ordered_pages for q in page.questions if q.id}

    @cached_property
    def ordered_pages(self) -> tuple[Page, ...]:
        """The pages in the order of the navigation, those outside it last."""
        order = {path: index for index, path in enumerate(self.nav)}
        return tuple(sorted(self.pages, key=lambda page: (order.get(page.path, len(order)), page.path)))

    @cached_property
    def mkdocs(self) -> dict[str, Any]:
        """`mkdocs.yml` as data; tags such as `!ENV` become plain values."""
        return read_configuration(self.root)

    @cached_property
    def nav(self) -> tuple[str, ...]:
        """The paths in the navigation, in order."""
        return tuple(nav_paths(self.mkdocs.get("nav", [])))

    @cached_property
    def bibliography(self) -> dict[str, Reference]:
        """The works of `bibliography.bib` by key; an entry that stands twice counts once."""
        path = self.data / "bibliography.bib"
        return read_bibliography(path, path.relative_to(self.root).as_posix())

    def ledger(self, name: str) -> Any:
        """A YAML file of `docs/_data` as data, `{}` if there is none; each of its parts is a mapping or empty."""
        if name not in self._ledgers:
            self._ledgers[name] = read_ledger(self.data / name, self.root)
        return self._ledgers[name]

    @cached_property
    def _ledgers(self) -> dict[str, Any]:
        return {}

    @property
    def moved(self) -> dict[str, str]:
        """Where published pages and question ids went that are no longer in their place."""
        return self.ledger("published.yml").get("moved") or {}

    @cached_property
    def repository(self) -> str:
        """The address of the repository, without a slash at the end; `""` when none is known."""
        return repository_url(self.root)

    @cached_property
    def days_of_change(self) -> dict[str, str]:
        """The day on which each file below `docs/` last changed, as far as git knows."""
        return days_of_change(self.root)

    def anchors(self, page: Page) -> frozenset[str]:
        """Every fragment that a link to `page` may name, those of generated lists included."""
        made: set[str] = set()
        if page.path == "references.md":
            made |= self.bibliography.keys()
        elif page.path == "corrections.md":
            made |= {c.id for other in self.pages for c in other.corrections} | set(VERDICTS)
        return page.anchors | made

    def resolve(self, page: Page, target: str) -> tuple[str, str]:
        """A relative link of `page` as path from `docs/` (may begin with `../`) and fragment."""
        path, _, fragment = target.partition("#")
        if not path:
            return page.path, fragment
        return posixpath.normpath(posixpath.join(page.section, path)), fragment
