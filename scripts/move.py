"""Rename a topic: `python -m scripts.move section/name section/other` moves its files and whatever names them.

Page, figures, records, snippets and their twins, tests, scripts of figures and numbers go together; links, includes,
imports, tags, the navigation and the ledgers follow. Ids of questions stay, and the old address leads to the new page.
"""

import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.content import ROOT, own_files, read_text, told, write_text
from scripts.content.ledgers import published_text, read_ledger
from scripts.content.topics import problem_of, with_page, without_page

SOURCES = {"docs": "**/*", "snippets": "**/*", "tests": "**/*.py", "scripts": "**/*.py"}
"""Where files move or name a page, and which; fixtures of tests do not."""
TEXTS = frozenset({".md", ".py", ".yml", ".js", ".json"})
LEDGER = Path("docs/_data/published.yml")
"""What keeps old addresses: no name in it changes, one is added."""
_LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[)#])")
_QUOTED = re.compile(r"<!--=.*?-->", re.DOTALL)
_IMPORT = re.compile(
    r"^(\s*from )(snippets|scripts\.numbers|scripts\.figures)\.(\w+)( import )(\w+)( as \w+)?$", re.MULTILINE
)


@dataclass(frozen=True)
class Move:
    """From one `section/name` to another."""

    old: str
    new: str

    @property
    def modules(self) -> tuple[str, str]:
        """The same as paths of code."""
        return self.old.replace("-", "_"), self.new.replace("-", "_")

    def place(self, file: str) -> str:
        """Where a file of the repository stands after the move."""
        old, new = self.modules
        (section, name), (new_section, new_name) = old.split("/"), new.split("/")
        pairs = [(f"docs/{self.old}.md", f"docs/{self.new}.md")]
        for twin in ("", "_torch"):
            for folder in ("snippets", "scripts/figures", "scripts/numbers"):
                pairs.append((f"{folder}/{old}{twin}.py", f"{folder}/{new}{twin}.py"))
            for folder in ("tests/snippets", "tests/formulas"):
                pairs.append(
                    (f"{folder}/{section}/test_{name}{twin}.py", f"{folder}/{new_section}/test_{new_name}{twin}.py")
                )
        if file.startswith(f"docs/{self.old}/"):
            return f"docs/{self.new}/{file.removeprefix(f'docs/{self.old}/')}"
        return dict(pairs).get(file, file)

    def text(self, file: str, text: str) -> str:
        """The text of a file after the move."""
        if file.startswith("docs/") and file.endswith((".md", ".py")) and not file.startswith("docs/_data/"):
            text = _LINK.sub(lambda match: self._target(file, match[1]), text)
            name, new_name = self.old.split("/")[1], self.new.split("/")[1]
            name_of_page = re.compile(rf"(?<![\w/-]){re.escape(name)}(?=: )")
            text = _QUOTED.sub(lambda match: name_of_page.sub(new_name, match[0]), text)
        if file.endswith(".py"):
            text = _IMPORT.sub(self._imported, text)
        old, new = self.modules
        of_code = r"(?=(?:_torch)?\.(?!md\b|svg\b)\w)"
        as_word = r"(?=(?:_torch)?(?![\w-]))"
        dotted = old.replace("/", "."), new.replace("/", ".")
        for before, after, end in (
            (old, new, of_code),
            (self.old, self.new, as_word),
            (old, new, as_word),
            (*dotted, as_word),
        ):
            text = re.sub(rf"(?<![\w-]){re.escape(before)}{end}", after, text)
        return text

    def _target(self, file: str, target: str) -> str:
        """The target of a link, which leads from another place or to another place now."""
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        here, there = self.place(file), self.place(aim)
        if aim == f"docs/{self.old}":
            there = f"docs/{self.new}"
        if (here, there) == (file, aim):
            return target
        return posixpath.relpath(there, posixpath.dirname(here))

    def _imported(self, match: re.Match[str]) -> str:
        """`from snippets.section import name`, which keeps the name by which the rest of the file calls it."""
        (section, name), (new_section, new_name) = (module.split("/") for module in self.modules)
        start, room, package, word, imported, known = match.groups()
        twin = "_torch" if imported == f"{name}_torch" else ""
        if (package, imported) != (section, name + twin):
            return match[0]
        return f"{start}{room}.{new_section}{word}{new_name}{twin}{known or f' as {imported}'}"


def sources(root: Path) -> Iterator[str]:
    """The files that may move or name a page, relative to the repository."""
    files = [path for folder, pattern in SOURCES.items() for path in own_files(root / folder, pattern)]
    for path in sorted([root / "mkdocs.yml", *root.glob("*.md"), *files]):
        if "__pycache__" not in path.parts and "katex" not in path.parts:
            yield path.relative_to(root).as_posix()


def move(root: Path, page: str, to: str) -> list[str]:
    """Move a topic; the files that were written, under their new names.

    Raises:
        ValueError: there is no such topic, or it cannot have the new name.
    """
    if not re.fullmatch(r"[\w-]+/[\w-]+", page) or not (root / "docs" / f"{page}.md").is_file():
        raise ValueError(f"no topic docs/{page}.md; name it as section/name")
    if wrong := problem_of(root, to):
        raise ValueError(wrong)
    moved = Move(page, to)
    files = list(sources(root))
    if taken := [
        moved.place(file) for file in files if moved.place(file) != file and (root / moved.place(file)).exists()
    ]:
        raise ValueError(f"{taken[0]} exists already; choose another name")
    changed: dict[str, str] = {}
    for file in files:
        if Path(file).suffix in TEXTS and file != LEDGER.as_posix():
            text = read_text(root / file, file)
            if (after := moved.text(file, text)) != text:
                changed[file] = after
    if page.split("/")[0] != to.split("/")[0]:
        changed["mkdocs.yml"] = with_page(without_page(changed["mkdocs.yml"], to), f"{to}.md")
    for file, text in changed.items():
        write_text(root / file, text)
    for file in files:
        if (place := moved.place(file)) != file:
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / file).rename(root / place)
            changed[file] = place
    _remove_if_empty(root / "docs" / page)
    _redirect(root, moved)
    return sorted({moved.place(file) for file in changed} | {LEDGER.as_posix()})


def left(root: Path, page: str) -> Iterator[str]:
    """Lines of code that still name the module of a page, each with its place: a list of names, say."""
    word = re.compile(rf"(?<![\w-]){page.split('/')[1].replace('-', '_')}(?:_torch)?(?![\w-])")
    for file in sources(root):
        if file.endswith(".py") and not file.startswith("docs/"):
            for number, line in enumerate(read_text(root / file, file).split("\n"), 1):
                if word.search(line):
                    yield f"{file}:{number}: move: still names the module; is it meant? {line.strip()}"


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _redirect(root: Path, moved: Move) -> None:
    """Send the old address, and those that led to it, to the new page."""
    ledger = read_ledger(root / LEDGER, root)

    def follow(address: str) -> str:
        page, mark, identifier = address.partition("#")
        return f"{moved.new}.md{mark}{identifier}" if page == f"{moved.old}.md" else address

    kept = {old: follow(target) for old, target in (ledger.get("moved") or {}).items()}
    ledger["moved"] = {old: target for old, target in kept.items() if old != f"{moved.new}.md"}
    ledger["moved"][f"{moved.old}.md"] = f"{moved.new}.md"
    write_text(root / LEDGER, published_text(ledger))


@told()
def main(arguments: list[str]) -> int:
    """Move the topic that the arguments name, and say what to do next."""
    if len(arguments) != 2:
        print("Name the topic and its new name: make move page=section/name to=section/other")
        return 1
    try:
        written = move(ROOT, *arguments)
    except ValueError as error:
        print(error)
        return 1
    for file in written:
        print(f"wrote {file}")
    for command in (["scripts.figures", "--changed"], ["scripts.record"]):
        if code := subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode:
            return code
    for place in left(ROOT, arguments[0]):
        print(place)
    print(
        "Now `make format`, `make measure` (experiments that import it run again); then look at the title of the page."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
