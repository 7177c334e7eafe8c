"""Formulas in plain text, as docstrings have them: which characters are a formula, which are words.

    y_i = γ_i x_i/r with r = √(σ² + ε) over the last axis; x has shape (B, d).

A word is two or more Latin letters, with hyphens (`mini-batch`, `16-bit`), underscores, units (`bytes/s`). No words are
the functions (`exp`, `max` …), what a bracket follows at once (`round(w/s)`), an index (`B_crit`), and names of the
page (`TP`). What stands between two words, names in backticks or marks of punctuation is a formula if it is more than
one name, number or list of these in brackets: if it has a relation, an operation, a power or factors side by side. So
a sign next to a word, which nothing can compute, is a formula that cannot be read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scripts.evidence.formulas.tokens import FormulaError

MARKS = {"\u0302": "\\hat", "\u0303": "\\tilde", "\u0304": "\\bar", "\u0305": "\\overline", "\u0307": "\\dot"}
FUNCTIONS = ("exp", "log", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "arg", "tr", "diag")
MOMENTS = ("Var", "Cov")
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿᵗᵏ", "0123456789+-()intk", strict=True)) | {"ᵀ": "\\top "}
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₗₘₙₜ", "0123456789+-ijklmnt", strict=True))
GREEK = {
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\epsilon", "ζ": "\\zeta", "η": "\\eta",
    "θ": "\\theta", "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu", "ν": "\\nu", "ξ": "\\xi", "π": "\\pi", "ρ": "\\rho",
    "σ": "\\sigma", "τ": "\\tau", "φ": "\\phi", "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega", "Γ": "\\Gamma",
    "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Σ": "\\Sigma", "Φ": "\\Phi", "Ω": "\\Omega", "ℓ": "\\ell",
    "ℒ": "\\mathcal{L}",
}  # fmt: skip
RELATIONS = {
    "=": "=", "≈": "\\approx", "<": "<", ">": ">", "≤": "\\le", "≥": "\\ge", "≪": "\\ll", "≫": "\\gg", "≠": "\\ne",
    "∈": "\\in", "∉": "\\notin", "∼": "\\sim", "~": "\\sim", "←": "\\leftarrow", "→": "\\to",
}  # fmt: skip
SIGNS = {"+": "+", "−": "-", "-": "-", "±": "\\pm"}
TIMES = {"·": "\\cdot", "×": "\\times", "⊙": "\\odot", "/": "/", "∩": "\\cap", "∪": "\\cup"}
OTHERS = {"½": "\\tfrac12", "¼": "\\tfrac14", "∞": "\\infty", "…": "\\dots", "⋯": "\\cdots", "I": "I"}
LABELS = ("*", "^*")
"""Powers that are none: `θ*` is a name."""
BRACKETS = {"(": ")", "[": "]", "{": "}", "⌈": "⌉", "⌊": "⌋"}
STOPS = '.:;!?“”"%&'
_CHUNK = re.compile(r"[A-Za-z0-9\u0300-\u036f]+(?:[-–/.’'_][A-Za-z0-9\u0300-\u036f]+)*")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_CODE = re.compile(r"`[\w.]+(?:\([\w, ]*\))?`")
_SPACE = re.compile(r"\s+")
_POWER = re.compile(r"[-−]?(?:\d+(?:\.\d+)?|[A-Za-zα-ω][\u0300-\u036f]*(?:_[A-Za-z0-9]+)?)|\*")
_INDEX = re.compile(r"[A-Za-z0-9α-ωΑ-Ω]+|[∞*]")
_OTHER_WORD = re.compile(r"§[\d.]*\d|[A-Za-z](?:\d+|['’]s)(?![A-Za-z0-9_(\[])")
"""§2.1, names of arguments such as `W1`, and x's."""


@dataclass(frozen=True)
class Piece:
    """A piece of plain text: its kind, its text, where it stands, and whether it stands apart from the one before.

    `kind` is word, stop, comma, name, function, number, index, power, relation, sign, times, bar, root, big, partial,
    other, or a bracket: its opening character, with what stands in it.
    """

    kind: str
    text: str
    at: int
    apart: bool = False
    inside: tuple["Piece", ...] = field(default=())

    @property
    def is_bracket(self) -> bool:
        """Whether this is a bracket with what stands in it."""
        return self.kind in BRACKETS


@dataclass(frozen=True)
class Run:
    """A formula in plain text."""

    pieces: tuple[Piece, ...]
    at: int
    text: str


def runs(text: str, names: frozenset[str] = frozenset()) -> list[Run]:
    """The formulas of a text, in order; `names` are words that the page writes in its formula.

    Raises:
        FormulaError: a character that has no meaning in plain text, or a bracket without its partner.
    """
    text = unicodedata.normalize("NFD", text)
    found = []
    for part in _split(nested(text, names)):
        if _says_something(part):
            last = part[-1]
            whole = unicodedata.normalize("NFC", _SPACE.sub(" ", text[part[0].at : last.at + len(last.text)]))
            found.append(Run(tuple(part), part[0].at, whole))
    return found


def nested(text: str, names: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces of a text in which accents are characters of their own, brackets as one piece each."""
    return _nested(Scanner(text, names).pieces())


class Scanner:
    """Cuts a text into pieces."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text, self.names = text, names
        self.at = 0

    def pieces(self) -> Iterator[Piece]:
        """All pieces, brackets as single characters."""
        apart = True
        while self.at < len(self.text):
            if space := _SPACE.match(self.text, self.at):
                if space[0].count("\n") > 1:
                    yield Piece("stop", "\n", self.at)
                self.at, apart = space.end(), True
                continue
            start, kind = self.at, self._kind(apart)
            yield Piece(kind, self.text[start : self.at], start, apart)
            apart = False

    def _kind(self, apart: bool) -> str:
        """Step over the next piece, and say what it is."""
        start, character = self.at, self.text[self.at]
        if match := _CODE.match(self.text, start) or _OTHER_WORD.match(self.text, start):
            self.at = match.end()
            return "word"
        if character == "`":
            raise FormulaError("only a name or a call stands in backticks", start)
        if match := _CHUNK.match(self.text, start):
            return self._chunk(match)
        if character in ("_", "^") or character in SUPERSCRIPTS or character in SUBSCRIPTS or character in "*′″‴'":
            if apart:
                raise FormulaError(f"{character} stands behind nothing", start)
            return self._script(character)
        self.at += 1
        if character in GREEK or character == "∇":
            self._accents()
            following = self.text[self.at : self.at + 1]
            return "big" if character == "Σ" and following in ("_", *SUBSCRIPTS) else "name"
        for kind, known in (("relation", RELATIONS), ("sign", SIGNS), ("times", TIMES), ("other", OTHERS)):
            if character in known:
                return kind
        if character in "∏Π":
            return "big"
        kinds = {"‖": "bar", "|": "bar", "√": "root", "∂": "partial", ",": "comma", **dict.fromkeys(STOPS, "stop")}
        if character in kinds:
            return kinds[character]
        if character in BRACKETS or character in BRACKETS.values():
            return character
        raise FormulaError(
            f"{character!r} (U+{ord(character):04X}) has no meaning in the formula of a docstring", start
        )

    def _chunk(self, match: re.Match[str]) -> str:
        """A word, or the first name or number of letters and digits that are none."""
        chunk = match[0]
        ends_in_call = self.text[match.end() : match.end() + 1] in ("(", "[")
        parts = re.split(r"([-–/.’'])", chunk)
        words = [self._is_word(part, ends_in_call and index == len(parts) - 1) for index, part in enumerate(parts)]
        if words[0]:
            length = len(parts[0])
            for sign, part in zip(parts[1::2], parts[2::2], strict=True):
                if sign == "/" and not part.isalpha():
                    break
                length += len(sign + part)
            self.at += length
            return "word"
        if len(parts) > 1 and parts[1] in "-–" and any(words):
            self.at = match.end()
            return "word"
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return "number"
        name = re.match(r"[A-Za-z]+", chunk)
        assert name is not None  # no digit, so a letter
        if len(name[0]) > 1:
            self.at += len(name[0])
            known = name[0] in FUNCTIONS or name[0] in MOMENTS or self.text[self.at : self.at + 1] in ("(", "[")
            return "function" if known else "name"
        self.at += 1
        self._accents()
        return "name"

    def _is_word(self, part: str, called: bool) -> bool:
        base = part.partition("_")[0]
        letters = sum(character.isalpha() for character in base)
        if letters < 2 or not base[:1].isalpha():
            return False
        return not (base in FUNCTIONS or base in MOMENTS or base in self.names or (called and base == part))

    def _accents(self) -> None:
        while self.text[self.at : self.at + 1] and self.text[self.at] in MARKS:
            self.at += 1

    def _script(self, character: str) -> str:
        if character in "′″‴'*":
            self.at += 1
            return "power" if character == "*" else "prime"
        if character in "_^":
            self.at += 1
            self._argument(character == "^")
        else:
            known = SUPERSCRIPTS if character in SUPERSCRIPTS else SUBSCRIPTS
            while self.text[self.at : self.at + 1] and self.text[self.at] in known:
                self.at += 1
            return "power" if known is SUPERSCRIPTS else "index"
        return "power" if character == "^" else "index"

    def _argument(self, is_power: bool) -> None:
        """Step over what stands behind `_` or `^`: a bracket, or letters and digits."""
        if self.text[self.at : self.at + 1] in BRACKETS:
            self.at = _end_of_bracket(self.text, self.at)
            return
        match = (_POWER if is_power else _INDEX).match(self.text, self.at)
        if match is None:
            raise FormulaError(f"what stands behind {self.text[self.at - 1]} has no brackets", self.at)
        self.at = match.end()


def _end_of_bracket(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in BRACKETS) - (text[at] in BRACKETS.values())
        if depth == 0:
            return at + 1
    raise FormulaError(f"{text[start]} is not closed", start)


def _nested(flat: Iterable[Piece]) -> list[Piece]:
    levels: list[list[Piece]] = [[]]
    opened: list[Piece] = []
    for piece in flat:
        if piece.kind in BRACKETS:
            opened.append(piece)
            levels.append([])
        elif piece.kind in BRACKETS.values():
            if not opened or BRACKETS[opened[-1].kind] != piece.kind:
                raise FormulaError(f"{piece.text} closes nothing", piece.at)
            opening, inside = opened.pop(), levels.pop()
            text = " " * (piece.at + 1 - opening.at)  # only its length counts
            levels[-1].append(Piece(opening.kind, text, opening.at, opening.apart, tuple(inside)))
        else:
            levels[-1].append(piece)
    if opened:
        raise FormulaError(f"{opened[-1].text} is not closed", opened[-1].at)
    return levels[0]


def _split(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """What stands between words and marks; a bracket with words, or with a list, is no part of a formula."""
    part: list[Piece] = []
    for piece in pieces:
        joined = bool(part) and (not piece.apart or part[-1].kind in ("relation", "sign", "times", "function"))
        is_list = piece.is_bracket and any(each.kind == "comma" for each in piece.inside) and not joined
        if piece.kind in ("word", "stop", "comma") or (piece.is_bracket and (is_list or _has_words(piece))):
            yield part
            part = []
            yield from _split(piece.inside)
        else:
            part.append(piece)
    yield part


def _has_words(piece: Piece) -> bool:
    return any(each.kind in ("word", "stop") or _has_words(each) for each in piece.inside)


def _says_something(part: Sequence[Piece]) -> bool:
    """Whether this is more than one name, number, norm or derivative of names, or list of these."""
    part = [piece for piece in part if piece.kind not in ("index", "prime") and piece.text not in LABELS]
    kinds = [piece.kind for piece in part]
    if kinds in (["partial", "name", "times", "partial", "name"], ["bar", "name", "bar"]):
        return False
    if kinds in (["sign", "number"], ["sign", "other"]) and part[0].text in "-−" and not part[1].apart:
        return False  # −1, but not the rest of “steps + 1”
    operands = 0
    for place, piece in enumerate(part):
        if piece.kind in ("relation", "sign", "times", "root", "big", "partial", "bar", "power"):
            return True
        if piece.is_bracket:
            if any(map(_says_something, _split(piece.inside))):
                return True
            operands += place == 0 or piece.apart
        operands += piece.kind in ("name", "function", "number") or piece.text in "½¼"
    return operands > 1
