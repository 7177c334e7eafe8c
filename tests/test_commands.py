"""What a command cannot read or write ends it with one line, and loses nothing."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import measure, record
from scripts.content import ROOT, ContentError, Problem, told, write_text

PROBLEM = Problem("docs/a.md", 3, "encoding", "byte 0xef is not UTF-8; save the file as UTF-8")


def test_what_cannot_be_read_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"), told():
        raise ContentError(PROBLEM)
    assert capsys.readouterr().out == f"{PROBLEM}\n"


REFUSED = {
    errno.EROFS: "mend the permissions, or work in a copy of this folder that is your own",
    errno.EACCES: "mend the permissions, or work in a copy of this folder that is your own",
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.ENAMETOOLONG: "mend that",
}


@pytest.mark.parametrize(("number", "remedy"), REFUSED.items(), ids=[errno.errorcode[each] for each in REFUSED])
def test_what_the_system_refuses_is_told_in_one_line_with_a_remedy(
    number: int, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"), told():
        raise OSError(number, os.strerror(number), str(Path.cwd() / "docs/a.md"))
    assert capsys.readouterr().out == f"Stopped: docs/a.md: {os.strerror(number)}; {remedy}, then try again\n"


def test_a_reader_that_goes_away_ends_a_command_in_silence() -> None:
    code = "from scripts.content import told\nwith told():\n    while True:\n        print('words ' * 1000)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_text_that_cannot_be_written_whole_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, text: str, **_: object) -> int:
        self.write_bytes(text[:2].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "ledger.yml"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left") as error:
        write_text(path, "after")
    assert error.value.filename == str(path)
    assert {each.name: each.read_text(encoding="utf-8") for each in tmp_path.iterdir()} == {"ledger.yml": "before"}


def test_a_text_is_written_where_a_link_leads_and_keeps_the_mode(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text("before", encoding="utf-8")
    (tmp_path / "real.yml").chmod(0o640)
    (tmp_path / "link.yml").symlink_to("real.yml")
    write_text(tmp_path / "link.yml", "after")
    assert (tmp_path / "link.yml").is_symlink()
    assert (tmp_path / "real.yml").read_text(encoding="utf-8") == "after"
    assert (tmp_path / "real.yml").stat().st_mode & 0o777 == 0o640


def test_dates_of_a_page_that_cannot_be_read_stay(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "ROOT", repository)
    before = (repository / "docs/_data/verified.yml").read_text(encoding="utf-8")
    (repository / "docs/training/page.md").write_bytes(b"# A page\n\nna\xefve\n")
    assert record.main() == 1
    assert (repository / "docs/_data/verified.yml").read_text(encoding="utf-8") == before


def test_a_broken_ledger_ends_the_record_with_its_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(record, "ROOT", repository)
    (repository / "docs/_data/published.yml").write_text("pages: [\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        record.main()
    assert capsys.readouterr().out.startswith("docs/_data/published.yml:2: yaml: not YAML: ")


def test_an_experiment_that_is_not_text_ends_the_measuring_with_its_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "docs/labs/experiment.py").write_bytes(b"# %%\nx = '\xef'\n")
    assert measure.measure(repository, []) == 1
    problem = "docs/labs/experiment.py:2: encoding: byte 0xef is not UTF-8; save the file as UTF-8\n"
    assert problem in capsys.readouterr().out


def test_what_the_inner_loop_leaves_out_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    names = makefile.partition("SLOW := ")[2].partition("\n#")[0].replace("\\", "").split()
    assert "evidence/test_experiments.py" in names
    assert [name for name in names if not (ROOT / "tests" / name).exists()] == []
