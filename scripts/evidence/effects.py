"""What code does beside computing: printing, files, network, clock, a state of randomness that all share.

A snippet is a function of its arguments; whoever runs it twice gets the same, and it leaves nothing behind.
"""

import ast
from collections.abc import Iterator

from scripts.evidence.constants import name_of, targets_of

PURE = frozenset(
    {"abc", "bisect", "collections", "copy", "dataclasses", "enum", "fractions", "functools", "heapq", "itertools"}
    | {"math", "numbers", "operator", "statistics", "string", "typing", "numpy", "torch", "sklearn", "snippets"}
)
"""Modules that a snippet may import; they compute."""
DRAWING = frozenset({"matplotlib", "scripts", "time", "warnings", "scipy", "re", "textwrap"})
"""What labs and figures may import, too."""
CALLS = {
    "print": "a snippet prints nothing; return the value",
    "open": "a snippet reads and writes no file; take the data as an argument",
    "input": "a snippet asks nobody; take the value as an argument",
    "breakpoint": "remove it",
    "eval": "code that is made of text cannot be read; write it out",
    "exec": "code that is made of text cannot be read; write it out",
    "compile": "code that is made of text cannot be read; write it out",
    "__import__": "import modules at the top",
    "exit": "a snippet does not end the process; raise an error",
    "quit": "a snippet does not end the process; raise an error",
    "help": "remove it",
    "globals": "name what is meant",
    "locals": "name what is meant",
    "vars": "name what is meant",
    "hash": "differs from run to run; compare the values",
    "id": "differs from run to run; compare the values",
    "__builtins__": "name what is meant",
    "SystemExit": "a snippet does not end the process; raise an error",
    "KeyboardInterrupt": "a snippet does not end the process; raise an error",
}
LOADING = (
    *("numpy.ctypeslib", "numpy.lib.npyio", "numpy.lib.format", "sklearn.datasets", "torch.distributed", "torch.hub"),
    *("torch.jit", "torch.multiprocessing", "torch.package", "torch.serialization", "torch.utils.cpp_extension"),
    "torch.utils.model_zoo",
)
"""Parts of libraries that read files, ask the network or start processes."""
_SETTINGS = frozenset(
    {"set_default_dtype", "set_default_device", "use_deterministic_algorithms", "seterr", "set_printoptions", "seed"}
    | {"set_num_threads", "manual_seed_all", "set_state", "setattr"}
)
_FILES = frozenset(
    {"load", "save", "savez", "savez_compressed", "savetxt", "loadtxt", "genfromtxt", "fromfile", "memmap"}
)
_WRITES = frozenset({"tofile", "dump", "write_text", "write_bytes", "DataSource"})
_GENERATORS = frozenset({"Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator", "Philox"})
_RANDOM = ("np.random", "numpy.random")
_LIBRARIES = ("np", "numpy", "torch", "math", "sklearn")
_SHARED = ("torch", "torch.random", "torch.cuda", "torch.mps", "torch.default_generator")
_FILLING = frozenset({"append", "extend", "add", "update", "setdefault", "pop", "insert", "clear", "remove", "discard"})


def effects(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module does beside computing, each with its line."""
    nodes = list(ast.walk(tree))
    forked, modules = _forked(nodes), _modules(nodes)
    yield from _kept(tree)
    owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Call):
            yield from _called(node, forked)
        elif isinstance(node, ast.Name) and (message := CALLS.get(node.id)):
            yield node.lineno, f"{node.id}: {message}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _RANDOM and id(node) not in owners:
            yield node.lineno, "np.random shares its state with all code; take a generator `rng`"
        elif isinstance(node, ast.Attribute):
            yield from _named(node, modules)
        elif isinstance(node, ast.Global):
            yield (
                node.lineno,
                f"global {', '.join(node.names)}: all calls share it; pass the value as an argument and return it",
            )


def of_experiment(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What labs, measured numbers and drawings do beside computing and drawing: files, network, clock, processes."""
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            for name in [module] if module else [alias.name for alias in node.names]:
                if name.split(".")[0] not in PURE | DRAWING:
                    known = ", ".join(sorted(PURE | DRAWING))
                    yield node.lineno, f"{name} is no module that computes or draws ({known}); do without it"
                elif f"{name}.".startswith(tuple(f"{each}." for each in LOADING)):
                    yield node.lineno, f"{name}: take data that the code makes; it reads files or the network"
        elif isinstance(node, ast.Name) and node.id in (
            "open",
            "input",
            "eval",
            "exec",
            "compile",
            "__import__",
            "exit",
        ):
            yield node.lineno, f"{node.id}: {CALLS[node.id]}".replace("a snippet", "an experiment")
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in _RANDOM and node.attr not in _GENERATORS:
            yield node.lineno, f"np.random.{node.attr} shares its state with all code; draw from a generator, `rng`"
        elif isinstance(node, ast.Call) and name_of(node.func) == "default_rng" and _is_unseeded(node):
            yield node.lineno, "default_rng() differs at each run; give it a seed"


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[int, str]]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    names = [f"{module}.{alias.name}".lstrip(".") for alias in node.names]
    for name in names:
        if name.split(".")[0] not in PURE:
            known = ", ".join(sorted(PURE))
            yield node.lineno, f"{name} is no module that only computes ({known}); do without it"
        elif f"{name}.".startswith(tuple(f"{each}." for each in LOADING)):
            yield node.lineno, f"{name}: {CALLS['open']}"
        elif name == "numpy.random" or (module == "numpy.random" and name.split(".")[-1] not in _GENERATORS):
            yield node.lineno, f"{name} shares its state with all code; take a generator `rng`"
        elif module in ("numpy", "torch") and name.split(".")[-1] in _FILES:
            yield node.lineno, f"{name}: {CALLS['open']}"


def _named(node: ast.Attribute, modules: set[str]) -> Iterator[tuple[int, str]]:
    """Parts of modules that are shared, that load, or that something is put into."""
    owner = ast.unparse(node.value)
    if owner in _RANDOM:
        if node.attr not in _GENERATORS:
            yield node.lineno, f"np.random.{node.attr} shares its state with all code; draw from a generator, `rng`"
    elif isinstance(node.ctx, ast.Store | ast.Del) and owner.split(".")[0] in modules:
        yield node.lineno, f"puts something into {owner}, which all code shares; pass it as an argument"
    elif owner.split(".")[0] in modules and f"{owner}.{node.attr}" in LOADING:
        yield node.lineno, f"{owner}.{node.attr}: {CALLS['open']}"
    elif node.attr in ("__class__", "__subclasses__", "__globals__", "__builtins__", "__dict__", "__code__"):
        yield node.lineno, f"{node.attr} is the inside of Python; name what is meant"


def _called(call: ast.Call, forked: set[int]) -> Iterator[tuple[int, str]]:
    name = name_of(call.func)
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if (name in _FILES and owner in ("np", "numpy", "torch")) or (name in _WRITES and owner):
        yield call.lineno, f"{owner}.{name}: {CALLS['open']}"
    elif name in ("default_rng", "SeedSequence", "PCG64", "Philox", "RandomState") and _is_unseeded(call):
        yield call.lineno, f"{name}() differs at each run; take a generator `rng` as an argument"
    elif name == "getattr" and isinstance(call.args[0], ast.Name) and call.args[0].id in _LIBRARIES:
        if isinstance(call.args[1], ast.Constant):
            yield call.lineno, f"{ast.unparse(call)}: name what is meant, without getattr"
    elif name == "manual_seed" and owner.split("(")[0] in _SHARED and call.lineno not in forked:
        message = "changes the generator of all code; seed it by an argument of the function, `seed`"
        yield call.lineno, f"{owner}.{name} {message}"
    elif name in _SETTINGS and owner not in _RANDOM and (owner.split(".")[0] in _LIBRARIES or name == "setattr"):
        message = "changes what all code shares; pass the value as an argument"
        yield call.lineno, f"{ast.unparse(call.func)} {message}"


def _is_unseeded(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return not given or all(isinstance(each, ast.Constant) and each.value is None for each in given)


def _kept(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module or a function keeps between two calls: generators, collections that functions fill, caches."""
    kept: set[str] = set()
    for node in tree.body:
        value = getattr(node, "value", None)
        if isinstance(node, ast.Expr):
            continue
        if isinstance(value, ast.Call) and name_of(value.func) in _GENERATORS | {"RandomState"}:
            yield node.lineno, "a generator that all calls share; take one as an argument, `rng`"
        elif isinstance(value, ast.List | ast.Dict | ast.Set) and isinstance(node, ast.Assign | ast.AnnAssign):
            kept |= set(targets_of(node))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for each in function.decorator_list:
            if name_of(each.func if isinstance(each, ast.Call) else each) in ("cache", "lru_cache", "cached_property"):
                yield each.lineno, "a cache keeps values between calls; compute them, or pass them as an argument"
        for default in [*function.args.defaults, *function.args.kw_defaults]:
            if isinstance(default, ast.List | ast.Dict | ast.Set) or (
                isinstance(default, ast.Call) and name_of(default.func) in _GENERATORS
            ):
                yield default.lineno, "a default that all calls share; make it in the function"
        for name, line in _filled(function):
            if name in kept:
                yield line, f"{name} keeps values between calls; pass it as an argument and return it"


def _filled(function: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """The names of collections into which a function puts something."""
    own = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    own |= {name for node in ast.walk(function) if isinstance(node, ast.stmt) for name in targets_of(node)}
    for node in ast.walk(function):
        place: ast.expr | None = None
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            place = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FILLING:
            place = node.func.value
        if isinstance(place, ast.Name) and place.id not in own:
            yield place.id, place.lineno


def _modules(nodes: list[ast.AST]) -> set[str]:
    """The names of imported modules."""
    found = set(_LIBRARIES)
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return found


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
