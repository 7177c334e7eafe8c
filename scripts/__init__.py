"""Builds and checks the site; the entry points are `build`, `check` and `new`."""
