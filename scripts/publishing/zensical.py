"""Makes the pages with Zensical, which reads `mkdocs.yml` but runs neither hooks nor mkdocs-jupyter.

So a folder is made for it in which nothing is left for them to do: the files of `docs/`, labs as Markdown, what the
site generates, and `mkdocs.yml` with what differs.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import yaml

from scripts.content import ContentError, Problem, Site, hold
from scripts.evidence import labs
from scripts.publishing.generated import bundled_files, generated_files
from scripts.publishing.pages import set_environment
from scripts.render.finish import finish

UNUSED = ("search.json", "javascripts", "modern")
"""What Zensical writes for a search, for scripts and for a look that this site does not use."""

_WARNING = re.compile(r"^(?:Warning|Error): (.+)\n.*\[ (\S+):(\d+):\d+ \]", re.MULTILINE)
_LONGER_WAY = re.compile(r'(?<= href=")(?:\./)+(?=\.)')
"""What Zensical writes before addresses that lead upward from the index of a section: `./..` for `..`."""
_STOPPED = re.compile(r"^RuntimeError: (.+)", re.MULTILINE)


def zensical_problems(site: Site, folder: Path) -> list[Problem]:
    """Write the finished pages of the site into `folder`; warnings and errors of Zensical are problems."""
    set_environment(hold(site))
    address = str(site.mkdocs.get("site_url") or "")
    address = address and f"{address.rstrip('/')}/"
    (site.root / ".cache").mkdir(exist_ok=True)
    made = bundled_files(site, address) | generated_files(site)
    with tempfile.TemporaryDirectory(prefix="site-", dir=site.root / ".cache") as name:
        stage = Path(name)
        prepare(site, stage, {name: content for name, content in made.items() if not name.endswith(".md")})
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(stage / "mkdocs.yml")]
        answer = subprocess.run(
            command,
            cwd=site.root,  # where the extensions and the snippets are
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if answer.returncode != 0:
            return problems_of(site, click.unstyle(answer.stderr))
        shutil.copytree(stage / "site", folder, ignore=shutil.ignore_patterns(*UNUSED), dirs_exist_ok=True)
    for path, content in made.items():
        if path.endswith(".md"):  # Zensical would have taken it for a page
            _write(folder / path, content)
    for page in folder.rglob("*.html"):
        page.write_text(_LONGER_WAY.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        finish(folder, address)
    except ContentError as error:
        return [error.problem]
    except ValueError as error:
        return [Problem("mkdocs.yml", 1, "zensical", str(error))]
    return []


def problems_of(site: Site, said: str) -> list[Problem]:
    """What Zensical complained about, at the lines of the sources; of labs it knows only the Markdown."""
    found = []
    for message, file, line in _WARNING.findall(said):
        script = f"{file.removesuffix('.md')}.py"
        known = (f"docs/{file}", int(line)) if site.page(script) is None else (f"docs/{script}", 1)
        found.append(Problem(*known, "zensical", message))
    stopped = _STOPPED.search(said)
    return found or [Problem("mkdocs.yml", 1, "zensical", stopped[1] if stopped else said.strip() or "it stopped")]


def prepare(site: Site, stage: Path, made: dict[str, bytes]) -> None:
    """Fill the folder from which Zensical builds a site, with the files that are made for it."""
    docs = stage / "docs"
    shutil.copytree(site.docs, docs, ignore=lambda folder, names: {n for n in names if _is_lab(site, folder, n)})
    for lab in labs.read_all(site.root):
        meta = yaml.safe_dump(lab.meta, sort_keys=False, allow_unicode=True)
        _write(docs / f"{lab.folder}.md", f"---\n{meta}---\n\n{lab.markdown}\n".encode())
    for name, content in made.items():
        _write(docs / name, content)
    _write(stage / "mkdocs.yml", configuration((site.root / "mkdocs.yml").read_text(encoding="utf-8")).encode())


def configuration(text: str) -> str:
    """`mkdocs.yml`, edited as a tree so that its tags stay: labs are Markdown in the navigation, the theme looks as
    Material does, no plugin runs, and links become what Zensical understands.
    """
    tree = _tree(text)
    settings = {key.value: value for key, value in tree.value}
    _rename_labs(settings["nav"])
    settings["markdown_extensions"].value.append(_tree("scripts.extensions.addresses"))
    settings["theme"].value += _tree("variant: classic").value
    tree.value = [(key, value) for key, value in tree.value if key.value not in ("plugins", "hooks")]
    tree.value += _tree("plugins: [search: {enabled: false}]").value
    return str(yaml.serialize(tree))


def _tree(text: str) -> Any:
    """YAML as nodes; they hold texts and tags, not values."""
    return yaml.compose(text)


def _rename_labs(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            _rename_labs(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _rename_labs(each)
    elif node.value.endswith(".py"):
        node.value = f"{node.value.removesuffix('.py')}.md"


def _is_lab(site: Site, folder: str, name: str) -> bool:
    page = site.page((Path(folder) / name).relative_to(site.docs).as_posix())
    return page is not None and page.is_lab


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
