"""What can be wrong with `.github`: each function reads a repository at `root` and says what it finds, as text."""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

SCHEMAS = {
    "vendor.github-workflows": "workflows/*.yml",
    "custom.github-workflows-require-timeout": "workflows/*.yml",
    "vendor.dependabot": "dependabot.yml",
    "vendor.github-issue-forms": "ISSUE_TEMPLATE/*.yml",
    "vendor.github-issue-config": "ISSUE_TEMPLATE/config.yml",
}
"""The JSON schema of each kind of file."""

PERMISSIONS: dict[str, dict[str, dict[str, str]]] = {
    "links.yml": {"links": {"contents": "read", "issues": "write"}},
    "mutants.yml": {"mutants": {"contents": "read"}},
    "publish.yml": {
        "address": {"pages": "read"},
        "site": {"contents": "read"},
        "notebooks": {"contents": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "portable.yml": {"portable": {"contents": "read"}},
    "release.yml": {"address": {"pages": "read"}, "books": {"contents": "write"}},
    "pull-request.yml": {"site": {"contents": "read"}},
    "site.yml": {"site": {"contents": "read"}},
}
"""All that a job may do. Whoever widens it says so here, too."""

MADE = {"deep-learning-checked.zip", "links.md", "preview.zip"}
"""Files that commands name and that are made while they run."""

BIN = Path(sys.executable).parent


def workflows(root: Path) -> dict[str, dict[str, Any]]:
    """The workflows by file name."""
    read = {}
    for path in sorted((root / ".github" / "workflows").glob("*.yml")):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        workflow["on"] = workflow.pop(True)  # as YAML 1.1 reads `on`
        read[path.name] = workflow
    return read


def steps(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with the name of its workflow."""
    for name, workflow in workflows(root).items():
        for job in workflow["jobs"].values():
            yield from ((name, step) for step in job.get("steps", []))


def schemas(root: Path) -> Iterator[str]:
    """No unknown key, no wrong value, a timeout for each job."""
    for schema, pattern in SCHEMAS.items():
        files = sorted((root / ".github").glob(pattern))
        files = [file for file in files if (file.name == "config.yml") == schema.endswith("config")]
        result = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, *map(str, files)])
        if result.exit_code:
            yield result.output


def security(root: Path) -> Iterator[str]:
    """Nothing that zizmor knows: injection, credentials left behind, dangerous triggers, unpinned actions …"""
    github = str(root / ".github")
    options = ["--offline", "--persona=pedantic", "--strict-collection", "--no-progress", "--quiet"]
    yield from _refusal(str(BIN / "zizmor"), *options, f"--config={github}/zizmor.yml", github)


def pins(root: Path) -> Iterator[str]:
    """Every action by commit, with its version in a comment, and the same commit everywhere."""
    known: dict[str, str] = {}
    for path in sorted((root / ".github" / "workflows").glob("*.yml")):
        for used in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
            if used.startswith("./"):
                continue
            match = re.fullmatch(r"([\w.-]+/[\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", used)
            if not match:
                yield f"{path.name}: {used} is not pinned: owner/name@commit # v1.2.3"
            elif known.setdefault(match[1], match[2]) != match[2]:
                yield f"{path.name}: {match[1]} is pinned to two commits"


def permissions(root: Path) -> Iterator[str]:
    """Nothing for a whole workflow, and for each job what `PERMISSIONS` says."""
    for name, workflow in workflows(root).items():
        if workflow.get("permissions") != {}:
            yield f"{name}: permissions of the workflow are not {{}}"
        jobs = {job: each.get("permissions") for job, each in workflow["jobs"].items()}
        if jobs != PERMISSIONS.get(name):
            yield f"{name}: permissions of the jobs are {jobs}"


def references(root: Path) -> Iterator[str]:
    """Expressions name steps, jobs, outputs and inputs that exist; so do calls of other workflows."""
    for name, workflow in workflows(root).items():
        inputs = workflow["on"].get("workflow_call", {}).get("inputs", {})
        for key, job in workflow["jobs"].items():
            known = {f"inputs.{each}" for each in inputs}
            known |= {f"steps.{step['id']}" for step in job.get("steps", []) if "id" in step}
            for needed in [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", []):
                outputs = workflow["jobs"].get(needed, {}).get("outputs", {})
                known |= {f"needs.{needed}.outputs.{output}" for output in outputs}
                if needed not in workflow["jobs"]:
                    yield f"{name}: {key} needs {needed}, which does not exist"
            for found in re.findall(r"\b(?:inputs\.[\w-]+|steps\.[\w-]+|needs(?:\.[\w-]+)+)", _expressions(job)):
                if found not in known:
                    yield f"{name}: {key} names {found}, which does not exist"
            if (called := str(job.get("uses", ""))).startswith("./"):
                yield from _wrong_call(root, name, called, job.get("with", {}))


def _wrong_call(root: Path, name: str, called: str, given: dict[str, Any]) -> Iterator[str]:
    other = workflows(root).get(Path(called).name)
    if other is None or not (root / called).is_file():
        yield f"{name}: no workflow {called}"
        return
    known = other["on"]["workflow_call"]["inputs"]
    yield from (f"{name}: {called} has no input {each}" for each in given if each not in known)


def _expressions(value: Any) -> str:
    """All that stands in `${{ … }}` or in an `if`."""
    if isinstance(value, dict):
        return " ".join(str(each) if key == "if" else _expressions(each) for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(_expressions, value))
    return " ".join(re.findall(r"\$\{\{(.*?)\}\}", str(value)))


def commands(root: Path) -> Iterator[str]:
    """A dry run: the shell can read every script, and all that a script calls or names is there."""
    for name, step in steps(root):
        for pattern in str(step.get("with", {}).get("cache-dependency-path", "")).split():
            if not list(root.glob(pattern)):
                yield f"{name}: no file {pattern}"
        script = step.get("run", "")
        if "${{" in script:
            yield f"{name}: an expression in a script; pass it in `env`"
        yield from (f"{name}: {line}" for line in _refusal("bash", "-n", "-c", script))
        for file in re.findall(r"(?<![\w/.-])[\w./-]+\.(?:json|md|py|sh|txt|yml|zip)\b", script):
            if file not in MADE and not (root / file).is_file():
                yield f"{name}: no file {file}"
        for line in re.findall(r"^\s*make\b(.*)", script, re.MULTILINE):
            yield from (f"{name}: {found}" for found in _wrong_make(root, line.split()))


def _wrong_make(root: Path, arguments: list[str]) -> Iterator[str]:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in [each for each in arguments if "=" not in each]:
        if not re.search(rf"^{re.escape(target)}:.*## ", makefile, re.MULTILINE):
            yield f"`make {target}` is no command of `make help`"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    make = ["make", "--dry-run", "--always-make", *arguments]
    answer = subprocess.run(make, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        yield answer.stderr.strip()
    for program in re.findall(r"(?:^|\s)\.venv/bin/([\w.-]+)", answer.stdout):
        if not (BIN / program).exists() and shutil.which(program) is None:
            yield f"no program {program}"
    for module in sorted(set(re.findall(r"python -m ([\w.]+)", answer.stdout))):
        try:
            importlib.import_module(module) if module.startswith("scripts.") else _require(module)
        except ImportError as error:
            yield f"python -m {module}: {error}"


def _require(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise ImportError(f"no module {module}")


def _refusal(*command: str) -> Iterator[str]:
    """What a program says if it refuses."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        yield f"{answer.stdout}{answer.stderr}".strip()


AUDITS = (schemas, security, pins, permissions, references, commands)
