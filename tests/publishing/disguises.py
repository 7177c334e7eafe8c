"""Relatives of the faults in the other tables: what an adversary, or haste, makes of them. Tried without a build."""

from tests.publishing.faults import BIBLIOGRAPHY, FIGURE, LAB, NUMBERS, PAGE, RECORD, Change, added, replaced, written

DOI = "doi = {10.1137/16M1080173},"
OUTPUT = 'print(f"measured: {average:.2f}")'
FINDING = "assert average > 2.5"
DRAWING = "scripts/figures/training/page.py"
VERIFIED, PUBLISHED, FIGURES = (f"docs/_data/{name}.yml" for name in ("verified", "published", "figures"))
ALTERNATIVE = "![Words of many kinds say here what is to be seen.](page/noise-by-size.svg)"

ON_A_PAGE: dict[str, list[str]] = {
    "HTML": [
        *("<details>x</details>", "<marquee>x</marquee>", "<base href=https://x>", "<style>*{}</style>"),
        *("<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>", "<object data=x></object>"),
        *("<embed src=x>", "<svg><use href=#x></svg>", "<math><mi>x</mi></math>", "<video src=x></video>"),
        *("<audio src=x>", "<template>x</template>", "<noscript>x", "<title>x</title>", "<textarea>", "<select>"),
        *("<button onclick=x>", "<button formaction=javascript:x>x</button>", "<br onload=x>", "<sub style=x>a</sub>"),
        *('<div class="md-overlay">x</div>', '<div id="x">x</div>', "<SCRIPT>x</SCRIPT>", "<<script>script>"),
        *("<![CDATA[x]]>", "<?php x ?>", "<!DOCTYPE x>", "<!-- x -->", "<!--", "<!--[if IE]>x<![endif]-->"),
        *(
            "<a name=x>",
            '<img srcset="https://x 1x">',
            "<x-foo>y</x-foo>",
            "<div\nonclick=x>",
            "<kbd onclick=x>a</kbd>",
        ),
        *("<div class=cards>", '<div class="cards" markdown onclick=x>', "`<b>` and <i>x</i>", "term\n:   <b>x</b>"),
        *('!!! note "<b>x</b>"\n    words', '!!! note onclick "x"\n    words', '!!! evil "x"\n    words'),
        *('??? md-overlay "x"\n    words', '=== "[x](javascript:x)"\n\n    words', "*[SGD]: hidden"),
        "x[^h]\n\n[^h]: <b>x</b>",
    ],
    "addresses": [
        *("<javascript:alert(1)>", "<http://example.org>", "<mailto:a@b.org?subject=x>", "<data:text/html,x>"),
        *("[x](<javascript:alert(1)>)", "[x](java\tscript:x)", "[x](java\nscript:x)", "[x](javascript&colon;x)"),
        *("[x](&#x6A;avascript:x)", "[x](%6Aavascript:x)", "[x](\\\\example.org)", "[x](https://ехample.org)"),
        *("[x](https://exam\u200bple.org)", "[x](ftp://x.org/a)", "[x](blob:https://x)", "[x](about:blank)"),
        *("[x](ws://x.org)", "[x](tel:123)", "[x](sms:1)", "[x](view-source:https://x.org)", "[x](intent://x)"),
        *("[x](chrome://x)", "[x](https://[::1]/)", "[x](https://localhost/)", "[x](https://2130706433/)"),
        *("[x](HTTPS://ARXIV.ORG/abs/1)", "[x](https://arxiv.org@evil.com/)", "[x](https://arxiv.org%40evil.com/)"),
        *("[x](https://arxiv.0rg/)", "[x](https://githuh.com/)", "[x](https://arxiv.org.evil.com)"),
        *("[x](https://arxiv-org.com)", "[x](https://wwwarxiv.org)", "[x](https://example.org/?q=<script>)"),
        *("[x](https://example.org/a b)", "[x](https://example.org/\u202egpj.exe)", "[x](page/record.yml)"),
        *("[x](../_data/bibliography.bib)", "[x](../overrides/main.html)", "[x](../stylesheets/site.css)"),
        *("[x](../../mkdocs.yml)", "[x](../../.env)", "[x](../../pyproject.toml)", "[x](../../tests/.git/x)"),
        *("[x](#)", "[x](page.md?x=<b>)", "[x](#What-is-a-batch)", "[x]\n\n[x]: javascript:alert(1)"),
        "![A plot of many words that nobody drew.](https://example.org/x.png)\n*A caption.*",
    ],
    "attributes": [
        *("- x\n{: onclick=x }", "x\n\n{: onclick=x }", f"{ALTERNATIVE}{{ onerror=x }}\n*Caption here.*"),
        *(f"{ALTERNATIVE}{{ src=https://x }}\n*Caption here.*", "`x`{ onclick=x }", "*x*{ style=x }"),
        *("*x*{: onclick=x }", '### X { #"><script> }', "### X { data-x=1 }", "### X { aria-hidden=true }"),
    ],
    "formulas": [
        *("It is $`\\url{x}`$.", "It is $`\\includegraphics{x}`$.", "It is $`\\htmlClass{x}{y}`$.", "It is $`ж`$."),
        *("It is $`\\htmlStyle{position:fixed}{y}`$.", "It is $`\\htmlData{a=b}{y}`$.", "It is $`\\htmlId{a}{y}`$."),
        *("It is $`\\color{red}y`$.", "It is $`\\rule{999em}{999em}`$.", "It is $`a\\kern-99em b`$."),
        *("It is $`\\raisebox{99em}{b}`$.", "It is $`\\Huge b`$.", "It is $`\\def\\a{\\b\\b}\\a`$."),
        *("It is $`\\require{x}`$.", "It is $`\\input{x}`$.", 'It is $`\\char"FFFFFF`$.'),
        *("$`" + "x+" * 5000 + "x`$", "$`" + "\\frac{1}{" * 300 + "x" + "}" * 300 + "`$"),
    ],
    "characters": [
        *("a\x00b", "a\x07b", "a\x1b[b", "a\u2028b", "a\ufeffb", "a\u00adb", "a\u200db", "a\u202eb", "a\U000e0041b"),
        *("a\ue000b", "The bаtch is small.", f"a{chr(0x301) * 8}b", "- x\n-\u00a0y", "a \u2066b"),
    ],
    "size": [
        *("x" * 20_000, "\n".join(f"{'    ' * depth}- x" for depth in range(60)), f"{'>' * 200} x", "[" * 3_000),
        "\n".join(f'{"    " * depth}!!! note "a"' for depth in range(40)),
    ],
    "citations": [
        *("X [@].", "X [@bottou2018; @gone1999].", "X [@bottou2018, <b>].", "X [@bottou2018, §41]."),
        *("X [@bottou2018, p. 0].", "X [@bottou2018, Fig. 9999].", "X [@bottou2018, pp. 14–12]."),
        *("X [@bottou2018, p. 99999].", "X [@bottou2018, Eq. -1].", "X [@bottou2018, §0].", "X [@bottou2018; §4]."),
        *("As @bottou2018 says.", "X [@bottоu2018].", "X [@Bottou2018]."),
    ],
}
"""Texts that stand at the end of the page."""


def entry(field: str) -> Change:
    """One more field of a work."""
    return replaced(DOI, f"{DOI}\n  {field}", BIBLIOGRAPHY)


def front(line: str) -> Change:
    """One more line of the front matter."""
    return replaced("read_first: []", f"read_first: []\n{line}")


def reading(value: str) -> Change:
    """Another `read_first`."""
    return replaced("read_first: []", f"read_first: {value}")


def moved(line: str) -> Change:
    """A page that went elsewhere."""
    return replaced("moved: {}", f"moved:\n  {line}", PUBLISHED)


def drawn(markup: str) -> Change:
    """A drawing with something in it."""
    return replaced("</svg>", f"{markup}</svg>", FIGURE)


def before(text: str) -> Change:
    """A drawing with something before it."""
    return replaced("<svg ", f"{text}<svg ", FIGURE)


def cell(code: str) -> Change:
    """A lab whose first cell does something else."""
    return replaced(OUTPUT, code, LAB)


def finding(code: str) -> Change:
    """A lab whose finding is asserted otherwise."""
    return replaced(FINDING, code, LAB)


def numbers(code: str) -> Change:
    """Numbers that are measured otherwise."""
    return replaced("return mean(", f"{code}\n    return mean(", NUMBERS)


IN_FILES: dict[str, dict[str, list[Change]]] = {
    "bibliography": {
        BIBLIOGRAPHY: [
            replaced("Large-Scale", "Small-Scale", BIBLIOGRAPHY),
            replaced("Bottou, Léon", "Hinton, Geoffrey", BIBLIOGRAPHY),
            replaced("Léon and", "Léon and and", BIBLIOGRAPHY),
            replaced("Optimization", "See https://evil.org", BIBLIOGRAPHY),
            replaced("Optimization", "[x](javascript:x)", BIBLIOGRAPHY),
            replaced("Optimization", "`x` **b**", BIBLIOGRAPHY),
            replaced("@article", "@evil", BIBLIOGRAPHY),
            replaced("{bottou2018,", "{bottou 2018,", BIBLIOGRAPHY),
            replaced("{bottou2018,", "{<b>2018,", BIBLIOGRAPHY),
            replaced("10.1137/16M1080173", "10.1109/CVPR.1999.90", BIBLIOGRAPHY),
            replaced("16M1080173", "16M 108", BIBLIOGRAPHY),
            replaced("Learning},", "Learning,", BIBLIOGRAPHY),
            *(replaced("{2018}", f"{{{year}}}", BIBLIOGRAPHY) for year in ("2018--2019", "in press", "0", "18")),
            *map(entry, ("year = {2017},", "note = {javascript:x},", "howpublished = {\\url{javascript:x}},")),
            *map(
                entry, ("url = {../x},", "url = {http://x.org},", "url = {file:///etc},", "url = {https://10.0.0.1/},")
            ),
            *map(entry, ("url = {https://doi.org/10.1000/182},", "month = {13},", "pages = {<b>},", "issn = {0},")),
            *map(entry, ("eprint = {1899.99999},", "eprint = {9912.00001},", "eprint = {1006.00001},")),
            *map(entry, ("eprint = {0704.0001},", "isbn = {123},", "note = {a\x07b},", "url = {https://a:b@x.org/},")),
        ],
    },
    "front matter": {
        PAGE: [
            *map(front, ("hide: [everything]", "template: main.html", "search: {exclude: true}", "status: new")),
            *map(front, ("title: Other", "icon: x", "hooks: x", "asked: &a {}", "asked: [x]", "read_first: []")),
            *map(front, ("asked:\n  gone: [x]", 'asked:\n  what-is-a-batch: ["<b>x</b>"]')),
            *map(front, (f"asked:\n  what-is-a-batch: [{'word ' * 100}]", "asked:\n  what-is-a-batch: [noise, noise]")),
            *map(reading, ("[training/page.md]", "[training/gone.md]", "training/page.md", "[../../README.md]")),
            *map(reading, ("[index.md]", "{a: b}", "!!python/name:os.system x")),
            written(PAGE, ""),
        ],
    },
    "ledgers": {
        PUBLISHED: [
            *map(moved, ("a.md: b.md\n  b.md: a.md", "a.md: a.md", "a.md: javascript:x", "a.md: https://evil.org")),
            *map(moved, ("../../x.md: training/page.md", "/etc/x.md: training/page.md", '"<b>.md": training/page.md')),
            *map(moved, ("glossary.md: training/page.md", "a.md: training/page/noise-by-size.svg")),
            *map(moved, ("index.md#x: training/page.md#gone", "a.md: training/page.md\n  a.md: index.md")),
            added("other: {}\n", PUBLISHED),
            written(PUBLISHED, "pages: &a {}\nmoved: *a\n"),
        ],
        FIGURES: [added("  training/gone:\n    code: x\n    a.svg: b\n", FIGURES)],
        BIBLIOGRAPHY: [replaced("  bottou2018: 2026-11-20", "  bottou2018: 2026-13-20", VERIFIED)],
    },
    "drawings": {
        FIGURE: [
            *map(drawn, ("<style>*{}</style>", "<a href='https://x'><path d='M0 0'/></a>", "<animate/>", "<set/>")),
            *map(drawn, ("<iframe/>", "<!-- x -->", "<text><![CDATA[<script>]]></text>", "<filter/>", "<mask/>")),
            *map(drawn, ("<path class='md-overlay' d=''/>", "<path style='@import x' d=''/>", "<title>x</title>")),
            *map(drawn, ("<path style='fill:var(--x,url(https://x))' d=''/>", "<desc>x</desc>")),
            *map(drawn, ("<use xmlns:x='http://www.w3.org/1999/xlink' x:href='javascript:x'/>",)),
            *map(
                drawn,
                ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>x</h:script>", f"<path d='{'M0 0' * 60000}'/>"),
            ),
            *map(before, ('<!DOCTYPE svg [<!ENTITY a "x">]>', '<?xml-stylesheet href="https://x"?>')),
            written(FIGURE, '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><text>&a;</text></svg>'),
            written(FIGURE, ""),
            written(FIGURE, "<html></html>"),
        ],
    },
    "scripts of drawings": {
        DRAWING: [
            replaced("    return figure", f"    {code}\n    return figure", DRAWING)
            for code in ("assert True", "assert figure == figure", "import urllib.request", "open('x')", "exit()")
        ],
    },
    "labs": {
        LAB: [
            *map(finding, ("assert True", "assert average == average", "assert average > -1e30", "average > 2.5")),
            *map(finding, ("if False:\n    assert average > 2.5", "assert average - average == 0")),
            finding("try:\n    assert average > 2.5\nexcept AssertionError:\n    pass"),
            *map(cell, ("import urllib.request", "import os; os.system('ls')", 'open("/etc/passwd").read()')),
            *map(cell, ("import numpy as np; print(np.random.rand())", "import subprocess", 'eval("1")')),
            *map(cell, ("import requests", "from sklearn.datasets import fetch_openml", "exit()")),
            replaced('measured = {"mean": average}', 'measured = {"mean": 3.0}', LAB),
            replaced("name: python3", "name: bash", LAB),
            replaced("**Verdict.** It", "It", LAB),
            replaced("# ## Limits", "# ## Other", LAB),
        ],
        NUMBERS: [*map(numbers, ("open('x')", "if len('a') > 1:\n        return 2.5", "import os"))],
        RECORD: [
            replaced("measured: 3.00", "<script>alert(1)</script>", RECORD),
            added("x: &a [1]\ny: [*a, *a]\n", RECORD),
            added("x: !!python/object:os.x {}\n", RECORD),
            written(RECORD, ""),
        ],
    },
}
"""Changes of a file, by kind and by the file that the message has to name."""
