"""Asserts that are never executed, or whose failure nobody hears, as far as a syntax tree shows it."""

import ast
from collections.abc import Iterator, Mapping

from scripts.content.by_page import Found
from scripts.evidence.constants import is_empty, name_of
from scripts.evidence.probing import always, is_nothing, never

_ANY_FAILURE = frozenset({"AssertionError", "Exception", "BaseException"})
_ENDS = frozenset({"exit", "_exit", "quit", "abort", "SystemExit", "KeyboardInterrupt"})
_FOR_TYPES = "TYPE_CHECKING"
_SUPPRESSED = "fails into `{}`; let it fail"


def fails(nodes: list[ast.AST]) -> bool:
    """Whether a function can fail: an assert, a call of `assert_…` or `raises`."""
    return any(isinstance(node, ast.Assert) or asserting(node) for node in nodes)


def asserting(node: ast.AST) -> bool:
    """Whether a name is that of a function that fails."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.startswith("assert") or name in ("raises", "warns")


def unreached(nodes: list[ast.AST], constants: Mapping[str, ast.expr]) -> Iterator[Found]:
    """What stands behind a condition that is never true, in a loop over nothing, or where a failure is swallowed."""
    for node in nodes:
        if isinstance(node, ast.If | ast.While):
            yield from _conditional(node, constants)
        elif isinstance(node, ast.For) and (is_empty(node.iter, dict(constants)) or is_nothing(node.iter, constants)):
            yield from _dead(node.body, "stands in a loop over nothing; give it cases")
        elif isinstance(node, ast.Try | ast.TryStar):
            yield from _swallowed(node)
        elif isinstance(node, ast.With):
            yield from _expected(node)
        elif isinstance(node, ast.Call) and name_of(node.func) in _ENDS:
            yield (
                node.lineno,
                f"{name_of(node.func)} ends the process and with it all tests; let the test end by itself",
            )
        elif isinstance(node, ast.Raise) and node.exc and _ENDS & _names(node.exc):
            yield node.lineno, f"{ast.unparse(node.exc)} ends all tests; let the test end by itself"
        if isinstance(node, ast.stmt):
            for field in ("body", "orelse", "finalbody"):
                yield from after_the_end(getattr(node, field, None))


def after_the_end(body: object) -> Iterator[Found]:
    """Asserts behind a `return` or what else ends a block."""
    if not isinstance(body, list):
        return
    for index, statement in enumerate(body):
        if _ends(statement):
            yield from _dead(body[index + 1 :], "stands behind the end of its block and never runs; move it up")
            return


def _ends(statement: ast.stmt) -> bool:
    """Whether what stands behind a statement in its block never runs."""
    if isinstance(statement, ast.If):
        return _all_end(statement.body) and _all_end(statement.orelse)
    if isinstance(statement, ast.With):
        return _all_end(statement.body)
    if isinstance(statement, ast.Try | ast.TryStar):
        handled = all(_all_end(handler.body) for handler in statement.handlers)
        return _all_end(statement.finalbody) or (_all_end([*statement.body, *statement.orelse]) and handled)
    if isinstance(statement, ast.While):
        leaves = any(isinstance(node, ast.Break) for node in ast.walk(statement))
        return isinstance(statement.test, ast.Constant) and bool(statement.test.value) and not leaves
    if isinstance(statement, ast.Match):
        return all(_all_end(case.body) for case in statement.cases) and any(map(_is_any, statement.cases))
    return isinstance(statement, ast.Return | ast.Raise | ast.Continue | ast.Break)


def _all_end(body: list[ast.stmt]) -> bool:
    return any(map(_ends, body))


def _is_any(case: ast.match_case) -> bool:
    return case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None


def passed_over(nodes: list[ast.AST]) -> Iterator[Found]:
    """Asserts of a test that some cases never come to: behind a `return` in a branch, or a `continue` of their loop."""
    for node in nodes:
        leaving: tuple[type[ast.stmt], ...] = (ast.Return,)
        if isinstance(node, ast.For | ast.While):
            leaving = (ast.Continue, ast.Break)
        elif not isinstance(node, ast.FunctionDef):
            continue
        own = list(_own(node))
        asserts = [each.lineno for each in own if isinstance(each, ast.Assert)]
        for each in own:
            hidden = [line for line in asserts if isinstance(each, leaving) and line > each.lineno]
            if hidden:
                word = type(each).__name__.lower()
                yield min(hidden), f"a `{word}` stands before this, so that some cases never come to it; mend the test"


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """What is in a function or loop and not in a function inside of it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield node
            yield from _own(node)


def _conditional(node: ast.If | ast.While, constants: Mapping[str, ast.expr]) -> Iterator[Found]:
    words = ast.unparse(node.test)
    message = f"stands behind `{words}` and never runs; move it out"
    if _FOR_TYPES in words or _is_false(node.test) or never(node.test, constants):
        yield from _dead(node.body, message)
    elif isinstance(node.test, ast.Constant) or always(node.test, constants, most=1):
        yield from _dead(node.orelse, message)


def _is_false(test: ast.expr) -> bool:
    """Whether a condition is false in itself: `0`, `not True`, `False and x`."""
    if isinstance(test, ast.Constant):
        return not test.value
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return isinstance(test.operand, ast.Constant) and bool(test.operand.value)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.Lt | ast.Gt | ast.IsNot):
        return ast.dump(test.left) == ast.dump(test.comparators[0])
    return isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and any(map(_is_false, test.values))


def _swallowed(node: ast.Try | ast.TryStar) -> Iterator[Found]:
    if any(_hears(handler) for handler in node.handlers):
        yield from _dead(node.body, _SUPPRESSED.format("except"))
    if any(isinstance(each, ast.Return | ast.Break | ast.Continue) for each in node.finalbody):
        yield from _dead(node.body, _SUPPRESSED.format("finally"))


def _hears(handler: ast.ExceptHandler) -> bool:
    swallows = not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return swallows and (handler.type is None or bool(_ANY_FAILURE & _names(handler.type)))


def _expected(node: ast.With) -> Iterator[Found]:
    """Failures of the test itself that a context manager takes for the right thing."""
    for item in node.items:
        call = item.context_expr
        if not isinstance(call, ast.Call):
            continue
        if name_of(call.func) == "suppress":
            yield from _dead(node.body, _SUPPRESSED.format("suppress"))
        elif name_of(call.func) in ("raises", "assertRaises") and (
            wide := _ANY_FAILURE & set().union(*map(_names, call.args[:1]))
        ):
            yield (
                call.lineno,
                f"raises({sorted(wide)[0]}) holds for any mistake, a failed assert too; name the error that is meant",
            )


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def _dead(body: list[ast.stmt], message: str) -> Iterator[Found]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and asserting(node.func)):
                yield node.lineno, message
                return
