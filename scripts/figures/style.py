"""One look for every figure, and the way from a Matplotlib figure to an SVG file.

Figures are drawn in the colors below and saved as `var(--figure-…, color)`: on the site the stylesheet sets
the variables for the light and the dark scheme; elsewhere (GitHub, a download) the color itself shows, which
is why each has a contrast of at least 3:1 on white and on near-black.
"""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from cycler import cycler
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Color-blind-safe (after Okabe & Ito), at mid lightness. Never the only sign: label lines directly.
COLORS = {
    "ink": "#737d8c",
    "blue": "#2b83c4",
    "orange": "#c4702b",
    "green": "#17936b",
    "purple": "#a464b8",
    "red": "#d9534f",
}
INK, BLUE, ORANGE, GREEN, PURPLE, RED = COLORS.values()
GRID_ALPHA = 0.25

FAMILY = "'DejaVu Sans', Verdana, sans-serif"
"""Figures are laid out with the first, which is on few machines of readers; the second is as wide."""

_REFERENCE = re.compile(r'(url\(#|href="#)([\w.-]+)')
_FONT = re.compile(r" ?font-family: [^;]*;?")
_DECIMALS = re.compile(r"-?\d+\.\d{3,}")
_COMMAND = re.compile(r"\s*([MLQCz])\s*")
_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "deep-learning-checked",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": INK,
    "grid.alpha": GRID_ALPHA,
    "lines.linewidth": 2.0,
    "lines.markersize": 6,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PURPLE, RED]),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
}


class Picture(Figure):
    """A figure that notebooks show as the SVG of the site."""

    def _repr_svg_(self) -> str:
        return svg(self)


def new_figure(width: float = 7.0, height: float = 3.8) -> tuple[Figure, Axes]:
    """An empty figure of one plot in the site's look.

    Args:
        width: inches; 7 fills the text column.
        height: inches.
    """
    figure, (axes,) = new_row(1, width, height)
    return figure, axes


def new_row(count: int, width: float = 7.0, height: float = 3.2) -> tuple[Figure, list[Axes]]:
    """An empty figure of `count` plots side by side; sizes in inches."""
    with matplotlib.rc_context(_RC):
        figure = Picture(figsize=(width, height), layout="constrained")
        return figure, [figure.add_subplot(1, count, column + 1) for column in range(count)]


def label(axes: Axes, text: str, x: float, y: float, color: str, **options: Any) -> None:
    """Write `text` at the data point (x, y) in the color of the line that it names."""
    axes.text(x, y, text, color=color, **options)


def save(figure: Figure, path: Path) -> None:
    """Write `figure` to `path` as SVG; the bytes depend on the figure alone: no date, no random ids."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg(figure) + "\n", encoding="utf-8")


def svg(figure: Figure) -> str:
    """The SVG of `figure`, small, with themable colors, and safe to put inline beside others."""
    buffer = BytesIO()
    with matplotlib.rc_context(_RC):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return themed(buffer.getvalue())


def _rounded(number: re.Match[str]) -> str:
    """A coordinate with two decimals: a 200th of a pixel at the size of the text column."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def themed(drawn: bytes) -> str:
    """Drop what an SVG of Matplotlib does not need, make its ids unique, and turn its colors into variables."""
    prefix = "f" + hashlib.sha256(drawn).hexdigest()[:8]
    root = etree.fromstring(drawn, etree.XMLParser(remove_comments=True, remove_blank_text=True))
    for element in root.xpath("//*[local-name()='metadata' or local-name()='style']"):
        element.getparent().remove(element)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("stroke-linejoin", "round")
    root.set("font-family", FAMILY)
    for element in root.iter():
        if (style := element.attrib.pop("style", "")) and (kept := _FONT.sub("", style).strip().rstrip(";")):
            element.set("style", kept)
        for name in {"d", "x", "y"} & set(element.attrib):
            element.set(name, _COMMAND.sub(r"\1", _DECIMALS.sub(_rounded, element.get(name))).strip())
    text = etree.tostring(root, encoding="unicode")
    used = dict.fromkeys(name for _, name in _REFERENCE.findall(text))
    names = {name: f"{prefix}-{number}" for number, name in enumerate(used)}
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", text)
    text = _REFERENCE.sub(lambda m: m[1] + names[m[2]], text)
    for name, color in COLORS.items():
        text = re.sub(color, f"var(--figure-{name}, {color})", text, flags=re.IGNORECASE)
    return text
