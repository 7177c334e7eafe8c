"""What a built page may consist of: one list for what stands in an article, one for the theme around it.

Elements whose contents browsers and parsers read differently (`style`, `noscript`, `template`, `iframe`, …) are on
neither list, so that this reading of a page is the browser's.
"""

import functools
import hashlib
import re

from scripts.safety.allowed import names

_WORDS = (
    "a abbr article aside blockquote br code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr kbd"
)
_WORDS += " li mark nav ol p pre s section small span strong sub summary sup table tbody td tfoot th thead time tr ul"
_FORMS = "button form input label option output select"
_MATH = (
    "annotation math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup"
)
_MATH += " mtable mtd mtext mtr munder munderover semantics"
_SHAPES = "circle clippath defs ellipse g line path pattern polygon polyline rect svg text tspan use"
ARTICLE = names(f"{_WORDS} {_FORMS} {_MATH} {_SHAPES}")
THEME = ARTICLE | names("body footer head header html img link main meta script title")
"""Elements."""

_EVERYWHERE = "class dir download href hidden id lang role style tabindex title for name type checked"
_EVERYWHERE += " autocomplete placeholder datetime open start colspan rowspan value"
_OF_MATH = (
    "accent columnalign columnlines columnspacing depth display displaystyle encoding fence form height linebreak"
)
_OF_MATH += " linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize notation rowalign"
_OF_MATH += " rowlines rowspacing rspace scriptlevel separator stretchy voffset width xmlns"
_OF_SHAPES = "clip-path cx cy d fill font-family patternunits points preserveaspectratio r rx ry stroke stroke-linecap"
_OF_SHAPES += " stroke-linejoin stroke-width transform viewbox x x1 x2 xlink:href xmlns:xlink y y1 y2"
ARTICLE_ATTRIBUTES = names(f"{_EVERYWHERE} {_OF_MATH} {_OF_SHAPES}")
THEME_ATTRIBUTES = ARTICLE_ATTRIBUTES | names(
    "action alt as autocapitalize autocorrect charset content crossorigin defer http-equiv integrity media method"
    " property readonly rel required spellcheck src"
)
"""Attributes; none of them runs anything."""
BELONGS_TO = {
    "href": {"a", "link"},
    "src": {"img", "script"},
    "async": {"script"},
    "defer": {"script"},
    "type": {"button", "input", "script", "link"},
    "name": {"input", "meta", "form", "select"},
    "hidden": {"form", "div", "button", "label", "p", "li", "section", "nav", "span"},
}
"""Where the attributes that load, name or hide may stand."""
INPUTS = frozenset({"checkbox", "radio", "search", "text"})
STYLES = names(
    "border-bottom-width border-color border-right-style border-right-width border-style border-top-width border-width"
    " bottom color fill fill-opacity font-size font-style font-weight height left margin margin-left"
    " margin-right margin-top min-width opacity padding-left position stroke stroke-dasharray stroke-dashoffset"
    " stroke-linecap stroke-linejoin stroke-opacity stroke-width text-align text-anchor top vertical-align width"
    " background-color"
)
"""Properties that a `style` may set: what KaTeX, tables and drawings need."""
SCRIPTS = frozenset({"2067a34a71412926", "2e5f1e6a3e33bf20"})
"""The inline scripts of every page, from the theme and the head, by `script_digest`; content has none."""

_OPENS = re.compile(r"new URL\(\"[./]*\",location\)")


def attribute_allowed(tag: str, name: str, inside: bool) -> bool:
    """Whether an element, in an article or around it, may have an attribute."""
    if name in BELONGS_TO:
        return tag in BELONGS_TO[name]
    if name.startswith(("data-", "aria-")):
        return True
    return name in (ARTICLE_ATTRIBUTES if inside else THEME_ATTRIBUTES)


@functools.lru_cache(20_000)
def style_problem(style: str) -> str:
    """What is wrong with the value of a `style`."""
    for declaration in filter(None, (each.strip() for each in style.split(";"))):
        name, _, value = (part.strip().lower() for part in declaration.partition(":"))
        if name not in STYLES:
            return f"the style {name!r} is not on the list"
        if name == "position" and value != "relative":
            return f"position: {value} can cover the page"
        if "url" in re.sub(r"url\(#[\w-]+\)", "", value) or any(sign in value for sign in "\\@{}<"):
            return f"the style {declaration[:60]!r} loads something"
    return ""


def script_digest(script: str) -> str:
    """The name of an inline script, whatever the depth of the page that it stands on."""
    return hashlib.sha256(_OPENS.sub('new URL(".",location)', script.strip()).encode()).hexdigest()[:16]
