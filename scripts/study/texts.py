"""`llms.txt` and `llms-full.txt`, by which language models and their tools read a site (llmstxt.org)."""

from collections.abc import Mapping

from scripts.content import Page, Site
from scripts.search.documents import section_title
from scripts.study.markdown import placed

_LISTS = "Optional"
"""The part that may be skipped: pages that only list what others say."""
_ABOUT = """\
Each answer begins with a short one that stands alone; formulas are executed as they are printed, numbers are measured,
claims carry citations, and widely repeated mistakes are corrected. Every page is also there as Markdown: add `index.md`
to its address. The questions as data: [questions.json]({0}questions.json), in the form of
[questions.schema.json]({0}questions.schema.json). All pages in one file: [llms-full.txt]({0}llms-full.txt).
Text CC BY 4.0, code MIT."""


def overview(site: Site, base: str) -> str:
    """`llms.txt`: what there is, section by section, with a sentence on each page."""
    lines = [f"# {site.mkdocs.get('site_name', '')}", "", f"> {_description(site)}", "", _ABOUT.format(base), ""]
    groups: dict[str, list[Page]] = {}
    for page in site.ordered_pages:
        if page.path != "404.md":
            groups.setdefault(section_title(site, page) if page.section else _LISTS, []).append(page)
    groups[_LISTS] = groups.pop(_LISTS, [])
    for title, pages in groups.items():
        lines += [f"## {title}", "", *(_entry(page, base) for page in pages), ""]
    return "\n".join(lines).rstrip() + "\n"


def everything(site: Site, base: str, pages: Mapping[str, str]) -> str:
    """`llms-full.txt`: of `pages`, as Markdown by their paths, the topic pages and labs, in one text."""
    texts = []
    for page in site.ordered_pages:
        if page.section and (page.questions or page.is_lab):
            texts.append(placed(site, page, pages[page.path], base, here=""))
    return f"# {site.mkdocs.get('site_name', '')}\n\n> {_description(site)}\n\n" + "\n".join(texts)


def _entry(page: Page, base: str) -> str:
    return f"- [{page.title}]({base}{page.url}index.md): {page.meta.get('description', '')}"


def _description(site: Site) -> str:
    return str(site.mkdocs.get("site_description", ""))
