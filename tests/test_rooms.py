"""The code stands in rooms; no import leads upward, sideways or in a circle: the rule of `scripts/__init__.py`."""

import ast
import functools
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from scripts import FLOORS, content
from scripts.content import ROOT

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
COMMANDS = "commands"


def modules(root: Path) -> dict[str, Path]:
    """The modules of the rooms and the commands by their name below `scripts`: `content.page`, `build`."""
    folder = root / "scripts"
    paths = [path.relative_to(folder) for path in sorted(folder.rglob("*.py"))]
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): folder / path for path in paths}
    return {name: path for name, path in names.items() if not name.startswith("templates.") and name != "__init__"}


@functools.cache
def imports(root: Path) -> dict[str, set[str]]:
    """The modules of `scripts` that each of them imports; what only type checkers import does not count."""
    known = modules(root)
    return {name: {each for each in _named(path) if each in known} - {name} for name, path in known.items()}


def _named(path: Path) -> Iterator[str]:
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            pending += node.orelse
            continue
        pending += ast.iter_child_nodes(node)
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are written in full"
            names = [f"{node.module}.{name}" for name in names] + [node.module or ""]
        yield from (name.removeprefix("scripts.") for name in names if name.startswith("scripts."))


def room(module: str) -> str:
    """The room of a module; the commands are one, too."""
    return module.partition(".")[0] if module.partition(".")[0] in FLOOR else COMMANDS


def upward(root: Path) -> list[str]:
    """The imports that the rule does not allow."""
    return [
        f"{module} imports {other}"
        for module, others in imports(root).items()
        for other in sorted(others)
        if room(other) == COMMANDS
        or (room(module) != room(other) and FLOOR.get(room(module), len(FLOORS)) <= FLOOR[room(other)])
    ]


def circle(root: Path) -> list[str]:
    """Modules that import each other in a circle, none if there is no such circle."""
    try:
        TopologicalSorter(imports(root)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_folder_is_a_room_on_one_floor() -> None:
    folders = {path.name for path in (ROOT / "scripts").iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert sorted(room for rooms in FLOORS for room in rooms) == sorted(folders - {"templates"})


def test_every_room_is_explained() -> None:
    text = (ROOT / "scripts" / "__init__.py").read_text(encoding="utf-8")
    assert [line.split()[0] for line in text.split("\n") if line.startswith(tuple(FLOOR))] == [
        each for rooms in FLOORS for each in rooms
    ]


def test_no_import_leads_upward_or_sideways() -> None:
    assert upward(ROOT) == []


def test_no_imports_go_in_a_circle() -> None:
    assert circle(ROOT) == []


def test_the_top_floor_holds_commands_only() -> None:
    top = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and path.name != "__init__.py"]
    wrong = [path.name for path in top if '\nif __name__ == "__main__":' not in path.read_text(encoding="utf-8")]
    assert wrong == []


def test_no_module_is_longer_than_300_lines() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules(ROOT).items()}
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_the_face_of_the_content_shows_nothing_that_no_other_room_uses() -> None:
    used = set()
    for name, path in modules(ROOT).items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if room(name) != "content" and isinstance(node, ast.ImportFrom) and node.module == "scripts.content":
                used |= {alias.name for alias in node.names}
    assert set(content.__all__) - used == set()


@pytest.mark.parametrize(
    ("module", "text", "wrong"),
    [
        ("content/page.py", "from scripts.render import katex", "content.page imports render.katex"),
        ("checks/links.py", "import scripts.extensions.links", "checks.links imports extensions.links"),
        ("checks/links.py", "def f():\n    from scripts.build import make", "checks.links imports build"),
        ("check.py", "from scripts import build", "check imports build"),
        ("extensions/links.py", "from scripts.render.katex import node", None),
        ("content/page.py", "if TYPE_CHECKING:\n    from scripts.build import make", None),
    ],
)
def test_an_import_that_leads_the_wrong_way_is_found(tmp_path: Path, module: str, text: str, wrong: str | None) -> None:
    for name in ("build.py", "content/page.py", "render/katex.py", "checks/links.py", "extensions/links.py", module):
        path = tmp_path / "scripts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if name == module else "", encoding="utf-8")
    assert upward(tmp_path) == ([wrong] if wrong else [])


def test_a_circle_within_a_room_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "scripts" / "content"
    folder.mkdir(parents=True)
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (folder / f"{name}.py").write_text(f"from scripts.content.{other} import x\n", encoding="utf-8")
    assert set(circle(tmp_path)) == {"content.a", "content.b", "content.c"}
