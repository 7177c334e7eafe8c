"""Formulas as words, for places that show plain text."""

import contextlib
import functools
import logging
import re

from pylatexenc.latex2text import LatexNodes2Text

_COMMENT = re.compile(r"^%.*\n?", re.MULTILINE)


@functools.lru_cache(maxsize=4096)
def words_of_formula(tex: str) -> str:
    """The formula as one line of plain text: `Var[g_B] = σ^2/B`."""
    text = _COMMENT.sub("", tex)
    with contextlib.suppress(Exception):  # on malformed TeX the converter raises whatever; then the TeX itself will do
        text = _converter().latex_to_text(text, tolerant_parsing=True)
    return re.sub(r"\s+", " ", text).strip()


@functools.cache
def _converter() -> LatexNodes2Text:
    logging.getLogger("pylatexenc").setLevel(logging.ERROR)
    return LatexNodes2Text(math_mode="text")
