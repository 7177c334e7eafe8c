"""Writes a part of a formula in one way only.

Names are compared as they are spelled: `\\hat m_t`, `\\hat{m}_{t}` and `{\\hat m}_t` are all `\\hat{m}_{t}`.
"""

from scripts.evidence.formulas import tree


def spell(node: tree.Node | None) -> str:
    """The one spelling of a part of a formula."""
    match node:
        case None:
            return ""
        case tree.Number(text=text):
            return text
        case tree.Symbol(name=name):
            return name
        case tree.Primed(base=base):
            return f"{spell(base)}'"
        case tree.Marked(mark=mark, base=base):
            return f"{mark}{{{spell(base)}}}"
        case tree.Indexed(base=base, indices=indices, upper=True):
            return f"{spell(base)}^{{({_list(indices)})}}"
        case tree.Indexed(base=base, indices=indices):
            return f"{spell(base)}_{{{_list(indices)}}}"
        case tree.Sum(signs=signs, terms=terms):
            text = " ".join(f"{sign} {spell(term)}" for sign, term in zip(signs, terms, strict=True))
            return text.removeprefix("+ ")
        case tree.Product(operators=operators, factors=factors):
            following = (f"{operator} {_factor(each)}" for operator, each in zip(operators, factors[1:], strict=True))
            return " ".join([_factor(factors[0]), *following])
        case tree.Run(operator=operator, first=first, last=last):
            return f"{spell(first)} {operator} \\dots {operator} {spell(last)}"
        case tree.Power(base=base, exponent=exponent):
            return f"{_factor(base)}^{{{spell(exponent)}}}"
        case tree.Transpose(base=base):
            return f"{_factor(base)}^\\top"
        case tree.Fraction(numerator=numerator, denominator=denominator):
            return f"\\frac{{{spell(numerator)}}}{{{spell(denominator)}}}"
        case tree.Bracket(opening=opening, items=items, label=label):
            closing = {"(": ")", "[": "]", "\\{": "\\}", "|": "|"}.get(opening, opening.replace("\\l", "\\r"))
            return f"{opening}{_list(items)}{closing}{f'_{label}' if label else ''}"
        case tree.Apply(head=head, arguments=arguments, power=power):
            return f"{spell(head)}({_list(arguments)}){f'^{{{spell(power)}}}' if power else ''}"
        case tree.Call(name=name, arguments=arguments):
            return f"{name}({_list(arguments)})"
        case tree.Range():
            return _spell_range(node)
        case tree.Big(operator=operator, range=limits, body=body):
            return f"{operator}_{{{spell(limits)}}} {spell(body)}"
        case tree.Moment(operator=operator, body=body):
            return f"{operator}[{spell(body)}]"
        case tree.Derivative(body=body, variable=variable):
            return f"\\frac{{\\partial {spell(body)}}}{{\\partial {spell(variable)}}}"
        case tree.Held(body=body, names=names):
            return f"\\left.{spell(body)}\\right|_{{{_list(names)}\\ \\text{{fixed}}}}"
        case tree.Gradient(function=function, arguments=arguments):
            return f"\\nabla {spell(function)}{f'({_list(arguments)})' if arguments else ''}"
        case tree.Integral(start=start, stop=stop, body=body, variable=variable):
            return f"\\int_{{{spell(start)}}}^{{{spell(stop)}}} {spell(body)} d{variable}"
        case tree.Indicator(condition=condition):
            return f"\\mathbf 1[{spell(condition)}]"
        case tree.Cases(rows=rows):
            return "; ".join(f"{spell(value)} if {spell(condition) or 'else'}" for value, condition in rows)
        case tree.Braced(body=body, label=label):
            return f"\\underbrace{{{spell(body)}}}_{{{spell(label)}}}"
        case tree.Space(dimensions=dimensions):
            return f"\\mathbb R^{{{' x '.join(map(spell, dimensions))}}}"
        case tree.Relation(sides=sides, relations=relations):
            pairs = zip(relations, sides[1:], strict=True)
            return " ".join([spell(sides[0]), *(f"{relation} {spell(side)}" for relation, side in pairs)])
        case tree.Words(text=text):
            return f"“{text}”"


def _list(nodes: tuple[tree.Expression, ...]) -> str:
    return ", ".join(map(spell, nodes))


def _factor(node: tree.Expression) -> str:
    return f"({spell(node)})" if isinstance(node, tree.Sum | tree.Product) else spell(node)


def _spell_range(limits: tree.Range) -> str:
    names = ", ".join(limits.variables)
    if limits.start is not None:
        return f"{names}={spell(limits.start)} .. {spell(limits.stop)}"
    if limits.within is not None:
        return f"{names} \\in {spell(limits.within)}"
    return f"{names}: {spell(limits.condition)}" if limits.condition is not None else names
