"""What stands in `docs/` is part of the site: no links out of it, no strays, no foreign drawings, nothing huge."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from scripts.content import Page, Problem, Site, own_files, read_text
from scripts.content.by_page import Found, of_each_page
from scripts.content.recall import recalled
from scripts.safety.drawings import drawing_problems
from scripts.safety.files import LARGEST, kind_problem, linked
from scripts.safety.ledgers import LONGEST_VALUE, yaml_problems

LONGEST_OUTPUT = 5_000
"""Characters that one cell of a lab may print."""


def check(site: Site) -> Iterator[Problem]:
    """Look at each file: where it is, what it is called, what it holds."""
    links = dict(linked(site.docs))
    for name, message in links.items():
        yield Problem(f"docs/{name}", 1, "files", message)
    named = _named(site)
    for path in own_files(site.docs, "**/*"):
        relative = path.relative_to(site.docs).as_posix()
        if path.is_symlink() or any(relative.startswith(f"{link}/") for link in links):
            continue
        if message := _beside(site, relative) or kind_problem(relative) or _stray(site, relative, named):
            yield Problem(f"docs/{relative}", 1, "files", message)
        elif relative.endswith(".svg"):
            drawing = path.read_bytes()
            for line, message in recalled(partial(drawing_problems, drawing), "drawing", drawing):
                yield Problem(f"docs/{relative}", line, "files", message)
        elif relative.endswith(".yml"):
            longest = LONGEST_OUTPUT if path.name.startswith("record") else LONGEST_VALUE
            text = read_text(path, f"docs/{relative}")
            for line, message in recalled(partial(yaml_problems, text, longest), "data", text, str(longest)):
                yield Problem(f"docs/{relative}", line, "files", message)
        elif relative.rpartition("/")[0] == "assets" and (size := path.stat().st_size) > LARGEST:
            yield Problem(f"docs/{relative}", 1, "files", f"{size} bytes; at most {LARGEST}: make it smaller")
    yield from of_each_page(site, "files", _front_matter)


def _front_matter(page: Page) -> Iterator[Found]:
    if page.tokens and page.tokens[0].type == "front_matter":
        for line, message in yaml_problems(page.tokens[0].content):
            yield line + 1, message


def _beside(site: Site, relative: str) -> str:
    """What is wrong with `x/index.md` beside `x.md`: both would have one address."""
    folder, _, name = relative.rpartition("/")
    if name == "index.md" and folder and (site.docs / f"{folder}.md").is_file():
        return f"docs/{folder}.md has the same address already; move the text there, or give one another name"
    return ""


def _stray(site: Site, relative: str, named: str) -> str:
    """What is wrong with a file of a right kind that nothing on the site uses."""
    folder, _, name = relative.rpartition("/")
    if folder == "assets" and name not in named:
        return "no page, template or configuration names this file; use it or remove it"
    if name.startswith("record") and not any((site.docs / f"{folder}.{ending}").is_file() for ending in ("md", "py")):
        return f"a record without its page docs/{folder}.md; remove it"
    if name.endswith(".svg") and folder.startswith("labs/") and not _recorded(site.docs / folder, name):
        return "no record of its lab names this drawing; `make measure` writes both, or remove it"
    return ""


def _recorded(folder: Path, name: str) -> bool:
    record = folder / "record.yml"
    return record.is_file() and f"figure: {name}" in record.read_text(encoding="utf-8", errors="replace")


def _named(site: Site) -> str:
    """The texts that may name an asset: pages, configuration, templates, styles."""
    files = [site.root / "mkdocs.yml", site.root / "README.md"]
    for folder, ending in (("overrides", "html"), ("stylesheets", "css"), ("javascripts", "js")):
        files += sorted((site.docs / folder).rglob(f"*.{ending}"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()]
    return "\n".join([*texts, *(page.raw for page in site.pages)])
