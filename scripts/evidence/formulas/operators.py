"""The lower half of the grammar of expressions: functions, ranges, moments, derivatives, cases."""

from abc import abstractmethod

from scripts.evidence.formulas import tree
from scripts.evidence.formulas.cursor import Cursor, power_of
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError, Token

BIG = ("\\sum", "\\prod")
EXTREMES = ("\\max", "\\min")
INDICATORS = ("\\mathbf{1}", "\\mathbb{1}")
MOMENTS = {
    "\\mathbb{E}": "E",
    "\\mathrm{E}": "E",
    "\\operatorname{E}": "E",
    "\\operatorname{\\mathbb{E}}": "E",
    "\\operatorname{Var}": "Var",
    "\\operatorname{Cov}": "Cov",
}
FUNCTIONS = (
    *("\\log", "\\ln", "\\exp", "\\sin", "\\cos", "\\tan", "\\tanh", "\\sinh", "\\cosh", "\\max", "\\min"),
    *(f"\\operatorname{{{name}}}" for name in ("tr", "diag", "sign", "round", "clip")),
)
"""Functions that need no binding. Any other `\\operatorname` is a name to bind."""


class Operators(Cursor):
    """Reads what begins with an operator."""

    @abstractmethod
    def named(self, token: Token) -> tuple[tree.Expression, tree.Expression | None]:
        """A name with its scripts."""

    @abstractmethod
    def indices(self, tokens: tuple[Token, ...]) -> tuple[tree.Expression, ...]:
        """The indices in a subscript."""

    @abstractmethod
    def applied(self, head: tree.Expression) -> tree.Expression:
        """A name and the bracket behind it."""

    def operator(self, token: Token) -> tree.Expression:
        """A function, a sum over a range, a moment, or a name such as `\\operatorname{FFN}`."""
        if token.text == "\\int":
            return self._integral(token)
        if token.text in BIG:
            return tree.Big(token.text, self._range(token), self.term())
        if token.text == "\\arg":
            extreme = self.take()
            if extreme.text not in EXTREMES:
                raise self.unknown(extreme)
            return tree.Big(f"\\arg{extreme.text}", self._range(extreme), self.term())
        if token.text in EXTREMES and token.sub:
            return tree.Big(token.text, self._range(token), self.term())
        if token.text in MOMENTS and not token.sub and self.starts_operand():
            return self.moment(token)
        primed = bool(token.sup) and token.sup[0].text == "\\prime"
        if token.text in FUNCTIONS and not token.sub and not primed and self.starts_operand():
            return self._called(token)
        base, power = self.named(token)
        if power is None and self.at("open", "(", "["):
            return self.applied(base)
        if power is None and self.starts_operand() and not token.sub:
            return tree.Apply(base, (self.factor(),))
        return tree.Power(base, power) if power else base

    def moment(self, token: Token) -> tree.Expression:
        """`\\mathbb E[x]`, `\\operatorname{Var}(x)`, or of the one factor that follows."""
        if self.at("open", "[", "("):
            _, items, closing = self.inside()
            exponent = self.whole(closing.sup) if closing.sup else None
            if closing.sub:  # \mathrm E[x^2]_t, a running mean: a name
                return tree.Indexed(tree.Apply(tree.Symbol(token.text), items, exponent), self.indices(closing.sub))
            if len(items) == 1:
                return power_of(tree.Moment(MOMENTS[token.text], items[0]), closing, exponent)
            return tree.Apply(tree.Symbol(token.text), items, exponent)
        return tree.Moment(MOMENTS[token.text], self.factor())

    def indicator(self) -> tree.Expression:
        """`\\mathbf 1[condition]`."""
        self.take()
        self.closing.append("]")
        condition = self.relation()
        if not self.closes():
            raise self.unknown()
        self.closing.pop()
        closing = self.take()
        if closing.sub or closing.sup:
            raise self.unknown(closing)
        return tree.Indicator(condition)

    def relation(self) -> tree.Relation:
        """Sides with relations between them."""
        sides, relations = [self.sum()], []
        while self.at("relation"):
            relations.append(self.take().text)
            sides.append(self.sum())
        return tree.Relation(tuple(sides), tuple(relations))

    def row(self, cells: tuple[tuple[Token, ...], ...]) -> tuple[tree.Expression, tree.Relation | tree.Symbol | None]:
        """One row of cases: its value, and when it is the value."""
        if len(cells) != 2 or not cells[1]:
            raise FormulaError("a row of cases has a value and a condition", cells[0][0].at if cells[0] else None)
        value, when = self.whole(cells[0]), cells[1]
        if len(when) == 1 and when[0].kind == "text":
            word = when[0].text.strip()
            return value, None if word in ("otherwise", "else") else tree.Symbol(f"\\text{{{word}}}")
        if when[0].kind == "text" and when[0].text.strip() == "if":
            when = when[1:]
        return value, self._condition(when)

    def differential(self, token: Token) -> tree.Expression:
        """`\\partial y / \\partial x` in a line, `\\nabla f(x)`, `\\nabla_x f`."""
        if token.text == "\\partial":
            body = self.factor()
            if not self.at("times", "/"):
                raise self.unknown()
            self.take()
            below = self.take()
            if below.text != "\\partial":
                raise self.unknown(below)
            return tree.Derivative(body, self.factor())
        if token.sup:
            raise FormulaError(f"a power of {token.text!r}", token.at)
        body = self.factor()
        if token.sub:
            return tree.Derivative(body, self.whole(token.sub))
        if isinstance(body, tree.Apply):
            return tree.Gradient(body.head, body.arguments)
        return tree.Gradient(body, ())

    def held(self, token: Token) -> tree.Expression:
        """`\\left. derivative \\right|_{h \\text{ fixed}}`; nothing else may stand at such a bar."""
        body = self.whole(token.parts[0])
        says = token.sub[-1].text.strip() if token.sub and token.sub[-1].kind == "text" else ""
        if not isinstance(body, tree.Derivative) or says != "fixed" or token.sup:
            raise FormulaError("unknown construct: a delimiter without its partner", token.at)
        return tree.Held(body, self.indices(token.sub[:-1]))

    def fraction(self, token: Token) -> tree.Expression:
        """A fraction; with `\\partial` or `d` above and below, a derivative."""
        above, below = token.parts
        if token.sub:
            raise FormulaError("an index of a fraction", token.at)
        differential = bool(above) and above[0].text in ("\\partial", "d") and not above[0].sup and len(below) > 1
        if not (differential and below[0].text == above[0].text and not below[0].sup):
            exponent = self.whole(token.sup) if token.sup else None
            return power_of(tree.Fraction(self.whole(above), self.whole(below)), token, exponent)
        if len(above) == 1:
            return tree.Derivative(self.term(), self.whole(below[1:]))
        slope = tree.Derivative(self.whole(above[1:]), self.whole(below[1:]))
        if self.at("open", "("):  # of a function, at a point; if the body is no function, a factor
            _, arguments, closing = self.inside()
            if closing.sub or closing.sup:
                raise self.unknown(closing)
            return tree.Apply(slope, arguments)
        return slope

    def _called(self, token: Token) -> tree.Expression:
        """A function of a bracket or of one factor, before which a number may stand: `\\log 2\\pi`."""
        exponent = self.whole(token.sup) if token.sup else None
        if self.at("open", "("):
            _, arguments, closing = self.inside()
            call = tree.Call(token.text, arguments)
            outer = self.whole(closing.sup) if closing.sup else None
            if closing.sub or (outer is not None and exponent is not None):
                raise self.unknown(closing)
            return power_of(call, closing, outer if outer is not None else exponent)
        argument = self.factor()
        if isinstance(argument, tree.Number) and self.starts_operand():
            argument = tree.Product(("",), (argument, self.factor()))
        following = self.token
        if self.starts_operand() and following is not None and following.kind != "operator":
            raise FormulaError(f"{token.text} a b is ambiguous: write brackets", following.at)
        call = tree.Call(token.text, (argument,))
        return tree.Power(call, exponent) if exponent is not None else call

    def _range(self, token: Token) -> tree.Range:
        """What stands below a big operator, and above it."""
        if not token.sub:
            raise FormulaError(f"{token.text} needs an index below it", token.at)
        stop = self.whole(token.sup) if token.sup else None
        head = [index for index, each in enumerate(token.sub) if each.kind == "relation"]
        names = token.sub[: head[0]] if head else token.sub
        variables = tuple(self._variable(each) for each in names if each.kind != "punctuation")
        if not head:
            return tree.Range(variables, stop=stop)
        sign, rest = token.sub[head[0]].text, token.sub[head[0] + 1 :]
        if sign == "=":
            return tree.Range(variables, start=self.whole(rest), stop=stop)
        if stop is not None:
            raise FormulaError(f"an upper limit with {sign!r} below", token.at)
        if sign == "\\in":
            return tree.Range(variables, within=self.whole(rest))
        return tree.Range(variables, condition=self._condition(rest if sign == ":" else token.sub))

    def _variable(self, token: Token) -> str:
        base, power = self.named(token)
        if power is not None or token.kind not in ("name", "mark"):
            raise self.unknown(token)
        return spell(base)

    def _condition(self, tokens: tuple[Token, ...]) -> tree.Relation:
        while tokens and tokens[0].kind == "punctuation":
            tokens = tokens[1:]
        other = type(self)(tokens)
        relation = other.relation()
        if other.token is not None or not relation.relations:
            raise other.unknown()
        return relation

    def _integral(self, token: Token) -> tree.Expression:
        """`\\int_a^b body \\, dx`: the body is one term whose last two factors are d and the variable."""
        if not token.sub or not token.sup:
            raise FormulaError("an integral needs its limits", token.at)
        body = self.term()
        if not isinstance(body, tree.Product) or body.factors[-2] != tree.Symbol("d") or body.operators[-1]:
            raise FormulaError("an integral ends with d and its variable", token.at)
        operators, factors = body.operators[:-2], body.factors[:-2]
        inner = factors[0] if len(factors) == 1 else tree.Product(operators, factors)
        return tree.Integral(self.whole(token.sub), self.whole(token.sup), inner, spell(body.factors[-1]))
