"""Write a new topic: `python -m scripts.new section/name` makes page, snippet, tests and navigation entry.

What it writes passes every check, so that a contributor starts from green.
"""

import keyword
import re
import subprocess
import sys
from pathlib import Path
from string import Template

from scripts.content import ROOT, told, write_text
from scripts.content.ledgers import read_configuration

TEMPLATES = Path(__file__).parent / "templates"
WITHOUT_TOPICS = {"labs": "; CONTRIBUTING.md tells how a lab is added"} | dict.fromkeys(
    ("assets", "javascripts", "stylesheets", "overrides"), ", it holds the look of the site; choose another section"
)
OF_WINDOWS = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
"""Names that no file can have on Windows, whatever its ending."""


def files_of(page: str) -> dict[str, Path]:
    """The files of a topic by template, relative to the repository: `optimization/adam` → four paths."""
    module = Path(page.replace("-", "_"))
    return {
        "page.md": Path("docs") / f"{page}.md",
        "snippet.py": Path("snippets") / f"{module}.py",
        "test.py": Path("tests/snippets") / module.parent / f"test_{module.name}.py",
        "formulas.py": Path("tests/formulas") / module.parent / f"test_{module.name}.py",
    }


def problem_of(root: Path, page: str) -> str:
    """Why a topic cannot have this name and which it can have, `""` if it can."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*", page):
        return f"{page!r} is not section/name in lower case with hyphens, such as optimization/weight-decay"
    section, name = page.split("/")
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


def write(root: Path, page: str) -> list[Path]:
    """Write the files of the topic and enter it into the navigation; the paths that were written.

    Raises:
        ValueError: the name has the wrong form, or a file is there already.
        OSError: a file cannot be written; none is.
    """
    if wrong := problem_of(root, page):
        raise ValueError(wrong)
    files = files_of(page)
    for path in files.values():
        if (root / path).exists():
            raise ValueError(f"{path} exists already; edit it, or choose another name")
    slug = page.split("/")[1]
    words = {
        "page": page,
        "slug": slug,
        "topic": slug.replace("-", " "),
        "title": slug.replace("-", " ").capitalize(),
        "path": page.replace("-", "_"),
        "module": page.replace("-", "_").replace("/", "."),
    }
    configuration = Path("mkdocs.yml")
    texts = {
        path: Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)
        for template, path in files.items()
    }
    texts[configuration] = with_page((root / configuration).read_text(encoding="utf-8"), page)
    try:
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_text(root / path, text)
    except OSError:  # all of it or nothing, so that the next try begins as this one did
        for path in files.values():
            (root / path).unlink(missing_ok=True)
        raise
    return list(texts)


def with_page(configuration: str, page: str) -> str:
    """The text of `mkdocs.yml` with the page at the end of its section; a new section stands before the labs."""
    section = page.split("/")[0]
    lines = configuration.split("\n")
    last = max((n for n, line in enumerate(lines) if line.strip().startswith(f"- {section}/")), default=None)
    if last is not None:
        before = lines[last]
        lines.insert(last + 1, f"{before[: before.index('-')]}- {page}.md")
    else:
        labs = next(n for n, line in enumerate(lines) if line.strip() == "- Labs:")
        lines[labs:labs] = [f"  - {section.replace('-', ' ').capitalize()}:", f"      - {page}.md"]
    return "\n".join(lines)


@told()
def main(arguments: list[str]) -> int:
    """Write the topic named in the arguments and say what to do next."""
    if len(arguments) != 1:
        print("Name the topic: make new page=section/name")
        return 1
    try:
        written = write(ROOT, arguments[0])
    except ValueError as error:
        print(error)
        return 1
    recorded = subprocess.run([sys.executable, "-m", "scripts.record"], cwd=ROOT, check=False)
    for path in written:
        print(f"wrote {path}")
    print(f"Now write the answer in {written[0]}; `make serve` shows it, `make check` says what is missing.")
    return recorded.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
