"""KaTeX's parse tree as one flat list of tokens, without spaces, sizes and styles.

KaTeX has read the TeX already: macros are expanded, fractions, roots, scripts and environments are nodes. What it
leaves open (numbers, brackets, what belongs to a sum) is left to the grammar.
"""

from dataclasses import dataclass, field, replace
from typing import Any

QUAD = 18  # kerns of at least one em, in mu, separate statements
SIDES = {
    "∣": "|", "\\vert": "|", "\\lvert": "|", "\\rvert": "|", "\\|": "\\Vert", "∥": "\\Vert",
    "\\lVert": "\\Vert", "\\rVert": "\\Vert", "\\lbrace": "\\{", "\\rbrace": "\\}", "\\lbrack": "[", "\\rbrack": "]",
}  # fmt: skip
ALIASES = {
    "\\leq": "\\le", "\\geq": "\\ge", "\\gets": "\\leftarrow", "\\rightarrow": "\\to", "\\longrightarrow": "\\to",
    "\\lt": "<", "\\gt": ">", "\\neq": "\\ne", "∗": "*", "−": "-", "\\intercal": "\\top", "\\owns": "\\ni",
    "\\@cdots": "\\dots", "\\ldots": "\\dots", "\\cdots": "\\dots", "\\colon": ":", "⟶": "\\to",
}  # fmt: skip


class FormulaError(Exception):
    """A formula that cannot be read or does not hold; `at` is the position in the TeX, if one is known."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Token:
    """One piece of a formula.

    `kind` is name, number, text, mark, open, close, bar, sign, times, relation, punctuation, quad, dots, operator,
    fraction, root, group, cases, rows, brace, held, percent or other; `parts` and `rows` hold what stands inside.
    """

    kind: str
    text: str
    at: int = 0
    parts: tuple[tuple["Token", ...], ...] = ()
    sub: tuple["Token", ...] = ()
    sup: tuple["Token", ...] = ()
    rows: tuple[tuple[tuple["Token", ...], ...], ...] = field(default=(), repr=False)


def tokens(tree: Any) -> tuple[Token, ...]:
    """All tokens of a list of nodes, digits joined to numbers."""
    return _numbers([token for node in tree for token in _flat(node)])


def _flat(node: dict[str, Any]) -> list[Token]:
    at = node.get("at", 0)
    match node["type"]:
        case "spacing":
            return []
        case "kern":
            dimension = node["dimension"]
            width = dimension["number"] * (1 if dimension["unit"] == "mu" else QUAD)
            return [Token("quad", "\\quad", at)] if width >= QUAD else []
        case "styling" | "mclass" | "color":
            return list(tokens(node["body"]))
        case "ordgroup":
            return _group(node, at)
        case "supsub":
            return _with_scripts(node, at)
        case "leftright":
            return _left_right(node, at)
        case "array":
            return [Token("rows", "array", at, rows=_rows(node))]
        case "htmlmathml":
            return _overlaid(node, at)
        case _:
            return [_single(node, at)]


def _single(node: dict[str, Any], at: int) -> Token:
    match node["type"]:
        case "mathord" | "textord":
            return _letter(ALIASES.get(node["text"], node["text"]), at)
        case "atom":
            return _atom(node, at)
        case "delimsizing":
            kind = {"mopen": "open", "mclose": "close"}.get(node["mclass"]) or _side(node["delim"])
            return _delimiter(kind, node["delim"], at)
        case "text":
            return Token("text", _letters(node["body"]), at)
        case "font":
            return Token("name", f"\\{node['font']}{{{_letters([node['body']])}}}", at)
        case "accent":
            return Token("mark", node["label"], at, (tokens([node["base"]]),))
        case "overline":
            return Token("mark", "\\overline", at, (tokens([node["body"]]),))
        case "horizBrace":
            return Token("brace", node["label"], at, (tokens([node["base"]]),))
        case "op" if node.get("name"):
            return Token("operator", ALIASES.get(node["name"], node["name"]), at)
        case "operatorname":
            return Token("operator", f"\\operatorname{{{_letters(node['body'])}}}", at)
        case "genfrac" if node["hasBarLine"] and not node["leftDelim"]:
            return Token("fraction", "\\frac", at, (_script(node["numer"]), _script(node["denom"])))
        case "sqrt":
            return Token("root", "\\sqrt", at, (_script(node["body"]), _script(node.get("index"))))
    raise FormulaError(f"unknown construct {node['type']!r}", at)


def _letter(text: str, at: int) -> Token:
    if text.isdigit():
        return Token("digit", text, at)
    if text in (".", "\\%", "!", "/"):
        return Token({".": "point", "/": "times", "\\%": "percent"}.get(text, "other"), text, at)
    if SIDES.get(text, text) in ("|", "\\Vert"):
        return Token("bar", SIDES.get(text, text), at)
    return Token("name", text, at)


def _atom(node: dict[str, Any], at: int) -> Token:
    text = ALIASES.get(node["text"], node["text"])
    match node["family"]:
        case "open" | "close":
            return _delimiter(node["family"], text, at)
        case "bin" if text in ("+", "-", "\\pm"):
            return Token("sign", text, at)
        case "bin" if text in ("\\cdot", "\\times", "\\odot", "\\cap", "\\cup", "/"):
            return Token("times", text, at)
        case "rel" if SIDES.get(text, text) in ("|", "\\Vert"):
            return Token("bar", SIDES.get(text, text), at)
        case "rel":
            return Token("relation", text, at)
        case "punct":
            return Token("punctuation", text, at)
        case "inner" if text == "\\dots":
            return Token("dots", text, at)
    return Token("other", text, at)


def _delimiter(kind: str, text: str, at: int) -> Token:
    """An opening or closing bracket; `|` and `‖` keep the side that `\\lvert`, `\\rVert` or `\\left` gave them."""
    return Token(kind, SIDES.get(text, text), at)


def _side(text: str) -> str:
    """The kind of a delimiter of `\\big`, which does not say on which side it stands."""
    return "open" if text in ("(", "[", "\\{") else "close" if text in (")", "]", "\\}") else "bar"


def _group(node: dict[str, Any], at: int) -> list[Token]:
    inside = tokens(node["body"])
    if len(inside) == 1 and inside[0].kind != "punctuation":
        return list(inside)
    return [Token("group", "{}", at, (inside,))] if inside else []


def _with_scripts(node: dict[str, Any], at: int) -> list[Token]:
    sub, sup = (_script(node.get(name)) for name in ("sub", "sup"))
    if not node.get("base"):
        raise FormulaError("scripts without a base", at)
    base = _flat(node["base"])
    if base and base[-1].kind == "relation" and base[-1].text == "\\@not":
        raise FormulaError("unknown construct \\not", at)
    if not base or base[-1].sub or base[-1].sup:
        raise FormulaError("scripts on scripts", at)
    return [*base[:-1], replace(base[-1], sub=sub, sup=sup)]


def _script(node: dict[str, Any] | None) -> tuple[Token, ...]:
    if not node:
        return ()
    found = tokens([node])
    return found[0].parts[0] if len(found) == 1 and found[0].kind == "group" else found


def _left_right(node: dict[str, Any], at: int) -> list[Token]:
    body = node["body"]
    if node["left"] == "\\{" and node["right"] == "." and len(body) == 1 and body[0]["type"] == "array":
        return [Token("cases", "cases", at, rows=_rows(body[0]))]
    if node["left"] == "." and SIDES.get(node["right"], node["right"]) == "|":
        return [Token("held", "|", at, (tokens(body),))]
    for side in ("left", "right"):
        if node[side] == ".":
            raise FormulaError("unknown construct: a delimiter without its partner", at)
    opening, closing = _delimiter("open", node["left"], at), _delimiter("close", node["right"], at)
    return [opening, *tokens(body), closing]


def _rows(node: dict[str, Any]) -> tuple[tuple[tuple[Token, ...], ...], ...]:
    rows = (tuple(tokens([cell]) for cell in row) for row in node["body"])
    return tuple(tuple(_open(cell) for cell in row) for row in rows)


def _open(cell: tuple[Token, ...]) -> tuple[Token, ...]:
    return cell[0].parts[0] if len(cell) == 1 and cell[0].kind == "group" else cell


def _overlaid(node: dict[str, Any], at: int) -> list[Token]:
    signs = {"≠": "\\ne", "∉": "\\notin", "≔": "="}
    text = _letters(node["mathml"])
    if text not in signs:
        raise FormulaError(f"unknown construct {text!r}", at)
    return [Token("relation", signs[text], at)]


def _letters(nodes: list[dict[str, Any]]) -> str:
    """The characters of text, a font or an operator's name."""
    found = []
    for node in nodes:
        if node["type"] == "spacing":
            found.append(" ")
        elif "text" in node:
            found.append(node["text"].replace("\\%", "%"))
        elif "body" in node:
            found.append(_letters(node["body"] if isinstance(node["body"], list) else [node["body"]]))
        else:
            raise FormulaError(f"unknown construct {node['type']!r} in a word", node.get("at"))
    return "".join(found)


def _numbers(flat: list[Token]) -> tuple[Token, ...]:
    """Join digits, decimal points and thousands separators (`50{,}000`) to numbers."""
    out: list[Token] = []
    for index, token in enumerate(flat):
        following = flat[index + 1] if index + 1 < len(flat) else None
        open_number = bool(out) and out[-1].kind == "number" and not out[-1].sub and not out[-1].sup
        before_digit = following is not None and following.kind == "digit"
        if token.kind == "digit":
            if open_number:
                out[-1] = replace(token, kind="number", text=out[-1].text + token.text, at=out[-1].at)
            else:
                out.append(replace(token, kind="number"))
        elif token.kind == "point" and open_number and before_digit:
            out[-1] = replace(out[-1], text=out[-1].text + ".")
        elif token.kind == "group" and _is_comma(token) and open_number and before_digit:
            continue
        elif token.kind == "point":
            out.append(replace(token, kind="punctuation"))
        else:
            out.append(token)
    return tuple(out)


def _is_comma(token: Token) -> bool:
    return len(token.parts[0]) == 1 and token.parts[0][0].text == ","
