"""The files in `.github` are valid, safe and call only what exists; and the audit that says so can say no."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.content import ROOT
from tests.workflows import audit

pytestmark = pytest.mark.skipif(not shutil.which("make") or not shutil.which("bash"), reason="needs make and bash")

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
TITLE = 'make build "${{ github.event.pull_request.title }}"'

FAULTS = [
    # audit, file, what stands there, what is written instead, what the audit must say
    ("security", "workflows/site.yml", CHECKOUT, "actions/checkout@v7", "unpinned-uses"),
    ("security", "workflows/site.yml", "          persist-credentials: false\n", "", "artipacked"),
    ("security", "workflows/site.yml", "run: make build", f"run: {TITLE}", "template-injection"),
    ("security", "workflows/pull-request.yml", "  pull_request:", "  pull_request_target:", "dangerous-triggers"),
    ("security", "workflows/publish.yml", "permissions: {}\n", "permissions: write-all\n", "excessive-permissions"),
    ("security", "dependabot.yml", "default-days: 7", "default-days: 0", "dependabot-cooldown"),
    ("pins", "workflows/site.yml", CHECKOUT, "actions/checkout@v7", "checkout@v7 is not pinned"),
    (
        "pins",
        "workflows/site.yml",
        " # v7.0.1\n        with:\n          fetch",
        "\n        with:\n          fetch",
        "v1.2.3",
    ),
    ("pins", "workflows/site.yml", CHECKOUT, CHECKOUT.replace("@3d", "@4d"), "two commits"),
    ("permissions", "workflows/pull-request.yml", "contents: read", "contents: write", "{'contents': 'write'}"),
    ("permissions", "workflows/publish.yml", "permissions: {}\n", "", "permissions of the workflow"),
    (
        "permissions",
        "workflows/links.yml",
        "      issues: write",
        "      issues: write\n      actions: write",
        "actions",
    ),
    ("schemas", "workflows/publish.yml", "    timeout-minutes: 10", "    timeout: 10", "timeout"),
    ("schemas", "workflows/links.yml", "    timeout-minutes: 60\n", "", "timeout-minutes"),
    ("schemas", "workflows/pull-request.yml", "  cancel-in-progress: true", "  cancel: true", "cancel"),
    ("schemas", "dependabot.yml", "monthly", "sometimes", "sometimes"),
    ("schemas", "ISSUE_TEMPLATE/mistake.yml", "type: input\n    id: page", "type: text\n    id: page", "mistake.yml"),
    ("schemas", "ISSUE_TEMPLATE/config.yml", "blank_issues_enabled: true", "blank_issues: true", "blank_issues"),
    ("references", "workflows/publish.yml", "steps.deployment.outputs", "steps.deploy.outputs", "steps.deploy,"),
    ("references", "workflows/publish.yml", "needs: address", "needs: adress", "needs adress"),
    ("references", "workflows/publish.yml", "address.outputs.site-url }}", "address.outputs.url }}", "outputs.url"),
    ("references", "workflows/publish.yml", "      publish: true", "      publsh: true", "no input publsh"),
    ("references", "workflows/pull-request.yml", "workflows/site.yml", "workflows/page.yml", "no workflow"),
    ("references", "workflows/site.yml", "if: ${{ inputs.publish }}", "if: inputs.publsh", "inputs.publsh"),
    ("references", "workflows/links.yml", "        id: links\n", "", "steps.links"),
    ("commands", "workflows/site.yml", "run: make build", "run: make bulid", "`make bulid` is no command"),
    ("commands", "workflows/site.yml", "run: make build", f"run: {TITLE}", "an expression in a script"),
    ("commands", "workflows/site.yml", "matchers/test.json", "matchers/tests.json", "matchers/tests.json"),
    ("commands", "workflows/site.yml", "path: requirements*.txt", "path: poetry.lock", "poetry.lock"),
    ("commands", "workflows/links.yml", "          fi\n", "", "syntax error"),
    ("commands", "../Makefile", "scripts.external_links", "scripts.external_link", "scripts.external_link"),
    ("commands", "../Makefile", ".venv/site.stamp: requirements.txt", ".venv/site.stamp: gone.txt", "gone.txt"),
    ("commands", "../Makefile", "$(BIN)/ruff check\n", "$(BIN)/pyright\n", "no program pyright"),
]


@pytest.mark.parametrize("check", audit.AUDITS)
def test_the_repository_passes(check: Callable[[Path], Iterator[str]]) -> None:
    assert list(check(ROOT)) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the audit reads, to be spoiled."""
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    for name in ("Makefile", "requirements.txt", "requirements-test.txt", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("check", "file", "before", "after", "says"), FAULTS, ids=[f"{fault[0]}-{fault[4]}" for fault in FAULTS]
)
def test_a_fault_is_refused(copy: Path, check: str, file: str, before: str, after: str, says: str) -> None:
    path = copy / ".github" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert says in "\n".join(getattr(audit, check)(copy))


def test_the_untouched_copy_passes(copy: Path) -> None:
    assert [found for check in audit.AUDITS for found in check(copy)] == []


def test_every_audit_is_seen_to_refuse() -> None:
    assert {fault[0] for fault in FAULTS} == {check.__name__ for check in audit.AUDITS}
