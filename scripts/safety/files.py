"""Which files may stand in `docs/`, and which names they may have."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

LARGEST = 110_000
"""Bytes of one file of `docs/`, labs' records aside."""

_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_KINDS = (
    rf"{_NAME}\.md",
    r"404\.md",
    rf"{_NAME}/{_NAME}\.md",
    rf"labs/{_NAME}\.py",
    rf"{_NAME}/{_NAME}/{_NAME}\.svg",
    rf"{_NAME}/{_NAME}/record(?:_torch)?\.yml",
    r"_data/[a-z0-9_-]+\.(?:md|bib|json|yml)",
    r"assets/[a-z0-9_-]+\.(?:svg|png)",
    rf"stylesheets/(?:{_NAME}/)?{_NAME}\.css",
    rf"javascripts/(?:{_NAME}/)*{_NAME}\.js",
    r"overrides/(?:[a-z0-9_-]+/)*[a-z0-9_-]+\.html",
)
_KIND = re.compile("|".join(_KINDS))
_MADE = "assets/katex/"
"""Copied by the build, never part of the repository."""


def linked(docs: Path) -> Iterator[tuple[str, str]]:
    """Every symbolic link below `docs/`, by path from there, with what is wrong; none is followed."""
    pending = [docs]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                path = Path(entry.path)
                if entry.is_symlink():
                    if not (entry.name.startswith(".") and not path.is_dir()):  # editors' locks, never published
                        yield (
                            path.relative_to(docs).as_posix(),
                            f"a link to {os.readlink(path)}; put the file itself here",
                        )
                elif entry.is_dir(follow_symlinks=False):
                    pending.append(path)


def kind_problem(relative: str) -> str:
    """What is wrong with a file at `relative` to `docs/`: its kind or its name."""
    parts = relative.split("/")
    if any(part.startswith(".") for part in parts) or relative.startswith(_MADE):  # neither is published
        return ""
    if _KIND.fullmatch(relative):
        return ""
    name = parts[-1]
    if name.endswith(".md") and len(parts) > 2:
        return "pages stand in a section, docs/section/page.md, and no deeper; move the file"
    if (name.endswith(".md") or (parts[0] == "labs" and name.endswith(".py"))) and len(parts) <= 2:
        return "a page's name is its address: lower-case letters, digits and single hyphens; rename the file"
    if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".ico")):
        return "a picture that no script drew; draw it in scripts/figures, or leave it out"
    return "no such file is part of the site, and it would be published; remove it"
