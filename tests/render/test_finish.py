"""A built site is finished in place: styles, fonts, policy, and what hosts and robots read."""

import re
from pathlib import Path

import pytest
from lxml import html

from scripts.render.finish import finish
from scripts.render.katex import KATEX, renderer

ADDRESS = "https://example.org/deep/"
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<link rel="stylesheet" href="{root}assets/stylesheets/main.css">
<link rel="stylesheet" href="{root}assets/katex/katex.min.css">
<link rel="stylesheet" href="{root}stylesheets/site.css">
<script src="{root}assets/site.js" defer></script>
</head><body><article class="page">{body}</article><script>first()</script></body></html>
"""
MOVED = '<!doctype html>\n<html lang="en"><head>\n<meta charset="utf-8">\n<title>Moved</title>\n</head></html>\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    formula, other = (each.html for each in renderer().render([("x = 2", False), (r"\mathbb{E}", False)]))
    files = {
        "index.html": PAGE.format(root="", body=formula),
        "a/page/index.html": PAGE.format(root="../../", body=f"<p>Words</p><details>{other}</details>"),
        "404.html": PAGE.format(root="/deep/", body=""),
        "old/index.html": MOVED,
        "assets/site.js": "element.className = 'later'",
        "assets/figures/line.js": "element.className = 'drawn'",
        "assets/stylesheets/main.css": ".none,.page{margin:0}.later{top:0}.drawn{top:0}",
        "assets/stylesheets/main.css.map": "{}",
        "assets/katex/katex.min.css": (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8"),
        "stylesheets/site.css": ".page{margin:1px}",
        "sitemap.xml": "<urlset/>",
        "sitemap.xml.gz": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def test_one_style_sheet_has_the_rules_that_apply_in_their_order(folder: Path) -> None:
    finish(folder, ADDRESS)
    css = only(folder, "assets/*.css")
    text = css.read_text(encoding="utf-8")
    assert text.startswith(".page{margin:0}.later,.drawn{top:0}")
    assert text.endswith(".page{margin:1px}\n")
    for page, root in (("index.html", ""), ("a/page/index.html", "../../"), ("404.html", "/deep/")):
        tree = html.parse(folder / page)
        assert tree.xpath("//link[@rel='stylesheet']/@href") == [f"{root}assets/{css.name}"]
        assert tree.xpath("//script/@src") == [f"{root}assets/{only(folder, 'assets/site.*.js').name}"]
    left = {name.partition("/")[0] + "/" + name.split("/")[1] for name in files(folder) if "/" in name}
    assert left == {"a/page", "assets/figures", "assets/fonts", f"assets/{css.name}", "old/index.html"} | {
        f"assets/{only(folder, 'assets/site.*.js').name}"
    }


def test_fonts_are_those_of_the_formulas_and_what_is_seen_first_is_preloaded(folder: Path) -> None:
    finish(folder, ADDRESS)
    names = {path.name.split(".")[0]: path.name for path in folder.glob("assets/fonts/*")}
    assert set(names) == {"KaTeX_Math-Italic", "KaTeX_Main-Regular", "KaTeX_AMS-Regular"}
    css = only(folder, "assets/*.css").read_text(encoding="utf-8")
    assert set(re.findall(r"url\(fonts/([^)]+)\)", css)) == set(names.values())
    preloads = html.parse(folder / "index.html").xpath("//link[@rel='preload']")
    assert [link.get("href") for link in preloads] == [
        f"assets/fonts/{names[each]}" for each in ("KaTeX_Main-Regular", "KaTeX_Math-Italic")
    ]
    assert {(link.get("as"), link.get("type"), link.get("crossorigin")) for link in preloads} == {
        ("font", "font/woff2", "")
    }
    assert html.parse(folder / "a/page/index.html").xpath("//link[@rel='preload']") == []  # folded away


def test_policy_stands_first_in_every_page_and_in_the_headers(folder: Path) -> None:
    finish(folder, ADDRESS)
    policies = set()
    for page in folder.rglob("*.html"):
        head = html.parse(page).xpath("//head")[0]
        assert head[1].get("http-equiv") == "Content-Security-Policy"
        policies.add(head[1].get("content"))
    (policy,) = policies
    assert "script-src 'self' 'sha256-" in policy
    assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in (folder / "_headers").read_text()


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_robots_are_told_of_the_map_of_a_site_with_an_address(folder: Path, address: str) -> None:
    finish(folder, address)
    robots = (folder / "robots.txt").read_text(encoding="utf-8")
    assert robots.startswith("User-agent: *\nAllow: /\n")
    assert ("Sitemap: https://example.org/deep/sitemap.xml\n" in robots) == bool(address)
    assert (folder / "sitemap.xml").exists() == (folder / "sitemap.xml.gz").exists() == bool(address)


def test_the_same_site_has_the_same_bytes_and_names_follow_them(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copies = [tmp_path_factory.mktemp("copy") for _ in range(2)]
    for copy in copies:
        for name, content in files(folder).items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(content)
    (copies[1] / "stylesheets/site.css").write_text(".page{margin:2px}", encoding="utf-8")
    for each in (folder, *copies):
        finish(each, ADDRESS)
    assert files(folder) == files(copies[0])
    assert only(folder, "assets/*.css").name != only(copies[1], "assets/*.css").name


def test_pages_with_different_style_sheets_are_an_error(folder: Path) -> None:
    page = folder / "a/page/index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("stylesheets/site.css", "assets/other.css"), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="different style sheets"):
        finish(folder, ADDRESS)
