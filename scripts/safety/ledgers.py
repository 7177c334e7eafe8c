"""Limits of YAML that is read from the repository: little depth, no tags, no aliases (a few stand for gigabytes)."""

from collections.abc import Iterator
from typing import Any

import yaml

DEEPEST = 6
LONGEST_VALUE = 2_000
"""Characters of one value."""
LARGEST = 1_000_000
"""Bytes of one file."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_problems(text: str, longest_value: int = LONGEST_VALUE) -> Iterator[tuple[int, str]]:
    """What is wrong with a text of YAML, each with its line; text that is no YAML is for others to name."""
    if len(text) > LARGEST:
        yield 1, f"{len(text)} characters; at most {LARGEST}"
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            line = (event.start_mark.line if event.start_mark else 0) + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                yield line, "an alias or anchor (& or *); write the value where it belongs, or put it between quotes"
                return
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    yield line, f"lists in lists, more than {DEEPEST} deep; write them flat"
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.ScalarEvent) and len(event.value) > longest_value:
                yield line, f"a value of {len(event.value)} characters; at most {longest_value}"
            if tag := getattr(event, "tag", None):
                yield line, f"the tag {tag}; write the value without it"
    except yaml.YAMLError:
        return
