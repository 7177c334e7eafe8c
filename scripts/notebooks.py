"""Push the labs as notebooks to a branch of a remote, for Colab and Binder: `python -m scripts.notebooks origin`.

Both open notebooks only from a repository, and this one has labs as scripts. The branch has no history and nothing that
is written by hand: the same labs make the same commit, and the next one takes its place.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts.content import ROOT, Site, told
from scripts.content.repository import last_commit
from scripts.evidence import labs

PYTHON = "python-3.12\n"
"""What Binder installs; the oldest that pyproject.toml allows would end before this does."""
WITHOUT_GIT = "1700000000"
_README = """\
# Labs as notebooks

Made from [the repository]({0}/tree/main/docs/labs) whenever its site is published; do not change anything here. The
first cell of each notebook fetches the code that it imports.
"""


def files(root: Path, repository: str) -> dict[str, bytes]:
    """The files of the branch: a notebook for each lab, and what Binder installs before it opens one."""
    notebooks = {
        name: content
        for lab in labs.read_all(root, repository)
        for name, content in lab.files.items()
        if name.endswith(".ipynb")
    }
    pins = (root / "requirements.txt").read_text(encoding="utf-8").split("\n")
    needed = [line for line in pins if line.partition("==")[0] in labs.LIBRARIES]
    texts = {
        "README.md": _README.format(repository),
        "requirements.txt": "\n".join([*needed, ""]),
        "runtime.txt": PYTHON,
    }
    return notebooks | {name: text.encode() for name, text in texts.items()}


def push(made: Mapping[str, bytes], remote: str, stamp: str) -> str:
    """Put one commit with these files, made at `stamp` in seconds since 1970, in the place of the branch; its id.

    Raises:
        subprocess.CalledProcessError: git could not push; it has said why.
    """
    person = {"NAME": "Publish", "EMAIL": "publish@example.invalid", "DATE": f"{stamp} +0000"}
    roles = ("AUTHOR", "COMMITTER")
    environment = {**os.environ, **{f"GIT_{role}_{key}": value for role in roles for key, value in person.items()}}
    with tempfile.TemporaryDirectory() as folder:

        def git(*arguments: str) -> str:
            command = ["git", "-C", folder, "-c", "commit.gpgsign=false", *arguments]
            answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True)
            return answer.stdout.strip()

        git("init", "--quiet")
        for name, content in made.items():
            (Path(folder) / name).write_bytes(content)
        git("add", "--all")
        git("commit", "--quiet", "--message", "Labs as notebooks")
        git("push", "--quiet", "--force", remote, f"HEAD:refs/heads/{labs.BRANCH}")
        return git("rev-parse", "HEAD")


def main(remote: str, root: Path = ROOT) -> int:
    """Push; returns the exit code."""
    site = Site.read(root)
    if not site.repository:
        print("No repository is known; name its address in REPOSITORY_URL.", file=sys.stderr)
        return 1
    address = site.repository if remote == "origin" else remote
    commit = push(files(root, site.repository), address, last_commit(root) or WITHOUT_GIT)
    print(f"{labs.BRANCH} of {site.repository} is {commit[:12]} now")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Name where to push: python -m scripts.notebooks origin")
    with told():
        raise SystemExit(main(sys.argv[1]))
