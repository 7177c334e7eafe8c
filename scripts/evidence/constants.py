"""What a syntax tree says of the values of expressions: constants, and collections of nothing."""

import ast
import math


def name_of(function: ast.expr) -> str:
    """The last part of the name of what is called: `approx` for `pytest.approx(…)`."""
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def is_empty(node: ast.expr, constants: dict[str, ast.expr]) -> bool:
    """Whether an expression is a collection without elements."""
    if isinstance(node, ast.Name):
        return node.id in constants and is_empty(constants[node.id], {})
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        if name == "range":
            values = [number(arg, constants) for arg in node.args]
            return None not in values and not len(range(*(int(value or 0) for value in values)))
        inner = [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])]
        plain = name in ("list", "tuple", "set", "sorted", "zip", "product", "enumerate", "items", "keys", "values")
        return plain and (not inner or any(is_empty(each, constants) for each in inner))
    if isinstance(node, ast.Dict):
        return not node.keys
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return 0 in (number(node.left, constants), number(node.right, constants))
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return any(is_empty(each.iter, constants) for each in node.generators)
    return isinstance(node, ast.List | ast.Tuple | ast.Set) and not node.elts


def largest(node: ast.expr, constants: dict[str, ast.expr]) -> float | None:
    """The largest absolute value of an expected constant, None where it is computed."""
    if isinstance(node, ast.List | ast.Tuple):
        values = [largest(each, constants) for each in node.elts]
        return max((value for value in values if value is not None), default=None) if None not in values else None
    value = number(node, constants)
    return None if value is None else abs(value)


def number(node: ast.expr, constants: dict[str, ast.expr]) -> float | None:
    """The value of an expression of constants, None if it is none."""
    if isinstance(node, ast.Constant):
        return float(node.value) if isinstance(node.value, int | float) else None
    if isinstance(node, ast.Name) and node.id in constants:
        return number(constants[node.id], {})
    if isinstance(node, ast.Attribute) and node.attr == "inf":
        return math.inf
    if isinstance(node, ast.Call) and name_of(node.func) == "float" and isinstance(node.args[0], ast.Constant):
        return float(str(node.args[0].value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = number(node.operand, constants)
        return -value if value is not None and isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = number(node.left, constants), number(node.right, constants)
        if left is None or right is None:
            return None
        return _computed(node.op, left, right)
    return None


def _computed(operator: ast.operator, left: float, right: float) -> float | None:
    try:
        match operator:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow():
                return float(left**right)
    except (ArithmeticError, TypeError):
        return None
    return None


def constants_of(tree: ast.Module) -> dict[str, ast.expr]:
    """The values of names that a module assigns once."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        value = getattr(node, "value", None)
        for name in targets_of(node):
            if isinstance(value, ast.expr) and name not in found:
                found[name] = value
    return found


def targets_of(node: ast.stmt) -> list[str]:
    """The names that a statement assigns."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]
