"""Runs experiments and writes their records, on demand or beside the preview."""

import threading
from pathlib import Path

from scripts.content import explained
from scripts.evidence import records
from scripts.evidence.experiments import Experiment, differences, experiments, fingerprint, is_stale
from scripts.evidence.notebooks import ExperimentError
from scripts.evidence.running import run_all, say


def record_all(root: Path, wanted: list[Experiment], keep_what_is_confirmed: bool) -> list[Experiment]:
    """Run experiments and write their records; those that did not run to their end."""
    failed = []
    ran = {each: fingerprint(root, each) for each in wanted}  # an edit may come while it runs
    for experiment, outcome in run_all(root, wanted):
        if isinstance(outcome, ExperimentError):
            failed.append(experiment)
            say(f"{outcome.problem}\n")
            continue
        moved = list(differences(root, experiment, outcome))
        for what in moved:
            say(f"{experiment.name}: {what}\n")
        old = records.read(root, experiment.name)
        kept = old.results if old is not None and keep_what_is_confirmed and not moved else outcome
        records.write(root, experiment.name, ran[experiment], kept)
    return failed


class Background:
    """Runs stale experiments beside the preview, which shows their records when they are written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.failed: set[str] = set()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Run what is stale, unless that is under way or has just failed with the same code."""
        if (self.thread is None or not self.thread.is_alive()) and self._stale():
            self.thread = threading.Thread(target=self._run, daemon=True)
            self.thread.start()

    def _stale(self) -> dict[Experiment, str]:
        """The experiments to run, with keys of their code."""
        keys = {each: fingerprint(self.root, each) for each in experiments(self.root) if each.can_run}
        return {each: key for each, key in keys.items() if key not in self.failed and is_stale(self.root, each)}

    def _run(self) -> None:
        while wanted := self._stale():  # an edit may have come while one was running
            try:
                failed = record_all(self.root, list(wanted), keep_what_is_confirmed=True)
            except OSError as error:  # a folder that may only be read, a full disk
                say(f"Not recorded: {explained(error)}\n")
                failed = list(wanted)
            self.failed |= {wanted[each] for each in failed}
