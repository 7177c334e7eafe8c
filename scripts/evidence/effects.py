"""What code does beside computing: printing, files, network, clock, a state of randomness that all share.

A snippet is a function of its arguments; whoever runs it twice gets the same, and it leaves nothing behind.
"""

import ast
from collections.abc import Iterator

from scripts.evidence.constants import name_of

PURE = frozenset(
    {"abc", "bisect", "collections", "copy", "dataclasses", "enum", "fractions", "functools", "heapq", "itertools"}
    | {"math", "numbers", "operator", "statistics", "string", "typing", "numpy", "torch", "sklearn", "snippets"}
)
"""Modules that a snippet may import; they compute."""
CALLS = {
    "print": "a snippet prints nothing; return the value",
    "open": "a snippet reads and writes no file; take the data as an argument",
    "input": "a snippet asks nobody; take the value as an argument",
    "breakpoint": "remove it",
    "eval": "code that is made of text cannot be read; write it out",
    "exec": "code that is made of text cannot be read; write it out",
    "compile": "code that is made of text cannot be read; write it out",
    "__import__": "import modules at the top",
}
_FILES = frozenset({"load", "save", "savez", "savetxt", "loadtxt", "genfromtxt", "fromfile", "tofile", "memmap", "hub"})
_GENERATORS = frozenset({"Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator", "Philox"})
_SHARED = ("torch", "torch.random", "torch.cuda")


def effects(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module does beside computing, each with its line."""
    nodes = list(ast.walk(tree))
    forked = _forked(nodes)
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Call):
            yield from _called(node, forked)
        elif isinstance(node, ast.Attribute) and node.attr not in _GENERATORS and _is_numpy_random(node.value):
            yield node.lineno, f"np.random.{node.attr} shares its state with all code; draw from a generator, `rng`"
        elif isinstance(node, ast.Global):
            yield (
                node.lineno,
                f"global {', '.join(node.names)}: all calls share it; pass the value as an argument and return it",
            )


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[int, str]]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        if name.split(".")[0] not in PURE:
            known = ", ".join(sorted(PURE))
            yield node.lineno, f"{name} is no module that only computes ({known}); do without it"
    if isinstance(node, ast.ImportFrom) and node.module == "numpy.random":
        for alias in node.names:
            if alias.name not in _GENERATORS:
                yield node.lineno, f"numpy.random.{alias.name} shares its state with all code; take a generator `rng`"


def _called(call: ast.Call, forked: set[int]) -> Iterator[tuple[int, str]]:
    if isinstance(call.func, ast.Name):
        if message := CALLS.get(call.func.id):
            yield call.lineno, f"{call.func.id}: {message}"
        elif call.func.id == "default_rng" and not call.args:
            yield call.lineno, "default_rng() differs at each run; take a generator `rng` as an argument"
        return
    name = name_of(call.func)
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if name in _FILES and owner in ("np", "numpy", "torch", "torch.hub"):
        yield call.lineno, f"{owner}.{name}: {CALLS['open']}"
    elif name == "default_rng" and not call.args:
        yield call.lineno, "default_rng() differs at each run; take a generator `rng` as an argument"
    elif name in ("manual_seed", "seed") and owner.split("(")[0] in _SHARED and call.lineno not in forked:
        message = "changes the generator of all code; seed it by an argument of the function, `seed`"
        yield call.lineno, f"{owner}.{name} {message}"


def _is_numpy_random(node: ast.expr) -> bool:
    """Whether an expression is the module `np.random`."""
    inside = isinstance(node, ast.Attribute) and node.attr == "random" and isinstance(node.value, ast.Name)
    return inside and ast.unparse(node) in ("np.random", "numpy.random")


def _forked(nodes: list[ast.AST]) -> set[int]:
    """The lines on which PyTorch's own generator may be seeded.

    By an argument of the function, since layers draw their weights from no other; or where it is put back.
    """
    lines: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.With) and any("fork_rng" in ast.unparse(item) for item in node.items):
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        elif isinstance(node, ast.FunctionDef):
            arguments = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and name_of(call.func) == "manual_seed":
                    used = {part.id for each in call.args for part in ast.walk(each) if isinstance(part, ast.Name)}
                    lines |= {call.lineno} if used & arguments else set()
    return lines
