"""The upper half of the grammar of expressions: sums, products, factors, names. See `grammar` for the whole."""

from scripts.evidence.formulas import tree
from scripts.evidence.formulas.cursor import is_words, power_of
from scripts.evidence.formulas.operators import INDICATORS, MOMENTS, Operators
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError, Token

LABELS = ("*", "+", "-", "\\star", "\\dagger")


class Expressions(Operators):
    """Reads expressions."""

    def sum(self) -> tree.Expression:
        """`term ± term …`, with runs such as `a_1 + \\dots + a_n`."""
        sign = self.take().text if self.at("sign") else "+"
        signs, terms = [sign], [self.term()]
        while self.at("sign"):
            sign = self.take().text
            if self.at("dots"):
                dots = self.take()
                if not self.at("sign", sign):
                    raise FormulaError("dots need the same sign before and behind them", dots.at)
                self.take()
                terms[-1] = tree.Run("+", terms[-1], self.term())
            else:
                signs.append(sign)
                terms.append(self.term())
        return terms[0] if signs == ["+"] else tree.Sum(tuple(signs), tuple(terms))

    def term(self) -> tree.Expression:
        """Factors side by side or with an operator; what follows `/` is one factor."""
        operators: list[str] = []
        factors = [self.factor()]
        while True:
            if self.at("times"):
                operators.append(self.take().text)
                factors.append(self.factor())
            elif self.at("dots"):
                self.take()
                factors[-1] = tree.Run("*", factors[-1], self.factor())
            elif self.starts_operand():
                if operators and operators[-1] == "/":
                    raise FormulaError("a / b c is ambiguous: write a fraction or brackets", self.take().at)
                operators.append("")
                factors.append(self.factor())
            else:
                break
        return factors[0] if not operators else tree.Product(tuple(operators), tuple(factors))

    def factor(self) -> tree.Expression:
        """One factor with its scripts."""
        if self.opens():
            return self._bracketed()
        token = self.take()
        match token.kind:
            case "number":
                return self._number(token)
            case "name" if token.text in ("\\partial", "\\nabla"):
                return self.differential(token)
            case "name" if token.text == "\\infty":
                return tree.Number(float("inf"), "\\infty")
            case "name" if token.text in INDICATORS and self.at("open", "["):
                return self.indicator()
            case "name" if token.text == "\\mathbb{R}":
                return self._space(token)
            case "name" | "mark":
                return self.name(token)
            case "text" if is_words(token) and self.starts_operand():
                return tree.Apply(tree.Symbol(f"\\text{{{token.text.strip()}}}"), (self.term(),))
            case "text":
                return self.name(token)
            case "operator":
                return self.operator(token)
            case "fraction":
                return self.fraction(token)
            case "root":
                index = self.whole(token.parts[1]) if token.parts[1] else tree.Number(2, "2")
                return self.raised(tree.Call("\\sqrt", (self.whole(token.parts[0]), index)), token)
            case "group":
                return self.raised(self.whole(token.parts[0]), token)
            case "brace":
                body, below = self.whole(token.parts[0]), token.sub or token.sup
                return tree.Braced(body, self._label(below)) if below else body
            case "held":
                return self.held(token)
            case "cases":
                return tree.Cases(tuple(map(self.row, token.rows)))
        raise self.unknown(token)

    def raised(self, base: tree.Expression, token: Token) -> tree.Expression:
        """The base with the superscript of its token."""
        if token.sub:
            raise FormulaError(f"an index of {token.text!r}", token.at)
        exponent = self.whole(token.sup) if token.sup and token.sup[0].text != "\\top" else None
        return power_of(base, token, exponent)

    def name(self, token: Token) -> tree.Expression:
        """A name with its scripts, and the bracket that follows it."""
        if token.text == "\\Delta" and not token.sub and not token.sup and self.at("name"):
            base, power = self.named(self.take())
            marked: tree.Expression = tree.Marked("\\Delta", base)
            if isinstance(base, tree.Indexed):  # Δθ_i is the i-th part of Δθ
                marked = tree.Indexed(tree.Marked("\\Delta", base.base), base.indices, base.upper)
            return tree.Power(marked, power) if power else marked
        if token.text in MOMENTS and not token.sub and (token.text == "\\mathbb{E}" or self.at("open")):
            return self.moment(token)
        base, power = self.named(token)
        if power is None and self.at("open", "(", "[") and not isinstance(base, tree.Transpose):
            return self.applied(base)
        return tree.Power(base, power) if power else base

    def applied(self, head: tree.Expression) -> tree.Expression:
        """A name and the bracket behind it."""
        _, arguments, closing = self.inside()
        power = self.whole(closing.sup) if closing.sup else None
        applied = tree.Apply(head, arguments, power)
        return tree.Indexed(applied, self.indices(closing.sub)) if closing.sub else applied  # \mathrm{RMS}[g]_t

    def named(self, token: Token) -> tuple[tree.Expression, tree.Expression | None]:
        """A name with its indices and labels, and the power that stands on it, if any."""
        base: tree.Expression
        if token.kind == "mark":
            base = tree.Marked(token.text, self.whole(token.parts[0]))
        else:
            base = tree.Symbol(f"\\text{{{token.text}}}" if token.kind == "text" else token.text)
        sup = token.sup
        while sup and sup[0].text == "\\prime":
            base, sup = tree.Primed(base), sup[1:]
        if len(sup) == 1 and (sup[0].text in LABELS or sup[0].kind == "text"):
            base, sup = tree.Symbol(f"{spell(base)}^{sup[0].text}"), ()
        if token.sub:
            base = tree.Indexed(base, self.indices(token.sub))
        if len(sup) > 2 and sup[0].text == "(" and sup[-1].text == ")":
            return tree.Indexed(base, self.indices(sup[1:-1]), upper=True), None
        if len(sup) == 1 and sup[0].text == "\\top":
            return tree.Transpose(base), None
        return base, self.whole(sup) if sup else None

    def indices(self, tokens: tuple[Token, ...]) -> tuple[tree.Expression, ...]:
        """Indices with commas between them; letters side by side are one index each."""
        if len(tokens) == 1 and tokens[0].kind in ("text", "operator", "sign", "other"):
            return (tree.Symbol(tokens[0].text),)
        other = type(self)(tokens)
        found = [other.sum()]
        while other.at("punctuation", ",", ";"):
            other.take()
            found.append(other.sum())
        if other.token is not None:
            raise other.unknown()
        only = found[0]
        if len(found) == 1 and isinstance(only, tree.Product) and not any(only.operators):
            return only.factors
        return tuple(found)

    def _number(self, token: Token) -> tree.Expression:
        number = self.raised(tree.Number(float(token.text), token.text), token)
        if self.at("percent"):
            self.take()
            return tree.Product(("\\cdot",), (number, tree.Number(0.01, "\\%")))
        return number

    def _bracketed(self) -> tree.Expression:
        opening, items, closing = self.inside()
        index = spell(self.whole(closing.sub)) if closing.sub else ""
        if index and opening != "\\Vert":
            raise FormulaError(f"an index of {closing.text!r}", closing.at)
        exponent = self.whole(closing.sup) if closing.sup and closing.sup[0].text != "\\top" else None
        return power_of(tree.Bracket(opening, items, index), closing, exponent)

    def _label(self, tokens: tuple[Token, ...]) -> tree.Expression:
        if len(tokens) == 1 and tokens[0].kind == "text":
            return tree.Symbol(f"\\text{{{tokens[0].text}}}")
        return self.whole(tokens)

    def _space(self, token: Token) -> tree.Expression:
        dimensions = self.whole(token.sup) if token.sup else tree.Number(1, "1")
        if isinstance(dimensions, tree.Product) and set(dimensions.operators) == {"\\times"}:
            return tree.Space(dimensions.factors)
        return tree.Space((dimensions,))
