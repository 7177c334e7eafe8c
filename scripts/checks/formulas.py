"""Every formula is closed, KaTeX can read it, and a display formula says which code it was compared with."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from scripts.content import ROOT, Formula, Inline, Page, Problem, Site
from scripts.content.by_page import Found, of_each_page
from scripts.content.code import function_lines, tested_names
from scripts.render.katex import MACROS, renderer

_PROBABLY_MATH = re.compile(r"(?<![\\$\w])\$(?!\s|`|\d+(?:[.,]\d+)*\b(?!\s*[\\^_=+<>]))([^$`]*[^$`\s])\$(?!\w)")
_UNWANTED = re.compile(r"\\(tag|label|ref|eqref|newcommand|renewcommand|providecommand|def|gdef|let)(?![a-zA-Z])")
_LOOKS = re.compile(
    r"\\(rule|m?kern|[hmv]skip|[hmv]space|raisebox|[lr]lap|mathllap|mathrlap|color|textcolor|colorbox|fcolorbox"
    r"|tiny|scriptsize|footnotesize|small|large|Large|LARGE|huge|Huge)(?![a-zA-Z])"
)
LONGEST, DEEPEST = 800, 12
"""Characters of a formula, and braces in braces: more is read by nobody."""
_MACRO = "…: macros stand in docs/_data/macros.json, for all pages"
_REFERENCE = "… has no place here: formulas are not numbered; name what you mean in words"
_INSTEAD = dict.fromkeys(("tag", "label", "ref", "eqref"), _REFERENCE) | dict.fromkeys(
    ("newcommand", "renewcommand", "providecommand", "def", "gdef", "let"), _MACRO
)
_MATH_SIGNS = re.compile(r"[\\^_=<>+]|^.$")


def check(site: Site) -> Iterator[Problem]:
    """Look at inline formulas, fences and text with dollar signs."""
    for page in site.pages:
        for formula in page.formulas:
            if formula.display and page.section and not page.is_lab:
                yield from _tag(site, page, formula)
    yield from of_each_page(site, "formulas", _found, (ROOT / MACROS).read_bytes())


def _found(page: Page) -> Iterator[Found]:
    for inline in page.inlines:
        yield from _inline(page, inline)
    for token in page.tokens:
        if token.type == "fence" and token.map is not None:
            yield from _fence(page, token, token.map)
    rendered = renderer().render((formula.tex, formula.display) for formula in page.formulas)
    for formula, result in zip(page.formulas, rendered, strict=True):
        if command := _UNWANTED.search(formula.tex):
            yield formula.line, _INSTEAD[command[1]].replace("…", command[0], 1)
        elif command := _LOOKS.search(formula.tex):
            yield formula.line, f"{command[0]} moves, sizes or colors by hand, over what stands around it; leave it out"
        elif message := _size_problem(formula.tex):
            yield formula.line, message
        elif result.error:
            yield _unreadable(formula, result.error, result.position)


def _size_problem(tex: str) -> str:
    """What is wrong with a formula that is too long, or too deep, to be read."""
    depth = deepest = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    if len(tex) > LONGEST or deepest > DEEPEST:
        return (
            f"{len(tex)} characters, braces {deepest} deep (at most {LONGEST} and {DEEPEST}); name a part and split it"
        )
    return ""


def _inline(page: Page, inline: Inline) -> Iterator[Found]:
    parts = list(inline.lines())
    for index, (part, line) in enumerate(parts):
        before = parts[index - 1][0].content if index else ""
        after = parts[index + 1][0].content if index + 1 < len(parts) else ""
        if part.type == "code_inline" and before.endswith("$") != after.startswith("$"):
            side = (
                "begins with $ but does not end with $" if before.endswith("$") else "ends with $ but has none before"
            )
            yield line, f"`{part.content}` {side}; an inline formula is $`…`$"
        if part.type == "code_inline" and inline.heading and before.endswith("$"):
            yield line, "a formula in a heading; say it in words, for menus and search"
        if part.type != "text":
            continue
        if "$`" in part.content:
            message = "an inline formula is opened by $` and not closed by `$"
            if page.source_lines[line - 1].lstrip().startswith("|"):
                message += "; is there a | in it, which begins a cell? Write \\mid, \\vert or \\lVert … \\rVert"
            yield line, message
        for match in _PROBABLY_MATH.finditer(_between_formulas(parts, index)):
            if _MATH_SIGNS.search(match[1]):
                yield line, f"{match[0]} looks like a formula; write $`{match[1]}`$"


def _between_formulas(parts: list[tuple[Token, int]], index: int) -> str:
    """A text without the dollar signs that belong to the formulas before and behind it."""
    text = parts[index][0].content
    if index and parts[index - 1][0].type == "code_inline":
        text = text.removeprefix("$")
    if index + 1 < len(parts) and parts[index + 1][0].type == "code_inline":
        text = text.removesuffix("$")
    return text


def _fence(page: Page, token: Token, lines: list[int]) -> Iterator[Found]:
    last = page.source_lines[lines[1] - 1].strip().lstrip("> ")
    closed = last.startswith(token.markup) and set(last) == set(token.markup[:1])
    if not closed or any(line.strip().startswith(token.markup) for line in token.content.split("\n")):
        what = "formula" if token.info.strip() == "math" else "block of code"
        message = f"the {what} that begins here is not closed; end it with a line {token.markup}"
        yield lines[0] + 1, message


def _unreadable(formula: Formula, error: str, position: int | None) -> Found:
    before = formula.tex.rstrip()[: position or 0]
    line = formula.line + before.count("\n") + (1 if formula.display else 0)
    where = ""
    if position is not None:
        rest = formula.tex[position:].split("\n")[0]
        where = (
            f" at position {len(before.rpartition(chr(10))[2]) + 1}, before “{rest[:20]}”" if rest else " at the end"
        )
    return line, f"KaTeX: {error}{where}; mend it"


def _tag(site: Site, page: Page, formula: Formula) -> Iterator[Problem]:
    if formula.tag != "definition" and "." not in formula.tagged:
        message = "begin the formula with % executed: module.function, or with % definition if it only names things"
        yield Problem(page.file, formula.line + 1, "formulas", message)
        return
    if formula.instead and formula.tag != "checked":
        message = f"% instead: says what is checked; {formula.tag} formulas need none, so write % checked: or remove it"
        yield Problem(page.file, formula.line + 2, "formulas", message)
    if formula.tag == "definition":
        return
    *folders, function = formula.tagged.split(".")
    module = site.root.joinpath("snippets", *folders).with_suffix(".py")
    name = module.relative_to(site.root).as_posix()
    if not module.is_file():
        yield Problem(page.file, formula.line + 1, "formulas", f"{formula.tag} by {formula.tagged}: no module {name}")
    elif function not in function_lines(module):
        known = ", ".join(function_lines(module))
        message = f"{formula.tag} by {formula.tagged}: no function {function!r} in {name} (it has: {known})"
        yield Problem(page.file, formula.line + 1, "formulas", message)
    else:
        folder = site.root.joinpath("tests", "snippets", *folders[:-1])
        tests = folder.glob(f"test_{folders[-1].removesuffix('_torch')}*.py")
        if not any(function in tested_names(test) for test in tests):
            where = f"tests/snippets/{'/'.join(folders[:-1])}/test_{folders[-1]}.py"
            message = (
                f"{formula.tag} by {formula.tagged}: no test with an assertion uses {function!r}; write one in {where}"
            )
            yield Problem(page.file, formula.line + 1, "formulas", message)
