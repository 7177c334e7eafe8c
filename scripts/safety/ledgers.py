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
    keys = _Keys()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            line = (event.start_mark.line if event.start_mark else 0) + 1
            if key := keys.twice(event):
                yield line, f"the name {key!r} stands twice, and only the last one counts; keep one"
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


class _Keys:
    """The names in the mappings that are open while events of YAML are read; None stands for a list."""

    def __init__(self) -> None:
        self._open: list[set[str] | None] = []
        self._is_name: list[bool] = []

    def twice(self, event: Any) -> str:
        """The name that stands a second time in its mapping with this event, `""` if none does."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._is_name.pop()
            return ""
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            return ""
        name = self._name(event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
            self._is_name.append(True)
        return name

    def _name(self, event: Any) -> str:
        """What this value is the name of, if it stands there already."""
        if not self._open or self._open[-1] is None:
            return ""
        is_name, self._is_name[-1] = self._is_name[-1], not self._is_name[-1]
        value = str(getattr(event, "value", ""))
        if is_name and value in self._open[-1]:
            return value
        if is_name:
            self._open[-1].add(value)
        return ""
