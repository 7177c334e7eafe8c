"""Plain-text formulas as TeX, which the grammar reads.

p_i = exp(z_i/T) / Σ_j exp(z_j/T)   →   p_{i} = \\exp(z_{i}/T) / \\sum_{j} \\exp(z_{j}/T)

letters      Greek letters; ℒ for \\mathcal L; accents: x̂ ỹ ᾱ ẋ; primes ′ and '; Δθ
indices      x₁ x_i x_12 p_ij S_min x_{t+1} x_(t+1); several letters are one index each or a word, as on the page
powers       x² x⁻¹ Wᵀ x^t x^(1/2) x^{−t} W_V^(i) (an index above) θ* (a name)
operations   + − · × ⊙ / ± ∩ ∪, factors side by side; after / one factor, no more
brackets     ( ) [ ] { } ⌈ ⌉ ⌊ ⌋ |x| ‖x‖; with space around it, | and ‖ stand between: KL(p ‖ q)
functions    exp log ln sin cos tanh max min tr diag, and any name before a bracket: round(w/s); mean(g x̂) is a bar;
             √x √(x + 1) E[x] E‖x‖² Var[x] Cov[x] 1[x > 0] max_j z_j
sums         Σ_i and ∏_i, over what the page's sum has; Σ_{i=1}^n; without an index, Σ is a matrix
derivatives  ∂L/∂x_i, ∇L
numbers      2 0.5 10,000 ½ ¼ ∞
"""

import re
from collections.abc import Sequence

from scripts.evidence.formulas import plain
from scripts.evidence.formulas.plain import FUNCTIONS, GREEK, MARKS, MOMENTS, SUBSCRIPTS, SUPERSCRIPTS, Piece
from scripts.evidence.formulas.tokens import FormulaError

OPERATORS = ("tr", "diag", "sign", "round", "clip")
CLOSING = {"(": ")", "[": "]", "{": "\\}", "⌈": "\\rceil", "⌊": "\\rfloor"}
OPENING = {"(": "(", "[": "[", "{": "\\{", "⌈": "\\lceil", "⌊": "\\lfloor"}
MORE = {"\\sum": "Σ", "\\prod": "∏Π"}


def tex(pieces: Sequence[Piece]) -> str:
    """The TeX of a formula in plain text.

    Raises:
        FormulaError: a part of it stands alone, such as a root without a number below it.
    """
    return Writer(pieces).whole()


class Writer:
    """Writes one piece after another."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.place = 0
        self.bars: list[str] = []

    def whole(self) -> str:
        """All pieces."""
        written = []
        while self.place < len(self.pieces):
            written.append(self.next())
        return " ".join(written)

    def next(self) -> str:
        """The next piece, with what belongs to it."""
        piece = self.pieces[self.place]
        self.place += 1
        if piece.is_bracket:
            return f"{OPENING[piece.kind]} {tex(piece.inside)} {CLOSING[piece.kind]}"
        match piece.kind:
            case "name" | "word":
                return self._name(piece)
            case "function":
                return self._function(piece)
            case "number":
                return "\\mathbf{1}" if piece.text == "1" and self._opens("[") else piece.text.replace(",", "{,}")
            case "index" | "power":
                return _script(piece)
            case "prime":
                return "'" * ("?′″‴".find(piece.text) if piece.text in "′″‴" else 1)
            case "relation":
                return plain.RELATIONS[piece.text]
            case "sign":
                return plain.SIGNS[piece.text]
            case "times":
                return plain.TIMES[piece.text]
            case "other":
                return plain.OTHERS[piece.text]
            case "big":
                return "\\prod" if piece.text in MORE["\\prod"] else "\\sum"
            case "partial":
                return "\\partial"
            case "comma":
                return ","
            case "bar":
                return self._bar(piece)
            case "root":
                return self._root(piece)
        raise FormulaError(f"{piece.text} cannot stand in a formula", piece.at)

    def _following(self) -> Piece | None:
        return self.pieces[self.place] if self.place < len(self.pieces) else None

    def _opens(self, *kinds: str) -> bool:
        """Whether one of these brackets or bars follows at once."""
        following = self._following()
        return following is not None and not following.apart and following.kind in kinds

    def _name(self, piece: Piece) -> str:
        letters = "".join(each for each in piece.text if each not in MARKS)
        if piece.text == "E" and self._opens("[", "bar"):
            return "\\mathbb{E}"
        if letters == "∇":
            return "\\nabla"
        base = GREEK.get(letters, letters)
        if len(letters) > 1:
            base = f"\\mathrm{{{letters}}}"
        for mark in piece.text:
            if mark in MARKS:
                base = f"{MARKS[mark]}{{{base}}}"
        return base

    def _function(self, piece: Piece) -> str:
        if piece.text == "mean":
            bracket = self.pieces[self.place]
            self.place += 1
            return f"\\overline{{{tex(bracket.inside)}}}"
        if piece.text in MOMENTS or piece.text in OPERATORS:
            return f"\\operatorname{{{piece.text}}}"
        return f"\\{piece.text}" if piece.text in FUNCTIONS else f"\\mathrm{{{piece.text}}}"

    def _bar(self, piece: Piece) -> str:
        following = self._following()
        if piece.apart and (following is None or following.apart):
            return "\\Vert" if piece.text == "‖" else "\\mid"
        side = "r" if self.bars and self.bars[-1] == piece.text else "l"
        if side == "l":
            self.bars.append(piece.text)
        else:
            self.bars.pop()
        return f"\\{side}{'Vert' if piece.text == '‖' else 'vert'}"

    def _root(self, piece: Piece) -> str:
        below = self._following()
        if below is None:
            raise FormulaError("a root of nothing", piece.at)
        self.place += 1
        if below.is_bracket:
            return f"\\sqrt{{{tex(below.inside)}}}"
        inside = [below]
        while (script := self._following()) is not None and script.kind == "index":
            inside.append(script)
            self.place += 1
        return f"\\sqrt{{{tex(inside)}}}"


def _script(piece: Piece) -> str:
    """An index or a power."""
    if piece.kind == "power" and piece.text[0] in SUPERSCRIPTS:
        return f"^{{{''.join(SUPERSCRIPTS[each] for each in piece.text)}}}"
    if piece.kind == "index" and piece.text[0] in SUBSCRIPTS:
        return f"_{{{''.join(SUBSCRIPTS[each] for each in piece.text)}}}"
    if piece.text in plain.LABELS:
        return "^*"
    sign, inside = piece.text[0], piece.text[1:]
    if inside[0] in plain.BRACKETS:
        inside = inside[1:-1]
        if sign == "^" and piece.text[1] == "(" and len(inside) == 1 and inside.isalpha():
            return f"^{{({inside})}}"
        if piece.text[1] == "⌊" or piece.text[1] == "⌈":
            return f"^{{{_inner(piece.text[1:], piece.at)}}}"
        return f"{sign}{{{_inner(inside, piece.at)}}}"
    if sign == "_" and len(inside) > 1 and inside.isalpha() and inside.isascii():
        return f"_{{\\text{{{inside}}}}}"
    return f"{sign}{{{_inner(inside, piece.at)}}}"


def _inner(text: str, at: int) -> str:
    """The TeX of what stands in an index or a power; words are allowed there."""
    pieces = plain.nested(text)
    words = [each for each in pieces if each.kind == "word"]
    if words and len(pieces) > 1:
        raise FormulaError(f"words in “{text}”", at)
    if words:
        return f"\\text{{{text}}}"
    letters = re.sub(r"(?<=\d)(?=[A-Za-z])", " ", text)
    return tex(plain.nested(letters)) if letters != text else tex(pieces)
