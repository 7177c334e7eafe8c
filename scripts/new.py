"""Write a new topic: `python -m scripts.new section/name` makes page, snippet, tests and navigation entry.

`torch` and `figure` behind it add a twin in PyTorch and a figure; `labs/name section/page#question` writes a lab that
settles a question. What is written passes every check, so that a contributor starts from green.
"""

import posixpath
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from scripts.content import ROOT, Site, told, write_text
from scripts.content.topics import problem_of, with_page

TEMPLATES = Path(__file__).parent / "templates"
EXTRAS = ("torch", "figure")
"""What a topic may have beside what each one has."""
CODE = '```python\n--8<-- "{}.py:arithmetic_mean"\n```\n'
FIGURE = """
![The mean against 1 to 64<!--= given --> numbers: it swings at first and settles near zero.]({}/mean-by-count.svg)
*The more numbers a mean has, the less it moves.*
"""


def files_of(page: str, extras: Sequence[str] = ()) -> dict[str, Path]:
    """The files of a topic by template, relative to the repository: `optimization/adam` → four paths and more."""
    module = Path(page.replace("-", "_"))
    tests = Path("tests/snippets") / module.parent
    files = {
        "page.md": Path("docs") / f"{page}.md",
        "snippet.py": Path("snippets") / f"{module}.py",
        "test.py": tests / f"test_{module.name}.py",
        "formulas.py": Path("tests/formulas") / module.parent / f"test_{module.name}.py",
    }
    if "torch" in extras:
        files |= {
            "torch.py": Path("snippets") / f"{module}_torch.py",
            "test_torch.py": tests / f"test_{module.name}_torch.py",
        }
    if "figure" in extras:
        files["figure.py"] = Path("scripts/figures") / f"{module}.py"
    return files


def words_of(page: str, extras: Sequence[str] = ()) -> dict[str, str]:
    """What stands in the place of the words of the templates."""
    slug = page.split("/")[1]
    path = page.replace("-", "_")
    code = CODE.format(path)
    if "torch" in extras:
        tabs = {"NumPy": code, "PyTorch": CODE.format(f"{path}_torch")}
        indented = {name: "".join(f"    {line}\n" for line in each.splitlines()) for name, each in tabs.items()}
        code = "\n".join(f'=== "{name}"\n\n{each}' for name, each in indented.items())
    return {
        "page": page,
        "slug": slug,
        "topic": slug.replace("-", " "),
        "title": slug.replace("-", " ").capitalize(),
        "path": path,
        "module": path.replace("/", "."),
        "code": code,
        "figure": FIGURE.format(slug) if "figure" in extras else "",
    }


def write(root: Path, page: str, extras: Sequence[str] = ()) -> list[Path]:
    """Write the files of the topic and enter it into the navigation; the paths that were written.

    Raises:
        ValueError: the name has the wrong form, a file is there already, or nothing is known of an extra.
        OSError: a file cannot be written; none is.
    """
    if wrong := problem_of(root, page):
        raise ValueError(wrong)
    if unknown := [each for each in extras if each not in EXTRAS]:
        raise ValueError(f"{unknown[0]!r} is nothing that a topic can have; there are: {', '.join(EXTRAS)}")
    texts = {path: _filled(template, words_of(page, extras)) for template, path in files_of(page, extras).items()}
    return _written(root, texts, f"{page}.md")


def write_lab(root: Path, lab: str, question: str) -> list[Path]:
    """Write a lab that settles a question, `section/page#id`, and the sentence there that leads to it.

    Raises:
        ValueError: the name has the wrong form, there is no such question, or a file is there already.
        OSError: a file cannot be written; none is.
    """
    if wrong := problem_of(root, lab, is_lab=True):
        raise ValueError(wrong)
    site = Site.read(root)
    page, asked = site.questions.get(question.rpartition("#")[2], (None, None))
    if page is None or asked is None:
        raise ValueError(f"no question {question!r}; name the one that the lab settles: section/page#id")
    lines = page.raw.split("\n")
    ends = [n for n in range(asked.line, len(lines)) if lines[n].startswith(("## ", "??? ", "!!! "))]
    place = ends[0] if ends else len(lines)
    link = posixpath.relpath(f"{lab}.py", posixpath.dirname(page.path))
    lines[place:place] = [f"The [lab]({link}) measures it.", ""]
    words = words_of(lab) | {"question": f"../{page.path}#{asked.id}", "question_title": asked.title}
    texts = {Path("docs") / f"{lab}.py": _filled("lab.py", words)}
    written = _written(root, texts, f"{lab}.py")
    write_text(root / page.file, "\n".join(lines))
    return [*written, Path(page.file)]


def _filled(template: str, words: Mapping[str, str]) -> str:
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)


def _written(root: Path, texts: dict[Path, str], entry: str) -> list[Path]:
    """Write new files and an entry of the navigation, or nothing."""
    for path in texts:
        if (root / path).exists():
            raise ValueError(f"{path} exists already; edit it, or choose another name")
    configuration = Path("mkdocs.yml")
    changed = with_page((root / configuration).read_text(encoding="utf-8"), entry)
    try:
        for path, text in (texts | {configuration: changed}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_text(root / path, text)
    except OSError:  # all of it or nothing, so that the next try begins as this one did
        for path in texts:
            (root / path).unlink(missing_ok=True)
        raise
    return [*texts, configuration]


@told()
def main(arguments: list[str]) -> int:
    """Write the topic or lab named in the arguments and say what to do next."""
    if not arguments or not arguments[0]:
        print('Name the topic: make new page=section/name, with="torch figure" if it has these')
        return 1
    page, *rest = arguments
    is_lab = page.startswith("labs/")
    try:
        written = write_lab(ROOT, page, " ".join(rest)) if is_lab else write(ROOT, page, rest)
    except ValueError as error:
        print(error)
        return 1
    for path in written:
        print(f"wrote {path}")
    for command in (["scripts.measure", page] if is_lab else ["scripts.figures", "--changed"], ["scripts.record"]):
        if code := subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode:
            return code
    what = "lab" if is_lab else "answer"
    print(f"Now write the {what} in {written[0]}; `make serve` shows it, `make check` says what is missing.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
