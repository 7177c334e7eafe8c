"""The picture of each page for link previews, `card.png` beside its HTML: where it belongs, its title, its questions.

Whoever shares a link to a question shares one of its page, for programs that make previews are not told what stands
behind the `#`: so the picture names the questions of the page. Each is kept under a key of its words.
"""

from pathlib import Path

from scripts.content import ROOT, Page, Site
from scripts.content.cache import Cache, key
from scripts.search.documents import readable, section_title

CACHE = Cache(ROOT / ".cache" / "pictures")
NAME = "card.png"
WITHOUT = ("index.md", "404.md")
"""The start page has a picture of the site, and nobody shares the page for unknown addresses."""
SAYS = 3
"""As many questions are named; the others find no room."""


def picture_files(site: Site) -> dict[str, bytes]:
    """The pictures by their path on the site."""
    render = Path(__file__).parents[1] / "render"
    code = [(render / name).read_bytes() for name in ("picture.py", "mark.py")]
    code += [(ROOT / "docs" / "assets" / "mark.svg").read_bytes(), Path(__file__).read_bytes()]
    return {f"{page.url}{NAME}": _drawn(_words(site, page), code) for page in site.pages if page.path not in WITHOUT}


def _words(site: Site, page: Page) -> tuple[str, str, str, tuple[str, ...], bool]:
    """What the picture says; see `scripts.render.picture.Picture`."""
    name = str(site.mkdocs.get("site_name", ""))
    section = section_title(site, page) if page.section else ""
    asked = tuple(readable(question.title) for question in page.questions[:SAYS])
    lines = asked or (str(page.meta.get("description", "")),)
    return name, section, readable(page.title), lines, bool(asked)


def _drawn(words: tuple[str, str, str, tuple[str, ...], bool], code: list[bytes]) -> bytes:
    def make() -> bytes:
        from scripts.render.picture import Picture, draw  # Pillow takes a tenth of a second; mostly nothing is drawn

        return draw(Picture(*words))

    return CACHE.remembered_bytes(key(repr(words), *code), make)
