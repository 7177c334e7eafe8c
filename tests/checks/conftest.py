"""Fixture folders hold repositories with faults; their test files are not ours to run."""

collect_ignore = ["fixtures"]
