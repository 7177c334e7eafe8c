"""The site of this repository, read once for all tests of a process that only look at it."""

from scripts.content import ROOT, Site

SITE = Site.read(ROOT)
