"""The head of a built page: what it names is replaced where it stands, the rest keeps its bytes."""

import re
from html.parser import HTMLParser

_KEPT = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)", re.DOTALL)
_IDLE = re.compile(r' (?:data-md-component|xmlns)="[^"]*"')
"""Attributes that nobody reads: the theme's scripts, which are left out; readers of XML."""


class _Tags(HTMLParser):
    """The start tags of a head, as they are written and as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}, self.get_starttag_text() or ""))


class Head:
    """A page in two parts, of which the first can be changed; it ends before `</head>`."""

    def __init__(self, markup: str) -> None:
        self.markup, end, self._rest = markup.partition("</head>")
        self._rest = end + self._rest
        tags = _Tags()
        tags.feed(self.markup)
        self._tags = tags.found

    @property
    def text(self) -> str:
        """The whole page."""
        return self.markup + self._rest

    @property
    def root(self) -> str:
        """The way from this page to the start of the site, `""` or ending in a slash, as its style sheets name it."""
        return next(iter(self._style_addresses()), "").partition("assets/")[0]

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets, in order, as files of the site."""
        return tuple(address.removeprefix(self.root) for address in self._style_addresses())

    def _style_addresses(self) -> list[str]:
        return [values["href"] for tag, values, _ in self._tags if tag == "link" and values.get("rel") == "stylesheet"]

    def insert_after_charset(self, element: str) -> None:
        """Put an element where the page has just said how its bytes are read."""
        written = next(text for tag, values, text in self._tags if tag == "meta" and "charset" in values)
        self._replace(written, f"{written}\n{element}")

    def append(self, element: str) -> None:
        """Put an element at the end of the head."""
        self.markup += f"{element}\n" if element else ""

    def replace_styles(self, *elements: str) -> None:
        """Put elements in the place of all style sheets."""
        written = [text for tag, values, text in self._tags if tag == "link" and values.get("rel") == "stylesheet"]
        self._replace(written[0], "\n".join(elements))
        for each in written[1:]:
            self._replace(each, "")

    def replace_script(self, ending: str, new: str) -> None:
        """Let the script whose address ends so be loaded from an address that ends in `new`."""
        for tag, values, text in self._tags:
            address = values.get("src", "")
            if tag == "script" and address.endswith(ending):
                self._replace(text, text.replace(address, address.removesuffix(ending) + new))

    def _replace(self, written: str, new: str) -> None:
        self.markup = self.markup.replace(written, new, 1)


def tight(markup: str) -> str:
    """A page without indentation and empty lines, which a browser shows as one space anyway, and without attributes
    that are of no use; code keeps its own.
    """
    pieces = _KEPT.split(markup)  # text, kept, name of its tag, text, …
    return "".join(_tight(piece) if i % 3 == 0 else piece for i, piece in enumerate(pieces) if i % 3 != 2)


def _tight(piece: str) -> str:
    *lines, last = piece.split("\n")
    if lines:
        between = [stripped for line in lines[1:] if (stripped := line.strip())]
        piece = "\n".join([lines[0].rstrip(), *between, last.lstrip()])
    return _IDLE.sub(lambda found: "" if _is_in_tag(piece, found.start()) else found[0], piece)


def _is_in_tag(markup: str, place: int) -> bool:
    return markup.rfind("<", 0, place) > markup.rfind(">", 0, place)


def element(tag: str, **attributes: str) -> str:
    """The start tag of an element; `_` in a name is `-`, at its end nothing; an attribute without a value has none."""
    names = (name.rstrip("_").replace("_", "-") for name in attributes)
    values = (value.replace("&", "&amp;").replace('"', "&quot;") for value in attributes.values())
    given = (f'{name}="{value}"' if value else name for name, value in zip(names, values, strict=True))
    return f"<{' '.join([tag, *given])}>"
