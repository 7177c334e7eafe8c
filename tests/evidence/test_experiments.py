"""Every experiment of the repository, run on this machine, finds what is recorded; so the pages say what is so.

What has run here before, with this code, these libraries and this processor, is not run again.
"""

import pytest

from scripts.content import ROOT
from scripts.evidence.experiments import Experiment, differences, experiments, is_stale
from scripts.evidence.running import results

EXPERIMENTS = experiments(ROOT)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=[experiment.name for experiment in EXPERIMENTS])
def test_an_experiment_finds_what_is_recorded(experiment: Experiment) -> None:
    assert not is_stale(ROOT, experiment), "recorded by other code: `make measure`"
    assert not list(differences(ROOT, experiment, results(ROOT, experiment)))
