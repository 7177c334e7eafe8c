"""What could harm a reader is named in the sources, wherever it stands and in whatever form."""

from tests.publishing.example import Repository
from tests.publishing.faults import BIBLIOGRAPHY, FIGURE, LAB, PAGE, Change, Fault, cases, replaced, written
from tests.publishing.in_process import assert_named, below, several

CONTEXTS = {
    "a paragraph": "Words {} words.",
    "a block": "{}",
    "a list": "- one\n- {}",
    "a table": "| a | b |\n| --- | --- |\n| {} | words |",
    "a quote": "> {}",
    "a box": "!!! note\n    Words {} words.",
    "the title of a box": "!!! note '{}'\n    Words.",
    "a heading": "### Words {}",
    "a footnote": "Words.[^x]\n\n[^x]: Words {} words.",
}
HTML = {
    "script": "<script>alert(1)</script>",
    "frame": "<iframe srcdoc='x'></iframe>",
    "handler": "<div onclick='alert(1)'>x</div>",
    "form": "<form action='https://example.org'>x</form>",
    "password": "<input type='password'>",
    "picture as a button": "<input type='image' src='https://example.org/x'>",
    "background": "<p style='background: url(https://example.org/x)'>x</p>",
    "drawing": "<svg><image href='https://example.org/x'/></svg>",
    "hidden words": "<div hidden>",
    "link": "<a href='javascript:alert(1)'>x</a>",
}
ADDRESSES = {
    "script": ("javascript:alert(1)", "javascript: runs"),
    "script in capitals": ("JavaScript:alert(1)", "javascript: runs"),
    "script in disguise": ("java&#115;cript:alert(1)", "javascript: runs"),
    "older script": ("vbscript:x", "vbscript: runs"),
    "page": ("data:text/html,x", "data: runs"),
    "file of the reader": ("file:///etc/passwd", "file: runs"),
    "plain http": ("http://example.org/", "write https:"),
    "other host without scheme": ("//example.org/x", "without its scheme"),
    "password": ("https://name:word@example.org/", "name or password"),
    "letters of another alphabet": ("https://аrxiv.org/", "write the host in ASCII"),
    "the same in punycode": ("https://xn--rxiv-43d.org/", "write the host in ASCII"),
    "one letter changed": ("https://arxlv.org/abs/1", "looks like arxiv.org"),
    "two letters exchanged": ("https://gihtub.com/x", "looks like github.com"),
    "known name inside of another": ("https://arxiv.org.example.com/", "looks like arxiv.org"),
    "number": ("https://10.0.0.1/", "no name of a public host"),
    "port": ("https://example.org:8443/", "port 8443"),
    "climbing out": ("../../scripts/../../../etc/passwd", "climbs up again"),
    "climbing into a hidden folder": ("../../tests/../.git/config", "climbs up again"),
    "hidden file": ("../../.git/config", "hidden file or folder"),
}
FORMS = {"a link": "[x]({})", "an image": "![x]({})", "a reference": "[x][r]\n\n[r]: {}"}
ATTRIBUTES = ["onclick=alert(1)", "style=x", "href=javascript:x", "hidden", ".md-overlay", "target=x", "srcdoc=x"]
INCLUDES = ['--8<-- "_data/macros.json"', ';--8<-- "training/page.py:mean"', "--8<-- 'training/page.py:mean'"]
INCLUDES += [
    '--8<-- "../docs/_data/macros.json"',
    '-8<- "training/page.py:mean"',
    '--8<-- "https://example.org/x"',
]

MARKUP = [fault for name, html in HTML.items() for fault in several(below("", html, "", name), CONTEXTS)]
LINKS = [
    Fault(
        f"{name} in {form}",
        below(text.format(address), "", "", "").change,
        PAGE,
        text.format(address)[:4],
        "safety",
        words,
    )
    for name, (address, words) in ADDRESSES.items()
    for form, text in FORMS.items()
]
LISTS = [
    fault
    for attributes in ATTRIBUTES
    for fault in (
        below(f"[Words](../glossary.md){{ {attributes} }}", "[Words]", "is not on the list", f"{attributes} at a link"),
        below(f"### Words {{ {attributes} }}", "### Words", "is not on the list", f"{attributes} at a heading"),
        below(f"Words.\n{{ {attributes} }}", f"{{ {attributes}", "is not on the list", f"{attributes} at a paragraph"),
    )
]
OTHER = [
    *(below(f"{include}\n", include, "an include is a line", f"include {include}") for include in INCLUDES),
    below("--8<--\ntraining/page.py\n--8<--", "--8<--\ntr", "an include is a line", "include as a block"),
    below("<!-- swallows", "<!-- swallows", "may swallow", "open comment"),
    below("```python onclick=x\nx = 1\n```", "```python on", "says its language", "attribute of a fence"),
    below('=== "<b>x</b>"\n\n    words', "===", "plain words", "HTML in the title of a tab"),
    below(
        "[https://arxiv.org/](https://example.org/)", "[https", "the words say arxiv.org", "words of another address"
    ),
    below("A `List` or List<int> of words.", "A `List`", "write Markdown, or `<int>`", "type in the words"),
    Fault("HTML in a lab", replaced("Nobody has tried.", "<b>Nobody</b>.", LAB), LAB, "# <b>", "safety", "<b> is not"),
    Fault(
        "HTML in a caption", replaced("numbers is three", "<b>numbers</b>", LAB), LAB, "# caption", "safety", "plain"
    ),
    Fault(
        "end of a block in a cell", replaced('print(f"', '"""\n```\n"""\nprint(f"', LAB), LAB, "```", "safety", "ends"
    ),
]


def drawn(markup: str) -> Change:
    """A drawing with something in it."""
    return replaced("</svg>", f"{markup}</svg>", FIGURE)


def linked(place: str, target: str) -> Change:
    """A symbolic link."""
    return lambda repository: (repository.root / place).symlink_to(target)


def stray(name: str, words: str, content: str = "x") -> Fault:
    """A file that does not belong to the site."""
    return Fault(f"stray {name}", written(f"docs/{name}", content), f"docs/{name}", "", "files", words)


FILES = [
    stray("training/secret.env", "no such file is part"),
    stray("training/notes.txt", "no such file is part"),
    stray("training/page/data.csv", "no such file is part"),
    stray("assets/tool.exe", "no such file is part"),
    stray("training/photo.jpg", "no script drew"),
    stray("assets/photo.webp", "no script drew"),
    stray("assets/unused.svg", "names this file", "<svg/>"),
    stray("training/My Page.md", "lower-case"),
    stray("training/page/record.yaml", "no such file is part"),
    stray("training/gone/record.yml", "without its page"),
    stray("labs/tiny/cell-99.svg", "no record of its lab", "<svg/>"),
    stray("_data/bomb.yml", "an alias", "a: &a [x]\nb: [*a, *a]\n"),
    stray("_data/deep.yml", "deep", f"a: {'[' * 9}{']' * 9}\n"),
    stray("_data/tag.yml", "the tag", "a: !!python/object/apply:os.system [ls]\n"),
    stray("_data/long.yml", "a value of", f"a: {'x' * 3000}\n"),
    Fault(
        "link to a file of the host",
        linked("docs/assets/x.png", "/etc/hostname"),
        "docs/assets/x.png",
        "",
        "files",
        "put",
    ),
    Fault(
        "link to a folder of the host", linked("docs/assets/ssl", "/etc/ssl"), "docs/assets/ssl", "", "files", "a link"
    ),
    Fault("link to nothing", linked("docs/assets/gone.svg", "nowhere"), "docs/assets/gone.svg", "", "files", "a link"),
    Fault("folder in itself", linked("docs/training/loop", "."), "docs/training/loop", "", "files", "put the file"),
    Fault("script in a drawing", drawn("<script>x</script>"), FIGURE, "<script>", "files", "<script> has no place"),
    Fault("handler in a drawing", drawn("<path d='M0 0' onload='x'/>"), FIGURE, "<path d='M0 0' o", "files", "onload"),
    Fault(
        "picture in a drawing", drawn("<image href='https://x'/>"), FIGURE, "<image", "files", "<image> has no place"
    ),
    Fault("page in a drawing", drawn("<foreignObject/>"), FIGURE, "<foreign", "files", "has no place"),
    Fault("part of another drawing", drawn("<use href='https://x#a'/>"), FIGURE, "<use href='h", "files", "leads out"),
    Fault(
        "style that loads",
        drawn("<rect style='fill: url(https://x)'/>"),
        FIGURE,
        "<rect style='fill: u",
        "files",
        "loads",
    ),
    Fault(
        "alias in front matter",
        replaced("read_first: []", "read_first: &a []"),
        PAGE,
        "read_first",
        "files",
        "an alias",
    ),
    Fault(
        "template", replaced("read_first", "template: ../x\nread_first"), PAGE, "template", "front-matter", "unknown"
    ),
]
WORKS = [
    Fault(
        "script as an address",
        replaced("doi = {10.1137/16M1080173}", "url = {javascript:x}", BIBLIOGRAPHY),
        BIBLIOGRAPHY,
        "@art",
        "citations",
        "javascript: runs",
    ),
    Fault(
        "look-alike",
        replaced("doi = {10.1137/16M1080173}", "url = {https://arxlv.org}", BIBLIOGRAPHY),
        BIBLIOGRAPHY,
        "@art",
        "citations",
        "looks like",
    ),
    Fault(
        "HTML in a title",
        replaced("Optimization", "<script>", BIBLIOGRAPHY),
        BIBLIOGRAPHY,
        "@art",
        "citations",
        "holds <",
    ),
    Fault("no DOI", replaced("10.1137/16M1080173", "10.1/x y", BIBLIOGRAPHY), BIBLIOGRAPHY, "@art", "citations", "doi"),
]


@cases([*MARKUP, *LINKS, *LISTS, *OTHER, *FILES, *WORKS])
def test_what_could_harm_a_reader_is_named(unbuilt: Repository, fault: Fault) -> None:
    assert_named(unbuilt, fault)
