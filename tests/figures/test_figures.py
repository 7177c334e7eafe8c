"""The figures in `docs/` are those that the scripts draw."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from scripts.figures.__main__ import drawings, modules
from scripts.figures.style import COLORS, new_figure, svg

DRAWN = [drawing for module in modules() for drawing in drawings(module)]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_ID = re.compile(r"f[0-9a-f]{8}-\d+")


@pytest.mark.parametrize(("path", "draw"), DRAWN, ids=[path.stem for path, _ in DRAWN])
def test_the_figure_on_the_page_is_what_the_script_draws(path: Path, draw: Callable[[], Figure]) -> None:
    committed, drawn = (_ID.sub("id", text) for text in (path.read_text(encoding="utf-8"), svg(draw())))
    assert _NUMBER.sub("0", drawn).split() == _NUMBER.sub("0", committed).split(), f"run `make figures` for {path.name}"
    positions = [(float(a), float(b)) for a, b in zip(_numbers(drawn), _numbers(committed), strict=True)]
    assert all(abs(a - b) <= 0.5 + 0.01 * abs(b) for a, b in positions), f"run `make figures` for {path.name}"


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def test_an_svg_is_the_same_every_time_and_holds_no_date() -> None:
    def draw() -> str:
        figure, axes = new_figure()
        axes.plot([0, 1], [0, 1])
        axes.set_title("2.34567 / 2")
        return svg(figure)

    assert draw() == draw()
    assert "<metadata" not in draw()
    assert "2.34567 / 2" in draw()


def test_colors_become_variables_with_the_color_as_fallback() -> None:
    figure, axes = new_figure()
    axes.plot([0, 1], [0, 1])
    assert f"var(--figure-blue, {COLORS['blue']})" in svg(figure)


def test_words_are_legible_where_the_font_of_the_drawing_is_missing() -> None:
    figure, axes = new_figure()
    axes.set_title("plain and $x_1$")
    axes.text(0, 0, "small", family="serif")
    drawn = svg(figure)
    assert drawn.count("font-family") == 1
    assert "font-family=\"'DejaVu Sans', Verdana, sans-serif\"" in drawn


@pytest.mark.parametrize("path", [path for path, _ in DRAWN], ids=[path.stem for path, _ in DRAWN])
def test_each_drawing_names_its_font_once(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("font-family") == 1
