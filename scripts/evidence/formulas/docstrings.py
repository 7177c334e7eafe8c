"""The formulas in the docstring of a function whose formula a page prints, executed as the page's are.

`plain` says what is a formula there, `plain_tex` how it is written. Each is computed from the same cases, so it has the
page's symbols: a letter is that of the page, whatever font it has there (`L` may be `\\mathcal L`, `φ` be `\\varphi`),
an index of several letters too (`B_crit` is `B_{\\text{crit}}`), and a sum without limits runs where the page's does.
A relation must hold; an expression by itself must have the value of a side of the page's formula, or of the snippet.
Of a function with several formulas the cases of one are enough. Symbols of the page that a docstring leaves out are no
fault: it need not say everything, but what it says must be true.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from scripts.content import Problem
from scripts.content.code import tree as syntax_tree
from scripts.evidence.formulas import check, grammar, plain, plain_tex, tree
from scripts.evidence.formulas.order import ordered
from scripts.evidence.formulas.relations import ORDER, Seen, Settings
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError

NAMES = (tree.Symbol, tree.Indexed, tree.Marked, tree.Primed)
_FONTS = re.compile(r"\\(?:mathcal|mathrm|mathbf|mathbb|text|operatorname)\b")
_VARIANTS = {"\\varphi": "\\phi", "\\varepsilon": "\\epsilon", "\\overline": "\\bar", "\\vartheta": "\\theta"}
_FORMS = re.compile(r"\\var(?:phi|epsilon|theta)\b|\\overline\b")


@dataclass(frozen=True)
class Docstring:
    """A docstring, and where it begins."""

    text: str
    file: str
    line: int

    def line_at(self, at: int) -> int:
        """The line of a character."""
        return self.line + self.text.count("\n", 0, at)


@dataclass(frozen=True)
class Context:
    """A formula of the page with the cases that hold it."""

    statements: tuple[tree.Statement, ...]
    cases: Sequence[Mapping[str, Any]]
    settings: Settings


def docstring(root: Path, function: str) -> Docstring | None:
    """The docstring of a function of the snippets, `section.module.name`."""
    module, _, name = function.rpartition(".")
    path = root / "snippets" / f"{module.replace('.', '/')}.py"
    for node in syntax_tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name and ast.get_docstring(node):
            text = ast.get_docstring(node) or ""
            return Docstring(text, path.relative_to(root).as_posix(), node.body[0].lineno)
    return None


def problems(root: Path, function: str, contexts: Sequence[Context]) -> Iterator[Problem]:
    """What does not hold in the docstring of a function, whose formulas on the pages these are."""
    found = docstring(root, function)
    if found is None:
        return
    for at, message in wrong(found.text, contexts):
        name = function.rpartition(".")[2]
        yield Problem(found.file, found.line_at(at), "formulas", f"docstring of {name}: {message}")


def wrong(text: str, contexts: Sequence[Context]) -> Iterator[tuple[int, str]]:
    """What does not hold in a docstring: where it stands, and what is the matter."""
    try:
        found = plain.runs(text, words(contexts))
    except FormulaError as error:
        yield error.at or 0, f"{error}; write it as scripts/evidence/formulas/plain_tex.py says, or say it in words"
        return
    for run in found:
        messages = [message(run, context) for context in contexts]
        if all(messages):
            yield run.at, f"“{run.text}”: {messages[0]}; mend it, write it with the page's symbols, or say it in words"


def message(run: plain.Run, context: Context) -> str:
    """What is wrong with a formula of a docstring; "" if it holds in all cases."""
    try:
        relations = read(run, context)
    except FormulaError as error:
        return str(error)
    return next(filter(None, (failure(each, context) for each in relations)), "")


def read(run: plain.Run, context: Context) -> list[tree.Relation]:
    """The statements of a formula of a docstring, with the page's names and the limits of the page's sums.

    Raises:
        FormulaError: the grammar cannot read it.
    """
    statements = grammar.parse(plain_tex.tex(run.pieces))
    names = {_plain(node): node for node in _names(context)}
    names |= {_plain(node): node for node in _names(context) if spell(node) == _plain(node)}
    return [_with_limits(_renamed(each, names), context) for each in statements if isinstance(each, tree.Relation)]


def failure(relation: tree.Relation, context: Context) -> str:
    """What is wrong with one statement of a docstring; "" if it holds in all cases."""
    return _relation(relation, context) if relation.relations else _expression(relation, context)


def _with_limits(found: tree.Relation, context: Context) -> tree.Relation:
    ranges = {each.range.variables: each.range for each in tree.parts(context.statements) if isinstance(each, tree.Big)}
    for big in [each for each in tree.parts(found) if isinstance(each, tree.Big)]:
        limits = big.range
        if limits == tree.Range(limits.variables) and limits.variables in ranges:
            found = tree.replaced(found, limits, ranges[limits.variables])
    return found


def _relation(relation: tree.Relation, context: Context) -> str:
    """Whether a relation holds, where the page's conditions with \\ll are met.

    A bound by itself must be the page's, or there must be cases in which it may not hold or is tight: one that is too
    loose would hold as well.
    """
    pinned = any(case.get("fails") or case.get("tight") for case in context.cases)
    if not pinned and set(relation.relations) <= {*ORDER, "\\ll", "\\gg"}:
        known = [each for each in context.statements if isinstance(each, tree.Relation)]
        if ordered(relation) not in [ordered(replace(each, condition=False)) for each in known]:
            return "the page has no such bound"
    conditions = [
        replace(each, condition=True)
        for each in context.statements
        if isinstance(each, tree.Relation) and set(each.relations) == {"\\ll"}
    ]
    bounds = bool(set(relation.relations) & set(ORDER))  # where a bound must fail, no equation need hold
    cases = [_without_results(case) for case in context.cases if bounds or not case.get("fails")]
    seen = Seen()
    relations = [relation, *conditions]
    found = check.failure(relations, cases, context.settings, seen)
    return found or next(check.unlooked(relations[:1], seen), "")


def _expression(relation: tree.Relation, context: Context) -> str:
    """Whether an expression has the value of a side of the page's formula, or of the snippet."""
    first = ""
    for cases, compared in _comparisons(relation, context):
        found = check.failure([compared], cases, context.settings, Seen())
        if not found:
            return ""
        if "no value" in found and "no value" not in first:
            first = found
    return first or "it has the value of no side of the page's formula, nor of the snippet"


def _comparisons(relation: tree.Relation, context: Context) -> Iterator[tuple[list[dict[str, Any]], tree.Relation]]:
    bare = [_without_results(case) for case in context.cases if not case.get("fails")]
    for each in context.statements:
        if isinstance(each, tree.Relation) and not each.condition:
            for side in each.sides[1:] if "\\leftarrow" in each.relations else each.sides:
                yield bare, tree.Relation((side, *relation.sides), ("=",))
    for key in ("result", "last"):
        given = [case.get(key) for case in context.cases]
        rows = [each if isinstance(each, tuple) else (each,) for each in given]
        for column in zip(*rows, strict=False):
            if not any(each is None for each in column):
                cases = [{**case, "result": each} for case, each in zip(bare, column, strict=False)]
                yield cases, relation


def _without_results(case: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key not in ("result", "last")}


def _names(context: Context) -> list[Any]:
    """The names of the page's formula and of its cases."""
    keys = {key.removesuffix("\\leftarrow") for case in context.cases for key in case if key not in check.WORDS}
    bound = [node for key in keys for node in tree.parts(grammar.named(key))]
    return [node for node in (*bound, *tree.parts(context.statements)) if isinstance(node, NAMES)]


def words(contexts: Sequence[Context]) -> frozenset[str]:
    """The words that the page writes in its formulas, those in indices left out."""
    return frozenset(word for context in contexts for word in _words(context))


def _words(context: Context) -> Iterator[str]:
    names = _names(context)
    indices = {part for node in names if isinstance(node, tree.Indexed) for part in tree.parts(node.indices)}
    for node in names:
        if (name := _plain(node)).isalpha() and len(name) > 1 and node not in indices:
            yield name


def _plain(node: Any) -> str:
    """A name without its font, and with one form of each letter."""
    text = _FORMS.sub(lambda match: _VARIANTS[match[0]], spell(node))
    text = _FONTS.sub("", text).replace("\\min", "min").replace("\\max", "max")
    return re.sub(r"[\s{},]", "", text)


def _renamed(node: Any, names: Mapping[str, Any]) -> Any:
    """A part of a formula with the page's names for its own."""
    if isinstance(node, NAMES) and (own := names.get(_plain(node))) is not None:
        return own
    if isinstance(node, tuple):
        return tuple(_renamed(each, names) for each in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{each.name: _renamed(getattr(node, each.name), names) for each in fields(node)})
    return node
