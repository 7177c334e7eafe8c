"""Holds JSON-LD against the vocabulary of schema.org, as the package schema-dts declares it for TypeScript.

The declarations are generated, one a line: `interface QuestionBase extends CommentBase {`, the properties with the
types of their values, and `export type LearningResource = LearningResourceLeaf | Course | Quiz;`, the types below one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.render.node import MODULES

DECLARATIONS = MODULES / "schema-dts" / "dist" / "schema.d.ts"
WORDS = {"Text", "Date", "DateTime", "Time", "string"}
"""Types whose values are any text."""
ADDRESS = "URL"
CONTEXT = "https://schema.org"


@dataclass
class Vocabulary:
    """Properties with the types of their values by interface, the interfaces that one extends, types with subtypes."""

    properties: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subtypes: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, frozenset[str]]:
        """All properties that a type has, those of the types above it included."""
        found: dict[str, frozenset[str]] = {}
        pending = [f"{kind}Leaf"]
        while pending:
            name = pending.pop()
            found |= self.properties.get(name, {})
            pending += self.parents.get(name, ())
        return found

    def is_a(self, kind: str, wanted: str) -> bool:
        """Whether one type is another or below it."""
        below = self.subtypes.get(wanted, frozenset())
        return kind == wanted or any(self.is_a(kind, each) for each in below if each != wanted)


def read() -> Vocabulary:
    """The vocabulary of the installed package."""
    made, name = Vocabulary(), ""
    for line in DECLARATIONS.read_text(encoding="utf-8").split("\n"):
        words = line.removeprefix("export ")
        if words.startswith("interface "):
            head, _, above = words.removeprefix("interface ").removesuffix("{").strip().partition(" extends ")
            name = head.strip()
            made.properties[name] = {}
            made.parents[name] = tuple(each.strip() for each in above.split(",") if each.strip())
        elif words.startswith("type ") and words.endswith(";"):
            kind, _, union = words.removeprefix("type ").removesuffix(";").partition(" = ")
            made.subtypes[kind] = frozenset(each.strip().removesuffix("Leaf") for each in union.split("|"))
        elif '"?: SchemaValue<' in line:
            key, _, types = line.strip().partition("?: SchemaValue<")
            union = types.rpartition(", ")[0]
            made.properties[name][key.strip('"')] = frozenset(each.strip() for each in union.split("|"))
    return made


def faults(data: dict[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong with an item: its context, properties that its type does not have, values of another type."""
    if data.get("@context") != CONTEXT:
        yield f"the context is {data.get('@context')!r}"
    yield from _item({key: value for key, value in data.items() if key != "@context"}, vocabulary, "")


def _item(data: dict[str, Any], vocabulary: Vocabulary, place: str) -> Iterator[str]:
    kind = str(data.get("@type"))
    known = vocabulary.of(kind)
    if not known:
        yield f"{place or 'the item'} has the type {kind}, which schema.org does not know"
        return
    for key, value in data.items():
        if key == "@type":
            continue
        if key not in known:
            yield f"{place}{key} is no property of {kind}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _value(each, known[key], vocabulary, f"{place}{key}")


def _value(value: Any, types: frozenset[str], vocabulary: Vocabulary, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        kind = str(value.get("@type"))
        if not any(vocabulary.is_a(kind, each) for each in types):
            yield f"{place} may be {', '.join(sorted(types))}, not {kind}"
        yield from _item(value, vocabulary, f"{place}.")
    elif not isinstance(value, str) or not value:
        yield f"{place} is {value!r}"
    elif not types & WORDS and not (ADDRESS in types and value.startswith(("https://", "http://"))):
        yield f"{place} may be {', '.join(sorted(types))}, not the text {value!r}"
