"""Tests that do not run, or that look at something else than what a page shows: what a syntax tree says of it."""

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence

from scripts.content.by_page import Found
from scripts.evidence.constants import is_empty, name_of, number, targets_of
from scripts.evidence.probing import is_nothing
from scripts.evidence.reached import fails

NEVER_RUN = frozenset(
    {"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipTest", "skipIf", "skipUnless", "expectedFailure"}
    | {"collect_ignore", "collect_ignore_glob", "__test__", "exit"}
)
BOUND = frozenset({"executed", "checked_instead"})
"""What marks the tests of formulas: these yield cases, see `scripts/evidence/formulas/binding.py`."""
DECORATORS = BOUND | {"parametrize", "usefixtures", "filterwarnings", "given", "settings", "example", "no_grad"}
DECORATORS |= {"one_draw"}  # `make portable` leaves such a test out, where it asks for another draw
"""What may stand above a test."""
SHOWN = "snippets"
"""The package whose code is tested."""
_FEWEST_EXAMPLES = 10


def not_run(nodes: list[ast.AST], constants: dict[str, ast.expr]) -> Iterator[Found]:
    """Marks and calls by which a test does not run, and parametrizations over nothing."""
    for node in nodes:
        names: set[str] = set()
        if isinstance(node, ast.ImportFrom) and node.module in ("pytest", "unittest", "unittest.case"):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names = {node.attr}
        elif isinstance(node, ast.Call):
            if name_of(node.func) == "getattr" and _root(node.args[0]) in ("pytest", "unittest"):
                names = {str(each.value) for each in node.args[1:] if isinstance(each, ast.Constant)}
            yield from _parameters(node, constants)
        for name in sorted(names & NEVER_RUN):
            assert isinstance(node, ast.expr | ast.stmt)
            yield node.lineno, f"{name}: this test may not run; let it run everywhere, or remove it with its claim"


def _parameters(call: ast.Call, constants: Mapping[str, ast.expr]) -> Iterator[Found]:
    name = name_of(call.func)
    if name == "parametrize":
        cases = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "argvalues")]
        if any(is_empty(each, dict(constants)) or is_nothing(each, constants) for each in cases):
            yield call.lineno, "parametrize over nothing: the test never runs; give it cases"
    elif name == "settings":
        for keyword in call.keywords:
            count = number(keyword.value, dict(constants))
            few = count is not None and count < _FEWEST_EXAMPLES
            if keyword.arg == "phases" or (keyword.arg == "max_examples" and few):
                yield call.lineno, f"settings({ast.unparse(keyword)}) tries next to nothing; remove it"
    elif name == "nothing":
        yield call.lineno, "nothing() draws no example: the test never runs; draw some"


def stand_ins(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[Found]:
    """What takes the place of the tested code, of Python's functions or of pytest's, so that any claim holds."""
    tested, modules = _imported(tree)
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _replacing(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names = {node.name}
        elif isinstance(node, ast.stmt):
            names = set(targets_of(node))
            if node not in tree.body and not isinstance(
                getattr(node, "value", None), ast.Name | ast.Lambda | ast.Attribute
            ):
                continue
        else:
            continue
        for name in sorted(names & tested):
            yield node.lineno, f"a second {name} in the place of the tested one; give it another name"
        if node in tree.body:
            for name in sorted(name for name in names if hasattr(builtins, name)):
                yield node.lineno, f"{name} is Python's; give what stands in its place another name"
            if isinstance(node, ast.FunctionDef) and node.name.startswith("pytest_"):
                yield node.lineno, f"{node.name} changes which tests run or how; remove it"
        if isinstance(node, ast.FunctionDef) and node.name in ("__eq__", "__bool__"):
            yield node.lineno, f"{node.name} decides what is equal or true; compare plain values"
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Attribute | ast.Subscript) and (root := _root(target)) in modules:
                yield node.lineno, f"puts something into {root}, which all tests share; use monkeypatch"


def _replacing(node: ast.Import | ast.ImportFrom) -> Iterator[Found]:
    module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        if alias.name == "*":
            yield node.lineno, "imports all names of a module, which hides what is tested; name them"
        elif {"mock", "patch"} & set(f"{module}{alias.name}".split(".")):
            yield node.lineno, f"{module}{alias.name} puts something in the place of code; test the code itself"


def _imported(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The names that are imported from tested code, and those of modules."""
    tested, modules = set(), set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == SHOWN:
            tested |= {alias.asname or alias.name for alias in node.names}
    return tested, modules | tested


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def names(tree: ast.Module, parts: Sequence[tuple[ast.stmt, list[ast.AST]]]) -> Iterator[Found]:
    """Tests that assert nothing or are hidden by another of their name; functions that assert and are never called."""
    functions = [(part, nodes) for part, nodes in parts if isinstance(part, ast.FunctionDef)]
    uses = {id(part): _used(nodes) for part, nodes in parts}
    used = set().union(*uses.values())
    asserting = {function.name for function, nodes in functions if fails(nodes)}
    seen: set[str] = set()
    for function, nodes in functions:
        if function.name in seen:
            yield function.lineno, f"a second {function.name}, which hides the first; rename it"
        seen.add(function.name)
        if function.name.startswith("test"):
            bound = any(name_of(each.func) in BOUND for each in function.decorator_list if isinstance(each, ast.Call))
            helped = uses[id(function)] & (asserting - {function.name})
            if not (bound or function.name in asserting or helped):
                yield function.lineno, f"{function.name} asserts nothing; assert what the page claims"
            yield from _decorated(function, bound, nodes)
            yield from _inner(function, nodes, uses[id(function)])
        elif function.name in asserting and function.name not in used and not function.decorator_list:
            yield function.lineno, f"{function.name} asserts and is never called; let its name begin with test_"
    for statement, nodes in parts:
        yield from _elsewhere(statement, nodes)


def _decorated(function: ast.FunctionDef, bound: bool, nodes: list[ast.AST]) -> Iterator[Found]:
    for each in function.decorator_list:
        name = name_of(each.func if isinstance(each, ast.Call) else each)
        if name not in DECORATORS | NEVER_RUN:
            known = ", ".join(sorted(DECORATORS))
            yield each.lineno, f"@{name or 'lambda'} may keep {function.name} from running; remove it (known: {known})"
    if not bound and any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes):
        yield function.lineno, f"{function.name} yields, and nobody asks it to go on; assert instead"


def _elsewhere(statement: ast.stmt, nodes: list[ast.AST]) -> Iterator[Found]:
    """Tests where pytest does not look for them."""
    if isinstance(statement, ast.AsyncFunctionDef) and fails(nodes):
        yield statement.lineno, f"{statement.name} is asynchronous, and nobody awaits it; write def"
    elif isinstance(statement, ast.ClassDef) and any(map(_is_test, nodes)):
        yield (
            statement.lineno,
            f"{statement.name} asserts inside of a class; write functions whose names begin with test_",
        )
    for name in targets_of(statement):
        if name in NEVER_RUN or name.startswith("test"):
            yield statement.lineno, f"{name} keeps tests from running; remove it"
    if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
        for node in nodes:
            if _is_test(node):
                assert isinstance(node, ast.FunctionDef)
                yield node.lineno, f"{node.name} is there only under a condition; let it run everywhere"


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test")


def _used(nodes: list[ast.AST]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _inner(function: ast.FunctionDef, nodes: list[ast.AST], used: set[str]) -> Iterator[Found]:
    """Functions inside of a test that assert and are never called."""
    for node in nodes:
        if node is function or not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name in used:
            continue
        if any(isinstance(part, ast.Assert) for part in ast.walk(node)):
            yield node.lineno, f"{node.name} asserts and is never called; call it"
