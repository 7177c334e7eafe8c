"""The checks on the built HTML, before it replaces the published site; a new one is added to this list."""

from collections.abc import Callable, Iterator

from scripts.checks.built import (
    agreement,
    html_validity,
    ids,
    links,
    policy,
    rendering,
    requests,
    safety,
    sitemap,
    weight,
)
from scripts.checks.built.site import BuiltSite
from scripts.content import Problem

CHECKS: tuple[Callable[[BuiltSite], Iterator[Problem]], ...] = (
    html_validity.check,  # first, because it waits for Node while the others run
    links.check,
    ids.check,
    requests.check,
    safety.check,
    policy.check,
    rendering.check,
    agreement.check,
    weight.check,
    sitemap.check,
)
