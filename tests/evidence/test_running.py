"""Experiments run again only after a change of the code behind them, and are then held against their records."""

import importlib.util
from pathlib import Path
from unittest.mock import Mock

import pytest

from scripts import measure
from scripts.evidence import experiments, records, running
from scripts.evidence.experiments import Experiment
from scripts.evidence.notebooks import ExperimentError

SNIPPET = "def double(x: int) -> int:\n    return 2 * x\n"
NUMBERS = '''"""Numbers."""

from snippets.doubling import double


def doubled() -> dict[int, int]:
    """Doubles."""
    return {number: double(number) for number in (2, 3)}


def _hidden() -> int:
    return 1
'''
LAB = (
    "# ---\n# description: A lab.\n# ---\n\n# %% [markdown]\n# # A lab\n\n# %%\nfrom snippets.doubling import double\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "snippets/doubling.py": SNIPPET,
        "snippets/other.py": "",
        "scripts/numbers/training/some_page.py": NUMBERS,
        "docs/labs/lab.py": LAB,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("__init__.py", "content", "evidence"):
        (tmp_path / "scripts" / name).symlink_to(Path(__file__).parents[2] / "scripts" / name)
    return tmp_path


@pytest.fixture
def numbers(root: Path) -> Experiment:
    """The numbers of a page, recorded."""
    assert measure.measure(root, ["training/some-page"]) == 0
    return experiments.experiments(root)[1]


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def test_labs_and_modules_of_numbers_are_experiments_named_like_their_pages(root: Path) -> None:
    assert [experiment.name for experiment in experiments.experiments(root)] == ["labs/lab", "training/some-page"]


def test_a_module_of_numbers_is_run_and_recorded(root: Path, numbers: Experiment) -> None:
    assert {name: value.runs for name, value in records.recorded(numbers.name, root).items()} == {
        "doubled.2": (4,),
        "doubled.3": (6,),
    }
    assert not experiments.is_stale(root, numbers)


@pytest.mark.parametrize("name", ["snippets/doubling.py", "scripts/numbers/training/some_page.py"])
def test_a_change_of_the_code_makes_an_experiment_stale(root: Path, numbers: Experiment, name: str) -> None:
    change(root, name, "\n", "\nx = 1\n")
    assert experiments.is_stale(root, numbers)


@pytest.mark.parametrize("name", ["snippets/doubling.py", "scripts/numbers/training/some_page.py"])
def test_a_change_of_words_does_not(root: Path, numbers: Experiment, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    (root / name).write_text(f'{text}\n\n# A comment.\n"""And words\n\nin a string."""\n', encoding="utf-8")
    assert not experiments.is_stale(root, numbers)


def test_a_change_elsewhere_does_not(root: Path, numbers: Experiment) -> None:
    (root / "snippets/other.py").write_text("x = 1\n", encoding="utf-8")
    assert not experiments.is_stale(root, numbers)


def test_a_change_of_words_in_a_lab_does_not_run_it_again(root: Path) -> None:
    lab = experiments.experiments(root)[0]
    before = experiments.fingerprint(root, lab)
    change(root, "docs/labs/lab.py", "# # A lab", "# # A laboratory\n#\n# More words.")
    change(root, "docs/labs/lab.py", "# %%\nfrom", "# %%\n# caption: Words.\nfrom")
    assert experiments.fingerprint(root, lab) == before
    change(root, "docs/labs/lab.py", "import double", "import double\nx = 1")
    assert experiments.fingerprint(root, lab) != before


def test_a_changed_experiment_that_finds_the_same_is_confirmed_and_its_record_stays(
    root: Path, numbers: Experiment
) -> None:
    change(root, "snippets/doubling.py", "2 * x", "x + x")
    assert running.problems(root, progress=False)[1:] == []
    before = records.read(root, numbers.name)
    assert measure.measure(root, []) == 0
    after = records.read(root, numbers.name)
    assert before is not None
    assert after is not None
    assert after.results == before.results
    assert after.fingerprint != before.fingerprint


def test_what_moved_is_named_with_both_values_and_recorded_on_request(root: Path, numbers: Experiment) -> None:
    change(root, "snippets/doubling.py", "2 * x", "3 * x")
    found = [problem for problem in running.problems(root, progress=False) if "some_page" in problem.file]
    assert [problem.message.split(";")[0] for problem in found] == [
        "doubled.2 was 4 and is 6",
        "doubled.3 was 6 and is 9",
    ]
    measure.measure(root, [numbers.name])
    assert records.recorded(numbers.name, root)["doubled.3"].runs == (9,)


def test_results_are_kept_until_the_code_changes(
    root: Path, numbers: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = running.results(root, numbers)
    monkeypatch.setattr(running, "run", None)  # whoever runs an experiment now, fails
    assert running.results(root, numbers) == kept


@pytest.mark.parametrize("name", ["OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"])
def test_another_arithmetic_is_run_for_itself(
    root: Path, numbers: Experiment, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    run = Mock(return_value=running.results(root, numbers))
    monkeypatch.setattr(running, "run", run)
    monkeypatch.setenv(name, "Prescott")
    running.results(root, numbers)
    run.assert_called_once_with(root, numbers)


def test_results_that_were_kept_and_cut_short_are_found_again(root: Path, numbers: Experiment) -> None:
    kept = running.results(root, numbers)
    (file,) = (root / ".cache" / "experiments").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert running.results(root, numbers) == kept
    assert file.read_bytes() == whole


def test_a_module_that_raises_is_named_with_its_line(root: Path, numbers: Experiment) -> None:
    change(root, "scripts/numbers/training/some_page.py", "return {number", "return 1 / 0, {number")
    with pytest.raises(
        ExperimentError, match=r"^scripts/numbers/training/some_page\.py:8: measured: ZeroDivisionError"
    ):
        running.run(root, numbers)


def test_an_unknown_name_lists_those_that_there_are(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.measure(root, ["labs/none"]) == 1
    assert "no experiment labs/none (there are: labs/lab, training/some-page)" in capsys.readouterr().out


TWIN = '''"""Numbers that need PyTorch."""


def tripled() -> int:
    """Three times three."""
    return 9
'''


@pytest.fixture
def twin(root: Path, numbers: Experiment) -> Experiment:
    """The numbers of the same page that need PyTorch, not yet recorded."""
    (root / "scripts/numbers/training/some_page_torch.py").write_text(TWIN, encoding="utf-8")
    return experiments.experiments(root)[2]


def test_numbers_that_need_pytorch_are_an_experiment_of_their_own_with_a_record_beside_that_of_the_page(
    root: Path, numbers: Experiment, twin: Experiment
) -> None:
    assert (twin.name, twin.page, twin.is_lab) == ("training/some-page-torch", "training/some-page", False)
    assert measure.measure(root, ["training/some-page"]) == 0
    folder = root / "docs/training/some-page"
    assert [path.name for path in sorted(folder.iterdir())] == ["record.yml", "record_torch.yml"]
    assert list(records.of_page(root, "training/some-page")) == [numbers.name, twin.name]
    assert records.recorded(twin.name, root)["tripled"].runs == (9,)


def test_without_pytorch_its_numbers_stay_as_recorded_and_the_others_are_measured(
    root: Path,
    numbers: Experiment,
    twin: Experiment,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not twin.can_run
    assert numbers.can_run
    (root / "docs/labs/lab.py").unlink()
    assert running.problems(root, progress=False) == []
    assert measure.measure(root, []) == 0
    assert "not run without PyTorch" in capsys.readouterr().out
    assert records.read(root, twin.name) is None
