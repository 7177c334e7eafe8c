"""Write a new topic: `python -m scripts.new section/name` makes page, snippet, tests and navigation entry.

What it writes passes every check, so that a contributor starts from green.
"""

import subprocess
import sys
from pathlib import Path
from string import Template

from scripts.content import ROOT, told, write_text
from scripts.content.topics import problem_of, with_page

TEMPLATES = Path(__file__).parent / "templates"


def files_of(page: str) -> dict[str, Path]:
    """The files of a topic by template, relative to the repository: `optimization/adam` → four paths."""
    module = Path(page.replace("-", "_"))
    return {
        "page.md": Path("docs") / f"{page}.md",
        "snippet.py": Path("snippets") / f"{module}.py",
        "test.py": Path("tests/snippets") / module.parent / f"test_{module.name}.py",
        "formulas.py": Path("tests/formulas") / module.parent / f"test_{module.name}.py",
    }


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
