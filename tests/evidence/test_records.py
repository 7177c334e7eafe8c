"""Records: written and read back, sealed against changes by hand, and never half understood."""

from pathlib import Path

import pytest

from scripts.content import ContentError
from scripts.evidence import records
from scripts.evidence.records import Output, Results
from scripts.evidence.values import Value

OUTPUTS = (Output("0a1b2c3d", "two\n  lines: 1"), Output("4e5f", "", "cell-2.svg", "<svg/>"), Output("77", "one"))
RESULTS = Results({"loss.8": Value((0.5, 0.25)), "count": Value((7,))}, OUTPUTS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    records.write(tmp_path, "labs/tiny", "abc", RESULTS)
    return records.record_path(tmp_path, "labs/tiny")


def test_a_record_is_read_as_it_was_written(path: Path, tmp_path: Path) -> None:
    record = records.read(tmp_path, "labs/tiny")
    assert record is not None
    assert (record.fingerprint, record.results, record.intact) == ("abc", RESULTS, True)
    assert (path.parent / "cell-2.svg").read_text() == "<svg/>"
    assert records.recorded("labs/tiny", tmp_path) == RESULTS.values


def test_writing_twice_gives_the_same_bytes_and_removes_figures_that_are_gone(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    records.write(tmp_path, "labs/tiny", "abc", RESULTS)
    assert path.read_bytes() == before
    records.write(tmp_path, "labs/tiny", "abc", Results({}, OUTPUTS[:1]))
    assert not (path.parent / "cell-2.svg").exists()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("record.yml", "0.25", "0.26"),
        ("record.yml", "lines: 1", "lines: 2"),
        ("record.yml", "fingerprint: abc", "fingerprint: abd"),
        ("cell-2.svg", "<svg/>", "<svg></svg>"),
    ],
)
def test_what_is_changed_by_hand_is_noticed(path: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    changed = path.parent / file
    text = changed.read_text(encoding="utf-8")
    assert text.count(old) == 1
    changed.write_text(text.replace(old, new), encoding="utf-8")
    records._read.cache_clear()
    record = records.read(tmp_path, "labs/tiny")
    assert record is not None
    assert not record.intact


@pytest.mark.parametrize("text", ["[]", "a: b: c", "", "fingerprint: x", "fingerprint: x\nseal: y\noutputs: 3"])
def test_a_file_that_is_no_record_says_what_to_do(path: Path, tmp_path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    records._read.cache_clear()
    with pytest.raises(
        ContentError, match=r"^docs/labs/tiny/record\.yml:1: measured: this is no record .*make measure"
    ):
        records.read(tmp_path, "labs/tiny")


def test_where_nothing_is_recorded_there_is_no_record(tmp_path: Path) -> None:
    assert records.read(tmp_path, "labs/other") is None
    with pytest.raises(LookupError, match="make measure"):
        records.recorded("labs/other", tmp_path)
