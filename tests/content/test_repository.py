"""Addresses in the repository, from its remote or the environment, and the days on which pages changed."""

import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from scripts.content import ROOT
from scripts.content.repository import days_of_change, edit_address, issue_address, last_commit, repository_url

HERE = "https://example.com/me/it"


@pytest.fixture(autouse=True)
def nothing_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No repository is known but one that the test makes."""
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def git(root: Path, *arguments: str) -> None:
    options = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", "-C", str(root), *options, *arguments], check=True, capture_output=True)


def commit(root: Path, file: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / file).parent.mkdir(exist_ok=True, parents=True)
    (root / file).write_text(day, encoding="utf-8")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+00:00")
    git(root, "add", ".")
    git(root, "commit", "-m", day)


@pytest.mark.parametrize(("url", "expected"), [(f"{HERE}/", HERE), ("", "")])
def test_address_comes_from_the_environment_first(monkeypatch: pytest.MonkeyPatch, url: str, expected: str) -> None:
    monkeypatch.setenv("REPOSITORY_URL", url)
    assert repository_url(ROOT) == expected


@pytest.mark.parametrize(
    "remote",
    [
        f"{HERE}.git",
        f"{HERE}/",
        "git@example.com:me/it.git",
        "example.com:me/it.git",
        "ssh://git@example.com/me/it.git",
        "ssh://git@example.com:2222/me/it.git",
        "https://me:secret@example.com/me/it.git",
        "https://oauth2:secret%2F@example.com/me/it",
        "https://secret@example.com/me/it.git",
    ],
)
def test_address_comes_from_the_remote_else(tmp_path: Path, remote: str) -> None:
    git(tmp_path, "init")
    assert repository_url(tmp_path) == ""
    git(tmp_path, "remote", "add", "origin", remote)
    assert repository_url(tmp_path) == HERE


@pytest.mark.parametrize(
    "remote",
    [
        "/srv/it.git",
        "../it",
        "http://example.com/it",
        "file:///srv/it",
        "https://example.com:me/it",
        "https://example.com",
    ],
)
def test_remote_that_readers_cannot_open_is_none(tmp_path: Path, remote: str) -> None:
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", remote)
    assert repository_url(tmp_path) == ""


def test_folder_without_git_knows_nothing(tmp_path: Path) -> None:
    assert repository_url(tmp_path) == ""
    assert days_of_change(tmp_path) == {}
    assert last_commit(tmp_path) == ""


def test_archive_inside_another_repository_takes_nothing_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", f"{HERE}-dotfiles.git")
    root = tmp_path / "unpacked"
    commit(tmp_path, "unpacked/docs/a.md", "2024-01-01", monkeypatch)
    assert (repository_url(root), days_of_change(root), last_commit(root)) == ("", {}, "")
    assert repository_url(tmp_path) == f"{HERE}-dotfiles"


def test_checkout_that_is_reached_by_a_link_is_its_own_repository(tmp_path: Path) -> None:
    (tmp_path / "größe one").mkdir()
    git(tmp_path / "größe one", "init")
    git(tmp_path / "größe one", "remote", "add", "origin", HERE)
    (tmp_path / "link").symlink_to(tmp_path / "größe one")
    assert repository_url(tmp_path / "link") == HERE


def test_day_of_change_is_that_of_the_last_commit_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    commit(tmp_path, "docs/a/größe.md", "2024-01-01", monkeypatch)
    commit(tmp_path, "docs/b.md", "2024-02-02", monkeypatch)
    commit(tmp_path, "docs/b.md", "2024-03-03", monkeypatch)
    commit(tmp_path, "other.md", "2024-04-04", monkeypatch)
    assert days_of_change(tmp_path) == {"a/größe.md": "2024-01-01", "b.md": "2024-03-03"}
    assert last_commit(tmp_path) == "1712232000"


def test_shallow_clone_knows_no_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init")
    commit(origin, "docs/a.md", "2024-01-01", monkeypatch)
    commit(origin, "docs/b.md", "2024-02-02", monkeypatch)
    git(tmp_path, "clone", "--depth=1", f"file://{origin}", "clone")
    assert days_of_change(tmp_path / "clone") == {}


def test_edit_leads_to_the_file_and_nowhere_without_a_repository() -> None:
    assert edit_address(HERE, "docs/a.md") == f"{HERE}/edit/main/docs/a.md"
    assert edit_address("", "docs/a.md") == ""


def test_report_opens_the_form_filled_in() -> None:
    address = issue_address(HERE, "mistake", "Mistake: “η & θ”?", page="https://x.org/a/#b", question="Why?")
    assert urlsplit(address)._replace(query="").geturl() == f"{HERE}/issues/new"
    assert parse_qs(urlsplit(address).query) == {
        "template": ["mistake.yml"],
        "title": ["Mistake: “η & θ”?"],
        "page": ["https://x.org/a/#b"],
        "question": ["Why?"],
    }
    assert issue_address("", "mistake", "x", page="", question="") == ""


def test_report_refuses_fields_that_the_form_does_not_have() -> None:
    with pytest.raises(AssertionError, match="the form mistake has the fields"):
        issue_address(HERE, "mistake", "x", page="", quesiton="")


def test_what_the_environment_names_is_published_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://ci-token:secret@example.com:8443/me/it")
    assert repository_url(tmp_path) == "https://example.com:8443/me/it"
    monkeypatch.setenv("REPOSITORY_URL", "")
    assert repository_url(ROOT) == ""
