"""The few things that only a hook of MkDocs can do; without them the site is the same, only less polished.

Everything else is a Markdown extension, which other builders that read `mkdocs.yml` run too.
"""

import contextlib
import functools
import threading
from typing import Any

from mkdocs.structure.files import File, Files

from scripts.content import ROOT, current_site
from scripts.evidence import labs
from scripts.extensions.katex import render_all
from scripts.publishing.conversions import CONVERSIONS
from scripts.publishing.generated import bundled_files, generated_files
from scripts.publishing.templates import keep_templates

THEME_SCRIPTS = "assets/javascripts/"
"""What the theme brings to make its pages move, in the place of which this site has scripts of its own."""


def on_pre_build(**_: Any) -> None:
    """Let Node render the formulas while the builder makes ready."""

    def render() -> None:
        with contextlib.suppress(Exception):  # the page that needs the formula will say what is wrong
            render_all(current_site())

    threading.Thread(target=render).start()


def on_files(files: Files, config: Any) -> Files:
    """Publish scripts, search and study, and all that is made from labs, code and ledgers."""
    site = current_site()
    for name, content in (bundled_files(site, config["site_url"]) | generated_files(site)).items():
        file = File.generated(config, f"{name}.txt" if name.endswith(".md") else name, content=content)
        file.dest_uri = name  # Markdown that is published as it is would else become a page
        files.append(file)
    for file in list(files):
        if file.src_uri.startswith(THEME_SCRIPTS):
            files.remove(file)
    return files


def on_env(env: Any, files: Files, **_: Any) -> Any:
    """Give each page the day of its last change, which the sitemap names, and translate changed templates only."""
    keep_templates(env)
    days = current_site().days_of_change
    for file in files.documentation_pages():
        if file.page is not None:
            file.page.update_date = days.get(file.src_uri, file.page.update_date)
    return env


def on_post_template(output: str, template_name: str, **_: Any) -> str:
    """Name no day in the sitemap where none is known: outside of git, time begins in 1970."""
    return output.replace("<lastmod>1970-01-01</lastmod>", "") if template_name == "sitemap.xml" else output


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Convert a page only if something of it has changed; a lab is made from its script and record."""
    # In the place of a method: for labs mkdocs-jupyter has put one there that makes HTML with styles of its own.
    page.render = functools.partial(CONVERSIONS.render, page)
    if not page.file.src_uri.endswith(".py"):
        return markdown
    lab = labs.read(ROOT, page.file.src_uri, current_site().repository)
    page.meta = dict(lab.meta)
    return lab.markdown
