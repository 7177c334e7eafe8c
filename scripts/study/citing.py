"""How a page is cited: an entry for BibTeX beside its HTML."""

import re

from scripts.content import Page, Site

BIBTEX = "index.bib"
_SPECIAL = re.compile(r"([&%$#_{}])")


def citation(site: Site, page: Page, base: str) -> str:
    """A BibTeX entry for a page; address and day are said where they are known."""
    name, day = str(site.mkdocs.get("site_name", "")), site.days_of_change.get(page.path, "")
    fields = {
        "author": f"{{{_escaped(f'{name} contributors')}}}",
        "title": f"{{{_escaped(page.title)}}}",
        "year": day[:4],
        "howpublished": f"\\url{{{base}{page.url}}}" if base else "",
        "note": f"Version of {day}. Text CC BY 4.0" if day else "Text CC BY 4.0",
    }
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
    key = re.sub(r"[^a-z0-9]+", "-", f"{name} {page.title}".lower()).strip("-")
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
