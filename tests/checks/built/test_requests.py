"""Nothing that a page loads comes from another host."""

import pytest

from scripts.checks.built.requests import check
from tests.checks.built.conftest import Built


@pytest.mark.parametrize(
    ("tag", "markup"),
    [
        ("script", '<script src="https://cdn.example/x.js"></script>'),
        ("script", '<script src="//cdn.example/x.js"></script>'),
        ("img", '<img src="http://cdn.example/x.png" alt="">'),
        ("img", '<img src="x.png" srcset="x.png 1x, https://cdn.example/x.png 2x" alt="">'),
        ("iframe", '<iframe src="https://cdn.example/"></iframe>'),
        ("video", '<video poster="https://cdn.example/x.png"></video>'),
        ("source", '<video><source src="https://cdn.example/x.mp4"></video>'),
        ("object", '<object data="https://cdn.example/x.svg"></object>'),
        ("use", '<svg><use href="https://cdn.example/x.svg#a"></use></svg>'),
        ("link", '<link rel="stylesheet" href="https://cdn.example/x.css">'),
        ("link", '<link rel="PRECONNECT" href="https://cdn.example">'),
        ("link", '<link rel="shortcut icon" href="https://cdn.example/x.ico">'),
    ],
)
def test_element_that_loads_from_another_host_is_found(built: Built, tag: str, markup: str) -> None:
    (problem,) = check(built({"index.html": markup}))
    assert problem.message.startswith(f"<{tag}> loads ")
    assert problem.message.endswith("; serve it from this site")


def test_styles_that_load_from_another_host_are_found(built: Built) -> None:
    page = "<style>@import 'https://cdn.example/a.css'; p { background: url( \"//cdn.example/b.png\" ) }</style>"
    css = "@font-face { src: url(https://cdn.example/c.woff2) } p { background: url(none.png) }"
    found = [(p.file, p.message) for p in check(built({"index.html": page, "assets/site.css": css}))]
    assert found == [
        ("docs/index.md", "a style loads https://cdn.example/a.css; serve it from this site"),
        ("docs/index.md", "a style loads //cdn.example/b.png; serve it from this site"),
        ("site/assets/site.css", "loads https://cdn.example/c.woff2; serve it from this site"),
        ("site/assets/site.css", "loads none.png, which does not exist"),
    ]


def test_links_to_follow_and_files_of_the_site_are_fine(built: Built) -> None:
    body = """<a href="https://example.com">a</a> <link rel="canonical" href="https://example.com/">
    <link rel="stylesheet" href="assets/site.css"><img src="x.png" alt=""><svg><use href="#a"></use></svg>
    <link rel="alternate" href="https://example.com/feed"><style>p { background: url("x.png") }</style>"""
    css = "@font-face { src: url('fonts/a.woff2?v=1#iefix') } p { background: url(data:image/png;base64,AA) url(#a) }"
    files: dict[str, str | bytes] = {"index.html": body, "assets/site.css": css, "assets/fonts/a.woff2": b""}
    assert list(check(built(files))) == []
