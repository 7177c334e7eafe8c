"""Every experiment of the repository, run anew on this machine, finds what is recorded; so the pages say what is so."""

import pytest

from scripts.content import ROOT
from scripts.evidence.experiments import Experiment, differences, experiments
from scripts.evidence.running import run

EXPERIMENTS = experiments(ROOT)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=[experiment.name for experiment in EXPERIMENTS])
def test_an_experiment_finds_what_is_recorded(experiment: Experiment) -> None:
    assert not list(differences(ROOT, experiment, run(ROOT, experiment)))
