"""What is written in the repository, as the rest of the code sees it: a `Site` of `Page`s with the line of everything.

Nothing here judges or renders. Checks ask a `Site` what is written where; extensions ask it what to show. Other rooms
take what they need from here; `code` (Python files) and `repository` (git) they name.
"""

from scripts.content.bibliography import BIB_KEY, Reference
from scripts.content.current import current_site, hold
from scripts.content.files import ROOT, line_at, own_files, page_url, read_text, write_text
from scripts.content.inline import Inline
from scripts.content.markdown import BINDING, lab_as_markdown, outside_docs
from scripts.content.page import Page
from scripts.content.parts import (
    INTERACTIVE,
    LEVELS,
    VERDICTS,
    Correction,
    FollowUp,
    Formula,
    Heading,
    Link,
    Question,
    SnippetUse,
)
from scripts.content.problem import ContentError, Problem, explained, raised, report, told
from scripts.content.reading import read_page
from scripts.content.site import Site
from scripts.content.words import CITATION, parse_citation, plain

__all__ = [
    "BIB_KEY",
    "BINDING",
    "CITATION",
    "INTERACTIVE",
    "LEVELS",
    "ROOT",
    "VERDICTS",
    "ContentError",
    "Correction",
    "FollowUp",
    "Formula",
    "Heading",
    "Inline",
    "Link",
    "Page",
    "Problem",
    "Question",
    "Reference",
    "Site",
    "SnippetUse",
    "current_site",
    "explained",
    "hold",
    "lab_as_markdown",
    "line_at",
    "outside_docs",
    "own_files",
    "page_url",
    "parse_citation",
    "plain",
    "raised",
    "read_page",
    "read_text",
    "report",
    "told",
    "write_text",
]
