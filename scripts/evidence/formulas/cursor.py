"""A place in a list of tokens: what both halves of the grammar stand on."""

from abc import ABC, abstractmethod

from scripts.evidence.formulas import tree
from scripts.evidence.formulas.tokens import FormulaError, Token

CLOSING = {"(": ")", "[": "]", "\\{": "\\}", "\\lceil": "\\rceil", "\\lfloor": "\\rfloor", "|": "|", "\\Vert": "\\Vert"}
OPERANDS = ("number", "name", "mark", "operator", "fraction", "root", "cases", "brace", "group", "held")


class Cursor(ABC):
    """Walks over tokens; `closing` is the stack of brackets that stand open."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.position = 0
        self.closing: list[str] = []

    @abstractmethod
    def sum(self) -> tree.Expression:
        """Terms with signs."""

    @abstractmethod
    def term(self) -> tree.Expression:
        """Factors."""

    @abstractmethod
    def factor(self) -> tree.Expression:
        """One factor with its scripts."""

    def whole(self, tokens: tuple[Token, ...]) -> tree.Expression:
        """Other tokens, all of them, as one expression."""
        other = type(self)(tokens)
        value = other.sum()
        if other.token is not None:
            raise other.unknown()
        return value

    @property
    def token(self) -> Token | None:
        """The next token, None at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self) -> Token:
        """Step over the next token."""
        token = self.token
        if token is None:
            raise FormulaError("the formula ends where a value must follow", self.tokens[-1].at if self.tokens else 0)
        self.position += 1
        return token

    def at(self, kind: str, *texts: str) -> bool:
        """Whether the next token has this kind, and one of the texts if any are given."""
        token = self.token
        return token is not None and token.kind == kind and (not texts or token.text in texts)

    def closes(self) -> bool:
        """Whether the next token closes the innermost bracket."""
        token = self.token
        if token is None or not self.closing or token.kind not in ("close", "bar"):
            return False
        return token.text == self.closing[-1]

    def opens(self) -> bool:
        """Whether the next token opens a bracket."""
        token = self.token
        return token is not None and token.kind in ("open", "bar") and not self.closes()

    def starts_operand(self) -> bool:
        """Whether a factor may begin here."""
        token = self.token
        if token is None:
            return False
        if token.kind == "text":
            return not is_words(token)
        bar = token.kind == "bar" and token.text == "|" and not self.closes()  # `\Vert` in a bracket separates
        return bar or token.kind == "open" or token.kind in OPERANDS

    def listed(self) -> tuple[tree.Expression, ...]:
        """Expressions with `,`, `;`, `\\mid` or `\\Vert` between them, up to the closing bracket."""
        found = [self.sum()]
        while not self.closes():
            between = self.token
            if between is None or between.text not in (",", ";", "|", "\\mid", "\\Vert"):
                raise self.unknown()
            self.take()
            found.append(self.sum())
        return tuple(found)

    def inside(self) -> tuple[str, tuple[tree.Expression, ...], Token]:
        """A bracket: how it opens, what stands in it, and the token that closes it."""
        opening = self.take()
        if opening.text not in CLOSING:
            raise FormulaError(f"unknown delimiter {opening.text!r}", opening.at)
        self.closing.append(CLOSING[opening.text])
        items = self.listed() if not self.closes() else ()
        self.closing.pop()
        return opening.text, items, self.take()

    def unknown(self, token: Token | None = None) -> FormulaError:
        """The error for a token that does not fit."""
        token = token or self.token
        if token is None:
            return FormulaError("the formula ends too early", self.tokens[-1].at if self.tokens else 0)
        return FormulaError(f"cannot read {token.text!r} here", token.at)


def is_words(token: Token) -> bool:
    """Whether text only says something: anything but one word without spaces; `\\text{waste}` is a name."""
    return token.kind == "text" and not token.sub and not token.sup and not token.text.isalpha()


def power_of(base: tree.Expression, token: Token, exponent: tree.Expression | None) -> tree.Expression:
    """The base with the superscript of its token: a power or a transposition."""
    if len(token.sup) == 1 and token.sup[0].text == "\\top":
        return tree.Transpose(base)
    return base if exponent is None else tree.Power(base, exponent)
