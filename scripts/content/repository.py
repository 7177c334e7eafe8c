"""What the site says of the repository that it is made from: where a file is shown and edited, where a mistake is
reported, when a page last changed. All of it is empty where no repository is known; a link is never a guess.
"""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ISSUE_FORMS = {"mistake": ("page", "question"), "broken-page": ("page",), "missing-question": ("question",)}
"""The issue forms that pages link to, `.github/ISSUE_TEMPLATE/<name>.yml`, and the fields that a link fills in."""


def repository_url(root: Path) -> str:
    """`REPOSITORY_URL` of the environment, else the git remote `origin` as a web address, else `""`."""
    named = os.environ.get("REPOSITORY_URL")
    return web_address((git(root, "remote", "get-url", "origin") if named is None else named).strip())


def web_address(remote: str) -> str:
    """A remote's address as readers may see it, `""` if it is none of the web.

    `git@host:me/it.git` becomes `https://host/me/it`. Names, passwords and tokens in it, which continuous integration
    writes there, are never published; a port of SSH is none of the web.
    """
    if match := re.fullmatch(r"(?:[^@:/]+@)?([^@:/]+):(?!/)(.+)", remote):  # as scp writes it
        remote = f"ssh://{match[1]}/{match[2]}"
    parts = urlsplit(remote)
    if parts.scheme not in ("https", "ssh", "git+ssh") or not parts.hostname or not parts.path.strip("/"):
        return ""
    try:
        port = f":{parts.port}" if parts.scheme == "https" and parts.port else ""
    except ValueError:
        return ""
    return f"https://{parts.hostname}{port}{parts.path.removesuffix('/').removesuffix('.git')}"


def edit_address(repository: str, file: str) -> str:
    """Where a reader edits a file of the repository and is led to a pull request."""
    return f"{repository}/edit/main/{file}" if repository else ""


def issue_address(repository: str, form: str, title: str, **fields: str) -> str:
    """An issue form with its title and fields filled in, see `ISSUE_FORMS`."""
    if not repository:
        return ""
    assert fields.keys() == set(ISSUE_FORMS[form]), f"the form {form} has the fields {ISSUE_FORMS[form]}"
    return f"{repository}/issues/new?{urlencode({'template': f'{form}.yml', 'title': title, **fields})}"


def days_of_change(root: Path) -> dict[str, str]:
    """The day (ISO 8601) of the last commit to each file below `docs/`, by path from there.

    Empty outside of git and in a shallow clone, where git would name the day of the clone's only commit.
    """
    if git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days: dict[str, str] = {}
    day = ""
    for line in git(root, "log", "--format=:%cs", "--name-only", "--no-renames", "--relative=docs").splitlines():
        if line.startswith(":"):
            day = line[1:]
        elif line:
            days.setdefault(line, day)
    return days


def last_commit(root: Path) -> str:
    """The time of the last commit in seconds since 1970, `""` outside of git."""
    return git(root, "log", "-1", "--format=%ct").strip()


def git(root: Path, *arguments: str) -> str:
    """What git prints, `""` if it fails or is not installed, or if `root` is not the top folder of its repository.

    An archive that was unpacked inside another repository would else be given the address and the dates of that one.
    """
    top = _git(root, "rev-parse", "--show-toplevel").removesuffix("\n")
    return _git(root, *arguments) if top and Path(top).resolve() == root.resolve() else ""


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError:
        return ""
    return answer.stdout
