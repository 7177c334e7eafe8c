"""Every figure has a text alternative and a caption, is drawn by a script, and can be read in light and dark.

What makes one interactive exists, and is used.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lxml import etree
from markdown.extensions.attr_list import get_attrs_and_remainder

from scripts.content import INTERACTIVE, Page, Problem, Site, own_files
from scripts.content.code import function_lines
from scripts.content.recall import recalled
from scripts.evidence.drawings import script_of

LEAST_CONTRAST = 3.0
"""Of graphical objects against what is behind them: WCAG 2.2, success criterion 1.4.11."""
BACKGROUNDS = ("#ffffff", "#1e2129")
MODULES = Path("docs/javascripts/figures")
"""Where the modules of interactive figures are."""
SHORTEST_ALTERNATIVE = 30
"""Characters: less cannot say what axes and curves show."""

FONT = "DejaVu Sans"
"""What Matplotlib writes with; a browser takes its own font for it. Signs of its other fonts are no letters there."""

_ATTRIBUTES = re.compile(r"\{:?([^{}]*)\}\s*")
_FONT = re.compile(r"font-family:\s*'?([^';\"]+)")
_COLOR = re.compile(r"(?:fill|stroke|stop-color|color)\s*[:=]\s*\"?\s*(?:var\([^,)]*,\s*)?(#[0-9a-fA-F]{3,6})")


def check(site: Site) -> Iterator[Problem]:
    """Look at the images of each page, then at each SVG file."""
    used = set()
    for page in site.pages:
        captioned = set(recalled(partial(_captioned, page), "captioned", page.raw))
        for link in page.links:
            if not link.is_image:
                continue
            used.add(site.resolve(page, link.target)[0])
            if len(link.text) < SHORTEST_ALTERNATIVE:
                message = f"the text alternative “{link.text}” is too short; say what axes and curves show"
                yield Problem(page.file, link.line, "figures", message)
            if link.target not in captioned:
                message = "no caption; the next line is *one emphasized sentence that states the conclusion*"
                yield Problem(page.file, link.line, "figures", message)
    yield from _module_problems(site)
    for path in own_files(site.docs, "**/*.svg"):
        relative = path.relative_to(site.docs)
        yield from _font_problems(
            path.relative_to(site.root).as_posix(), path.read_text(encoding="utf-8", errors="replace")
        )
        if relative.parts[0] in ("_data", "assets", "labs", "overrides"):  # labs draw their own, see their records
            continue
        name = path.relative_to(site.root).as_posix()
        if relative.as_posix() not in used:
            yield Problem(name, 1, "figures", "no page shows this figure; show it or remove it")
        script = script_of(relative.as_posix())
        function = path.stem.replace("-", "_")
        if function not in function_lines(site.root / script):
            message = f"not drawn by code: no function {function!r} in {script.as_posix()}"
            yield Problem(name, 1, "figures", message)
        try:
            etree.fromstring(path.read_bytes())
        except etree.XMLSyntaxError as error:
            yield Problem(name, error.lineno or 1, "figures", f"not XML: {error.msg}; draw it again with make figures")
            continue
        for color in sorted(set(_COLOR.findall(path.read_text(encoding="utf-8", errors="replace")))):
            worst = min(contrast(color, background) for background in BACKGROUNDS)
            if worst < LEAST_CONTRAST:
                message = (
                    f"{color} has a contrast of {worst:.1f}:1 on light or dark; use the colors of figures/style.py"
                )
                yield Problem(name, 1, "figures", message)


def _font_problems(name: str, drawing: str) -> Iterator[Problem]:
    """Fonts that readers do not have: a root, a prime or a script letter in them is a box or another sign."""
    for font in sorted(set(_FONT.findall(drawing)) - {FONT}):
        message = f"a sign in the font {font}, which readers do not have; write it as a letter, as in “√”, “′”"
        yield Problem(name, 1, "figures", message)


def contrast(color: str, background: str) -> float:
    """The contrast ratio of two colors such as `#2b83c4`, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(color), _luminance(background)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    digits = color.removeprefix("#")
    if len(digits) < 6:  # short forms: #rgb, #rgba
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _module_problems(site: Site) -> Iterator[Problem]:
    """Names of modules that do not exist, and modules that no figure names."""
    modules = {path.stem for path in own_files(site.root / MODULES, "*.js")}
    named = set()
    for page in site.pages:
        for name, line, captioned in recalled(partial(_interactive, page), "interactive", page.raw):
            named.add(name)
            if name not in modules:
                known = f"there are: {', '.join(sorted(modules))}" if modules else "there is none yet"
                message = f"no module {(MODULES / name).as_posix()}.js for data-interactive; write it or mend the name"
                yield Problem(page.file, line, "figures", f"{message} ({known})")
            if not captioned:
                message = "data-interactive makes no figure here; it stands right behind an SVG image with a caption"
                yield Problem(page.file, line, "figures", message)
    for name in sorted(modules - named):
        message = f"no figure names this module; write {{ data-interactive={name} }} behind one, or remove the module"
        yield Problem((MODULES / f"{name}.js").as_posix(), 1, "figures", message)


def _interactive(page: Page) -> Iterator[tuple[str, int, bool]]:
    """The name of each interactive figure's module, its line, and whether it is a drawing with a caption."""
    for inline in page.inlines:
        image = None
        for part, line in inline.lines():
            match = _ATTRIBUTES.match(part.content) if part.type == "text" else None
            name = dict(get_attrs_and_remainder(match[1])[0]).get(INTERACTIVE) if match else None
            if name:
                source = str(image.attrs["src"]) if image else ""
                yield name, line, source.endswith(".svg") and source in _captioned(page)
            image = part if part.type == "image" else None


def _captioned(page: Page) -> Iterator[str]:
    """The images that an emphasized line follows in the same paragraph."""
    for inline in page.inlines:
        parts = [part for part in inline.children if part.type != "softbreak"]
        if len(parts) > 1 and parts[0].type == "image" and _ATTRIBUTES.fullmatch(parts[1].content):
            del parts[1]
        if [part.type for part in parts[:2]] == ["image", "em_open"]:
            end = next(part for part in parts if part.type == "em_close" and part.level == parts[1].level)
            if end is parts[-1]:
                yield str(parts[0].attrs["src"])
