"""The HTML of a page: parsed, once, only if what is asked of it is not remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import html

from scripts.content.cache import key
from scripts.content.recall import recalled


@dataclass(frozen=True)
class Markup:
    """A page as text; its tree is made for who asks for it."""

    markup: str = field(repr=False)

    @cached_property
    def tree(self) -> Any:
        """The parsed page."""
        return html.fromstring(self.markup)

    @cached_property
    def digest(self) -> str:
        """Stands for the markup where something is remembered of it."""
        return key(self.markup)

    def remembered(self, look: Callable[[Any], Any], *given: str) -> Any:
        """What `look` finds in the tree, as JSON gives it back; it looks at that and what `given` stands for alone."""
        return recalled(lambda: look(self.tree), *given, self.digest)
