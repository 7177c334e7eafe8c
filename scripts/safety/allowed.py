"""What a page may turn into: elements, attributes, classes, addresses. What is not listed is refused.

The lists are short on purpose: Markdown has a form for nearly everything, and whoever needs more adds it here, where a
reviewer sees it.
"""

from collections.abc import Mapping


def names(text: str) -> frozenset[str]:
    """The words of a text, for lists that are long and plain."""
    return frozenset(text.split())


RAW: Mapping[str, Mapping[str, str]] = {
    "div": {"class": r"cards|counts|example|hero|offline|self-test", "markdown": ""},
    "form": {"class": "search-entry", "data-search-field": "", "hidden": ""},
    "label": {"for": "search-entry"},
    "input": {"id": "search-entry", "type": "search", "autocomplete": "off", "placeholder": r"[\w ,?…-]*"},
    "button": {},
    "br": {},
    "sub": {},
    "sup": {},
    "kbd": {},
}
"""Elements that a page may write as HTML, with their attributes; the pattern that each value must match."""

ATTRIBUTES: Mapping[str, str] = {
    "id": r"[a-z0-9][a-z0-9_-]*",
    "data-level": r"[a-z]*",
    "data-interactive": r"[a-z0-9-]+",
}
"""Attributes of Markdown, `{ … }` behind a heading or image; the pattern that each value must match."""

CLASSES = frozenset({"example-note", "hero-actions", "hero-lead", "md-button", "md-button--primary"})
"""Classes that a page may give to an element, `{ .class }`."""

BOXES = frozenset({"mistake", "follow-up", "note", "tip", "warning", "example"})
"""Kinds of boxes, `!!! note "Title"`; a mistake says its verdict, too. What else stands there becomes a class."""

FENCES = frozenset({"", "math", "text", "python", "console", "yaml", "markdown", "toml", "json"})
"""Languages of the blocks of code on pages."""

SCHEMES = frozenset({"https", "mailto"})
"""Schemes of the addresses that pages and the bibliography lead to."""

KNOWN_HOSTS = names(
    """
    acm.org aclanthology.org ai.stanford.edu arxiv.org biorxiv.org cs.toronto.edu cs231n.github.io
    deeplearningbook.org dl.acm.org docs.nvidia.com docs.pytorch.org doi.org eur-lex.europa.eu github.com huggingface.co
    ieeexplore.ieee.org image-net.org jmlr.org kaggle.com keras.io learn.microsoft.com nature.com numpy.org nvidia.com
    openai.com openreview.net papers.nips.cc paperswithcode.com proceedings.mlr.press proceedings.neurips.cc pytorch.org
    science.org sciencedirect.com scikit-learn.org springer.com tensorflow.org wikipedia.org
    """
)
"""Hosts that a reader trusts by name; another host must not look like one of them."""

SVG: Mapping[str, frozenset[str]] = {
    "svg": frozenset(
        {"viewBox", "stroke-linejoin", "font-family", "width", "height", "role", "aria-label", "preserveAspectRatio"}
    ),
    "g": frozenset({"clip-path", "style", "transform", "fill", "stroke"}),
    "defs": frozenset(),
    "path": frozenset(
        {"d", "id", "style", "clip-path", "transform", "fill", "stroke", "stroke-width", "stroke-linecap"}
        | {"stroke-linejoin"}
    ),
    "rect": frozenset({"x", "y", "width", "height", "rx", "ry", "fill", "stroke", "style", "transform", "clip-path"}),
    "circle": frozenset({"cx", "cy", "r", "fill", "stroke", "style", "transform"}),
    "ellipse": frozenset({"cx", "cy", "rx", "ry", "fill", "stroke", "style", "transform"}),
    "line": frozenset({"x1", "x2", "y1", "y2", "stroke", "stroke-width", "style"}),
    "polyline": frozenset({"points", "fill", "stroke", "style"}),
    "polygon": frozenset({"points", "fill", "stroke", "style"}),
    "use": frozenset({"href", "{http://www.w3.org/1999/xlink}href", "x", "y", "style", "transform"}),
    "text": frozenset({"x", "y", "style", "transform", "fill", "text-anchor"}),
    "tspan": frozenset({"x", "y", "style"}),
    "clipPath": frozenset({"id"}),
    "pattern": frozenset({"id", "patternUnits", "x", "y", "width", "height"}),
}
"""Elements of SVG with their attributes: shapes and words, nothing that runs, loads or links."""
