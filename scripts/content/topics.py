"""Topics: which names they can have, and where they stand in the navigation."""

import keyword
import re
from pathlib import Path

from scripts.content.ledgers import read_configuration

WITHOUT_TOPICS = {"labs": "; CONTRIBUTING.md tells how a lab is added"} | dict.fromkeys(
    ("assets", "javascripts", "stylesheets", "overrides"), ", it holds the look of the site; choose another section"
)
OF_WINDOWS = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
"""Names that no file can have on Windows, whatever its ending."""


def problem_of(root: Path, page: str, is_lab: bool = False) -> str:
    """Why a topic or a lab cannot have this name and which it can have, `""` if it can."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*", page):
        return f"{page!r} is not section/name in lower case with hyphens, such as optimization/weight-decay"
    section, name = page.split("/")
    if is_lab:
        return "" if section == "labs" else f"{page} is no lab; name it labs/name"
    if section in WITHOUT_TOPICS or (root / "docs" / f"{section}.md").exists():
        return f"{section}/ has no topics{WITHOUT_TOPICS.get(section, '; choose another section')}"
    titles = {title.lower() for item in read_configuration(root).get("nav", []) for title in item}
    if section.replace("-", " ") in titles and not (root / "docs" / section).is_dir():
        return f"the navigation has another “{section.replace('-', ' ').capitalize()}”; choose another section"
    if name == "index":
        return f"docs/{page}.md is the list of the section's topics, which is written by hand; name the topic"
    if name.startswith("test-") or name.endswith("-torch"):
        return (
            f"{name!r} would name its code like a test or a twin in PyTorch; {name.replace('-', ' ')!r} in other words?"
        )
    for part in (section, name):
        if keyword.iskeyword(part) or part in OF_WINDOWS:
            return (
                f"no file of code can be named {part!r}, a word of Python or Windows; say more, such as {part}-method"
            )
    return ""


def with_page(configuration: str, page: str) -> str:
    """The text of `mkdocs.yml` with a page such as `optimization/adam.md` at the end of its section.

    A new section stands before the labs.
    """
    section = page.split("/")[0]
    lines = configuration.split("\n")
    last = max((n for n, line in enumerate(lines) if line.strip().startswith(f"- {section}/")), default=None)
    if last is not None:
        before = lines[last]
        lines.insert(last + 1, f"{before[: before.index('-')]}- {page}")
    else:
        labs = next(n for n, line in enumerate(lines) if line.strip() == "- Labs:")
        lines[labs:labs] = [f"  - {section.replace('-', ' ').capitalize()}:", f"      - {page}"]
    return "\n".join(lines)


def without_page(configuration: str, page: str) -> str:
    """The text of `mkdocs.yml` without a page, and without a section that had only this one."""
    lines = configuration.split("\n")
    place = next(n for n, line in enumerate(lines) if line.strip() == f"- {page}.md")
    indented = [len(line) - len(line.lstrip()) for line in lines]
    alone = lines[place - 1].endswith(":") and indented[place + 1] < indented[place]
    del lines[place - alone : place + 1]
    return "\n".join(lines)
