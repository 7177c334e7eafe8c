"""Which glyphs of which KaTeX fonts the formulas of a page need, by the rules of KaTeX's own style sheet.

The sheet is read, not repeated here: a selector or a value that this module does not understand is an error, so that a
new KaTeX that chooses its fonts in another way cannot lose a glyph unnoticed.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import tinycss2

from scripts.render.markup import Markup

FAMILY = "KaTeX_"
ROOT = ".katex"
"""With this begin the selectors of KaTeX, also in a sheet that holds other rules, too."""
WEIGHTS = {"normal": "400", "bold": "700"}
_VISIBLE = (
    "//span[@class='katex-html'][not(ancestor::details[not(@open)])]"
    "[not(ancestor::div[@class='tabbed-block'][preceding-sibling::div])]"
)


@dataclass(frozen=True, order=True)
class Face:
    """One font of a family; `source` is its address in the style sheet, without the folder."""

    family: str
    weight: str
    style: str
    source: str = ""


@dataclass(frozen=True)
class _Compound:
    """What one element must have: a tag (`""` for any) and classes."""

    tag: str
    classes: frozenset[str]

    def matches(self, element: Any) -> bool:
        return self.tag in ("", element.tag) and self.classes <= _classes(element.get("class") or "")


@dataclass(frozen=True)
class _Rule:
    """Compounds from left to right, each with whether it must be the parent of the next; and what the rule sets."""

    compounds: tuple[tuple[_Compound, bool], ...]
    sets: tuple[tuple[str, str], ...]
    rank: tuple[int, int, int]

    def matches(self, element: Any) -> bool:
        *above, (last, _) = self.compounds
        return last.matches(element) and _fits(above, element)


def _fits(above: Sequence[tuple[_Compound, bool]], element: Any) -> bool:
    """Whether the ancestors of an element match compounds, the nearest last."""
    if not above:
        return True
    *rest, (compound, is_parent) = above
    ancestors = [element.getparent()] if is_parent else list(element.iterancestors())
    return any(a is not None and compound.matches(a) and _fits(rest, a) for a in ancestors)


class Faces:
    """The fonts of a style sheet of KaTeX and the rules by which it chooses them."""

    def __init__(self, css: str) -> None:
        self._css = css
        self.all: list[Face] = []
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        for order, node in enumerate(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
            if node.type == "at-rule" and node.lower_at_keyword == "font-face":
                self.all.append(_face(node.content))
            elif (
                node.type == "qualified-rule" and _selectors(node)[0].startswith(ROOT) and (sets := tuple(_font(node)))
            ):
                for rule in _rules(node, sets, order):
                    self._rules[min(rule.compounds[-1][0].classes, default="")].append(rule)

    def of_page(self, page: Markup, most: int | None = None) -> dict[Face, set[str]]:
        """What `needed` says of a page: each is looked at once."""
        known = page.remembered(lambda tree: self._listed(tree, most), self._css, str(most))
        return {Face(*face): set(characters) for *face, characters in known}

    def _listed(self, page: Any, most: int | None) -> list[list[str]]:
        return [[*astuple(face), "".join(sorted(shown))] for face, shown in self.needed(page, most).items()]

    def needed(self, page: Any, most: int | None = None) -> dict[Face, set[str]]:
        """The characters that formulas of a page show, by the font that shows them.

        With `most`, only those of the first formulas, as many, that are seen when the page opens: not the ones in
        another tab, or folded away.
        """
        roots = page.xpath("//span[@class='katex-html']") if most is None else page.xpath(_VISIBLE)[:most]
        found: dict[Face, set[str]] = defaultdict(set)
        for root in roots:
            self._walk(root, self._style(root.getparent(), Face("", "", "")), found)
        return dict(found)

    def _walk(self, element: Any, inherited: Face, found: dict[Face, set[str]]) -> None:
        style = self._style(element, inherited)
        if element.text:
            found[self._nearest(style)].update(element.text)
        for child in element:
            self._walk(child, style, found)
            if child.tail:
                found[self._nearest(style)].update(child.tail)

    def _style(self, element: Any, inherited: Face) -> Face:
        candidates = self._candidates(element.get("class") or "")
        matching = [rule for rule in candidates if rule.matches(element)]
        if not matching:
            return inherited
        values = {"font-family": inherited.family, "font-weight": inherited.weight, "font-style": inherited.style}
        for rule in matching:
            values.update(rule.sets)
        return Face(values["font-family"], values["font-weight"], values["font-style"])

    @functools.lru_cache(maxsize=4096)  # noqa: B019 - as many combinations of classes as KaTeX has
    def _candidates(self, value: str) -> list[_Rule]:
        """The rules that elements with these classes may match, the strongest last."""
        found = [rule for key in ("", *_classes(value)) for rule in self._rules.get(key, [])]
        return sorted(found, key=lambda rule: rule.rank)

    @functools.lru_cache(maxsize=256)  # noqa: B019 - as many styles as KaTeX has
    def _nearest(self, style: Face) -> Face:
        """The font that a browser takes: of the family, first by style, then by weight."""
        family = [face for face in self.all if face.family == style.family]
        if not family:
            raise ValueError(f"KaTeX's style sheet has no font for {style.family!r}")
        return min(family, key=lambda face: (face.style != style.style, face.weight != style.weight))


@functools.lru_cache(maxsize=4096)
def _classes(value: str) -> frozenset[str]:
    return frozenset(value.split())


def _declarations(content: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for node in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            raise ValueError(f"KaTeX's style sheet: {node.type} instead of a declaration")
        yield node.lower_name, [token for token in node.value if token.type not in ("whitespace", "comment")]


def _text(token: Any) -> str:
    return str(getattr(token, "representation", None) or token.value).strip("\"'")


def _face(content: list[Any]) -> Face:
    values = dict(_declarations(content))
    source = next(token.value for token in values["src"] if token.type == "url")
    weight = _text(values["font-weight"][0])
    return Face(_text(values["font-family"][0]), weight, _text(values["font-style"][0]), source.rpartition("/")[2])


def _selectors(rule: Any) -> list[str]:
    return [text.strip() for text in tinycss2.serialize(rule.prelude).split(",")]


def _font(rule: Any) -> Iterator[tuple[str, str]]:
    """What a rule sets of family, weight and style."""
    for name, tokens in _declarations(rule.content):
        texts = [_text(token) for token in tokens if token.type in ("ident", "string", "number")]
        if name == "font-style":
            yield name, texts[0]
        elif name == "font-weight":
            yield name, WEIGHTS.get(texts[0], texts[0])
        elif name in ("font-family", "font"):
            own = [text for text in texts if text.startswith(FAMILY)]
            if len(own) != 1:
                raise ValueError(f"KaTeX's style sheet: {name} names {len(own)} of its fonts")
            if name == "font":
                yield from (("font-style", "normal"), ("font-weight", "400"))
            yield "font-family", own[0]


def _rules(rule: Any, sets: tuple[tuple[str, str], ...], order: int) -> Iterator[_Rule]:
    for selector in _selectors(rule):
        parts = selector.replace(">", " > ").split()
        compounds = [(_compound(part), parts[i + 1 : i + 2] == [">"]) for i, part in enumerate(parts) if part != ">"]
        classes = sum(len(compound.classes) for compound, _ in compounds)
        yield _Rule(tuple(compounds), sets, (classes, sum(bool(c.tag) for c, _ in compounds), order))


def _compound(text: str) -> _Compound:
    tag, *classes = text.split(".")
    if not all(name.replace("-", "").isalnum() for name in [*classes, *filter(None, [tag])]):
        raise ValueError(f"KaTeX's style sheet chooses a font by {text!r}, which scripts/render/faces.py cannot read")
    return _Compound(tag, frozenset(classes))
