"""The table of `make portable`: the kernels of this processor, what passes and fails with each, and the exit code."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import portable
from scripts.content import ROOT
from scripts.portable import Run

ARCHITECTURE = "import numpy, threadpoolctl; print([i['architecture'] for i in threadpoolctl.threadpool_info()][0])"


def test_every_kernel_that_is_named_is_another_one() -> None:
    named = portable.kernels()
    assert named
    answers = [
        subprocess.run(
            [sys.executable, "-c", ARCHITECTURE],
            env={"OPENBLAS_CORETYPE": kernel},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for kernel in named
    ]
    assert len(set(answers)) == len(named)


def test_numpy_accepts_the_features_that_are_turned_off() -> None:
    off = portable.vector_features()
    command = [sys.executable, "-W", "error", "-c", "import numpy"]
    assert subprocess.run(command, env={"NPY_DISABLE_CPU_FEATURES": off}, check=False).returncode == 0


def test_experiments_run_where_numpy_has_no_vector_instructions_beyond_its_baseline() -> None:
    off = portable.vector_features()
    environment = dict(os.environ, NPY_DISABLE_CPU_FEATURES=off, OPENBLAS_CORETYPE="")
    command = [sys.executable, "-c", "from scripts.evidence.running import arithmetic; print(arithmetic())"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [platform.machine(), *off.split()], "none found; those asked off"


@pytest.fixture
def one_group(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a test that passes with one kernel only, in the place of all groups."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_kernel.py").write_text(
        "import os\nimport pytest\n\n"
        "@pytest.mark.parametrize('kernel', ['Prescott', 'Haswell'])\n"
        "def test_kernel(kernel):\n    assert kernel == os.environ.get('OPENBLAS_CORETYPE'), 'another kernel'\n"
    )
    monkeypatch.setattr(portable, "ROOT", folder)
    monkeypatch.setattr(portable, "GROUPS", {"snippets": "tests"})
    monkeypatch.setattr(portable, "vector_features", lambda: "")
    return folder


@pytest.mark.usefixtures("one_group")
def test_what_passes_and_what_fails_is_counted_and_named() -> None:
    (run,) = portable.runs(["Prescott"])
    assert run.row().split()[:6] == ["Prescott", "on", "1", "passed,", "1", "failed"]
    assert list(run.failed) == ["tests.test_kernel::test_kernel[Haswell]"]
    assert "another kernel" in run.failed["tests.test_kernel::test_kernel[Haswell]"]


DRAWN = """
import numpy as np
import pytest

FIRST = 0.6369616873214543


@pytest.mark.parametrize("seed", [0, [0]])
def test_another_number_from_any_seed(seed):
    assert np.random.default_rng(seed).random() != FIRST
    assert np.random.default_rng(seed).random() == np.random.default_rng(seed).random()


def test_what_is_made_of_another_generator_is_as_it_was():
    bits = np.random.PCG64(0)
    assert np.random.default_rng(bits).random() == FIRST


@pytest.mark.one_draw
def test_the_number_on_the_page():
    assert np.random.default_rng(0).random() == FIRST
"""


def test_another_draw_changes_all_seeds_and_leaves_out_what_is_about_one_draw(one_group: Path) -> None:
    (one_group / "tests" / "test_kernel.py").write_text(DRAWN)
    (one_group / "pytest.ini").write_text("[pytest]\nmarkers = one_draw\n")
    (one_group / "tests" / "redrawn.py").write_bytes((ROOT / "tests" / "redrawn.py").read_bytes())
    (run,) = portable.runs(["draw-1"])
    assert run.failed == {}
    assert run.row().split()[:4] == ["draw-1", "on", "3", "passed"]


def test_the_exit_code_says_whether_anything_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = portable.kernels()[0]
    for failed, code in (({}, 0), ({"tests.x::y": "wrong"}, 1)):
        monkeypatch.setattr(portable, "runs", lambda wanted, failed=failed: [Run(kernel, True, failed=failed)])
        assert portable.main([kernel]) == code


def test_a_kernel_that_this_processor_has_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert portable.main(["Itanium"]) == 1
    said = capsys.readouterr().out
    assert "cannot run Itanium; it can run " in said
    assert said.endswith(", draw-1, draw-2, draw-3\n")
